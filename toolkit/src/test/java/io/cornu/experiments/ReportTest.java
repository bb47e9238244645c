package io.cornu.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.DataFileException;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.schedules.CosineDecay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static Report report() {
        Table table = Table.of("test", "Test <accuracy>", "optimizer", "mean", "epochs", "converged")
                .plus("SGD", 0.123456789, 10, true)
                .plus("A & B", Double.NaN, 3L, false);
        Picture picture = Picture.of(
                "loss", "Loss by epoch", LineChart.of("Loss", "epoch", "loss").plus("SGD", 3, 2, 1));
        return Report.of("Optimizers \"compared\"", "cornu reproduce optimizers --out 'a b'")
                .withSetting("epochs", 10)
                .plus(Section.of("What was found", Text.of("x < y"), table, picture, Verdict.of("SGD converges.")));
    }

    @Test
    void leavesAPageThatAsksNobodyForAnything() throws IOException {
        report().write(folder.resolve("new/run"));

        String page = Files.readString(folder.resolve("new/run/report.html"));
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<title>Optimizers &quot;compared&quot;</title>", "x &lt; y", "A &amp; B", "SGD converges.")
                .contains("cornu reproduce optimizers --out 'a b'", "Test &lt;accuracy&gt;", "default-src 'none'")
                .contains("src=\"data:image/svg+xml;base64,", "prefers-color-scheme: dark")
                .contains("<td class=\"number\">0.1235</td><td class=\"number\">10</td><td>true</td>")
                .doesNotContain("http://", "https://", "<script", "NaN");
        assertThat(folder.resolve("new/run")).isDirectoryContaining("glob:**/loss.png");
        assertThat(folder.resolve("new/run")).isDirectoryContaining("glob:**/loss.svg");
    }

    @Test
    void tablesAreCsvWithAllDigits() throws IOException {
        report().write(folder);

        assertThat(Files.readString(folder.resolve("test.csv")))
                .isEqualTo("optimizer,mean,epochs,converged\nSGD,0.123456789,10,true\nA & B,NaN,3,false\n");
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Report written = report();
        written.write(folder);

        Report read = Report.read(folder);

        assertThat(read.title()).isEqualTo(written.title());
        assertThat(read.command()).isEqualTo(written.command());
        assertThat(read.settings()).isEqualTo(written.settings());
        assertThat(read.provenance()).isEqualTo(written.provenance());
        assertThat(read.verdicts()).containsExactly("SGD converges.");
        assertThat(read.tables().get(0).rows())
                .isEqualTo(List.of(List.of("SGD", 0.123456789, 10L, true), List.of("A & B", Double.NaN, 3L, false)));

        read.write(folder.resolve("again"));
        assertThat(folder.resolve("again/loss.svg")).hasSameBinaryContentAs(folder.resolve("loss.svg"));
    }

    @Test
    void namesMustBeFilesNames() {
        assertThatThrownBy(() -> Table.of("../x", "c", "a")).hasMessageContaining("small letters");
        assertThatThrownBy(() -> Table.of("x", "c", "a").plus(1, 2)).hasMessageContaining("a row must have [a]");
        assertThatThrownBy(() -> Table.of("x", "c", "a").plus(List.of())).hasMessageContaining("text, a number");
        Section section = Section.of("s", Table.of("x", "c", "a"), Table.of("x", "d", "a"));
        assertThatThrownBy(() -> Report.of("r", "c").plus(section)).hasMessageContaining("names of tables must differ");
    }

    @Test
    void runsOfAnyNameStandSideBySide() throws IOException {
        Map<String, Report> runs = new LinkedHashMap<>();
        String longName = "a-very-long-name-of-a-run-that-tells-everything-that-was-set-in-it-and-when-0";
        for (String name : List.of(
                "lr=0.1",
                "lr_0.1",
                "Adam",
                "adam",
                "实验",
                "结果",
                "setting",
                "differs",
                "(setting)",
                longName + "1",
                longName + "2",
                "a",
                "a-b")) {
            runs.put(name, report());
        }
        // Those of a, of a table b-test, would be called as those of a-b.
        runs.put(
                "a",
                report().plus(Section.of("More", Table.of("b-test", "More", "x").plus(1))));

        Report all = SideBySide.of("cornu report", runs);

        all.write(folder);
        assertThat(folder.toFile().list())
                .contains("lr-0-1-test.csv", "lr-0-1-2-test.csv", "adam-loss.svg", "adam-2-loss.png")
                .contains("unnamed-test.csv", "unnamed-2-test.csv", "a-b-test.csv", "a-b-test-2.csv");
        assertThat(Report.read(folder).tables()).hasSize(2 + runs.size() + 1);
        assertThat(all.tables().get(1).columns())
                .startsWith("((setting))", "(differs)", "lr=0.1")
                .contains("setting", "differs", "(setting)");
    }

    @Test
    void whatIsNoReportIsRefused() throws IOException {
        assertThatThrownBy(() -> Report.read(folder))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("expected the folder of a run with a report.json");
        for (String content : List.of(
                "",
                "{",
                "[]",
                "{\"format\":\"other\"}",
                "{\"format\":\"cornu-report\",\"sections\":[{"
                        + "\"heading\":\"h\",\"blocks\":[{\"table\":\"../../x\",\"columns\":[\"a\"]}]}]}")) {
            Files.writeString(folder.resolve("report.json"), content);
            assertThatThrownBy(() -> Report.read(folder)).as(content).isInstanceOf(DataFileException.class);
        }
    }

    @Test
    void settingsAreWhatIsUnusual() {
        assertThat(Words.of(List.of(SGD.of(0.01), SGD.of(0.01).withMomentum(0.9))))
                .isEqualTo("SGD(0.01), SGD(0.01, momentum 0.9)");
        assertThat(Words.of(Adam.of(CosineDecay.of(0.1, 100))))
                .isEqualTo("Adam(CosineDecay(0.1, decaySteps 100, " + "alpha 0.0, warmupTarget none, warmupSteps 0))");
        assertThat(Report.of("r", "c").withSetting("optimizer", Adam.of(0.001)).settings())
                .containsEntry("optimizer", "Adam(0.001)");
    }

    @Test
    void numbersHaveFourDigits() {
        assertThat(List.of(0.70184, 1234.5678, 0.5, 2.0, 1e-7, 0.0, 123456.7, 1e9, -0.00123456))
                .extracting(HtmlPage::number)
                .containsExactly("0.7018", "1235", "0.5", "2", "1e-7", "0", "123457", "1e9", "-0.001235");
        assertThat(HtmlPage.number(Double.NaN)).isEqualTo("–");
        assertThat(HtmlPage.number(100)).isEqualTo("100");
    }
}
