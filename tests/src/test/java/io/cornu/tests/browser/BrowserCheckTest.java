package io.cornu.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserCheckTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Browser browser;

    @BeforeEach
    void find() {
        Optional<Browser> found = Browser.find();
        assumeTrue(found.isPresent(), "no browser on the PATH: " + Browser.names());
        browser = found.orElseThrow();
    }

    @Test
    void aReportLooksRightEverywhere() throws IOException {
        List<String> columns =
                IntStream.range(0, 30).mapToObj(i -> "column " + i).toList();
        List<Object> row = columns.stream().map(column -> (Object) column).collect(Collectors.toList());
        Report.of("A title that is long enough to need several lines", "cornu reproduce " + "x".repeat(500))
                .withSetting("setting", "y".repeat(500))
                .plus(Section.of(
                        "What was found",
                        Verdict.of("A verdict."),
                        new Table("wide", "A wide table", columns, List.of(row)),
                        Picture.of(
                                "curve", "A curve", LineChart.of("t", "x", "y").plus("one", 1, 2, 3))))
                .write(folder);

        Browser.Looked looked = browser.look(folder.resolve("report.html"));

        assertThat(looked.findings()).isEmpty();
        assertThat(looked.pictures()).isEqualTo(1);
        assertThat(looked.tables()).as("settings are one").isEqualTo(2);
        assertThat(looked.texts()).isGreaterThan(60);
    }

    @Test
    void everyKindOfFaultIsFound() throws IOException {
        Path page = folder.resolve("page & 1.html");
        // Gray 119 on white has a contrast of 4.48; 768 and 360 are narrower than the box.
        Files.writeString(
                page,
                "<!doctype html><html><head><title>t</title></head><body><p style=\"color:#777;background:#fff\">faint</p>"
                        + "<div style=\"width:1000px\">wide</div><img src=\"none.png\"><table><tr><td>1</td></tr></table>"
                        + "<script>throw new Error('thrown')</script></body></html>");

        String findings = String.join("\n", browser.look(page).findings());

        assertThat(findings)
                .contains("360 pixels, dark: overflow: the page is 1008 pixels wide: <div> 'wide'")
                .contains("768 pixels, light: overflow")
                .doesNotContain("1280 pixels, light: overflow")
                .contains("light: contrast: 4.48 instead of 4.5: <p> 'faint'")
                .contains("dark: contrast: 4.48 instead of 4.5: <p> 'faint'")
                .contains("picture: not loaded", "table: no header", "network: <img> src none.png")
                .contains("network: no policy", "page: no language")
                .containsPattern("console: .*thrown");
    }
}
