package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static final Report REPORT = Report.of("Nothing", "cornu nothing")
            .plus(Section.of("Numbers", Table.of("numbers", "Some", "one").plus(1)));

    @Test
    void aNewFolderComesAsAWhole() throws IOException {
        Path out = folder.resolve("deep/report");
        ReportFolder.choose(out, "nothing").write(REPORT, more -> Files.writeString(more.resolve("more.txt"), "more"));
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("more.txt", "numbers.csv", "report.html", "report.json");
        assertThat(folder.resolve("deep")).isDirectoryNotContaining("glob:**/.*");
    }

    /** It may be a mount point, which cannot be moved, or be in a folder that cannot be written. */
    @Test
    void anEmptyFolderStaysTheSameFolder() throws IOException {
        Path out = Files.createDirectory(folder.resolve("empty"));
        Object key = Files.readAttributes(out, BasicFileAttributes.class).fileKey();
        ReportFolder.choose(out, "nothing")
                .write(
                        REPORT,
                        more -> Files.writeString(
                                Files.createDirectory(more.resolve("below")).resolve("more.txt"), "more"));
        assertThat(Files.readAttributes(out, BasicFileAttributes.class).fileKey())
                .isEqualTo(key);
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("below", "numbers.csv", "report.html", "report.json");
        assertThat(out.resolve("below/more.txt")).hasContent("more");
    }

    @Test
    void whatFailsLeavesNothing() throws IOException {
        Report broken = REPORT.plus(
                Section.of("Picture", new Picture("lost", "Lost", new Picture.Stored(folder.resolve("none"), "lost"))));
        Path out = folder.resolve("half");
        assertThatThrownBy(() -> ReportFolder.choose(out, "nothing").write(broken, more -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lost.svg");
        assertThat(folder).isEmptyDirectory();
        Files.createDirectory(out);
        assertThatThrownBy(() -> ReportFolder.choose(out, "nothing").write(broken, more -> {}))
                .hasMessageContaining("lost.svg");
        assertThat(out).isEmptyDirectory();
    }
}
