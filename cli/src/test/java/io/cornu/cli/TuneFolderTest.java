package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void searchesBegunInOneSecondHaveFoldersOfTheirOwn() throws IOException {
        Path wanted = folder.resolve("runs/tune-20260101-120000");
        assertThat(TuneFolder.reserve(wanted)).isEqualTo(wanted).isDirectory();
        assertThat(TuneFolder.reserve(wanted)).hasFileName("tune-20260101-120000-2");
        assertThat(TuneFolder.reserve(wanted)).hasFileName("tune-20260101-120000-3");
    }

    @Test
    void onlyAnEarlierSearchIsGoneOnWith() throws IOException {
        Path earlier = TuneFolder.make(folder.resolve("earlier"), "cornu tune");
        Files.writeString(earlier.resolve("report.json"), "{}");
        TuneFolder.check(earlier);
        TuneFolder.check(folder.resolve("new"));
        assertThat(folder.resolve("new")).doesNotExist();

        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "");
        assertThatThrownBy(() -> TuneFolder.check(other))
                .hasMessageContaining("or that of an earlier search, received " + other + ", which holds thesis.txt")
                .hasMessageNotContaining("--resume");
    }
}
