package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    private static final String MARKER = "saved_model.pb";

    private final Path directory;

    AtomicFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesAndReplacesAFile() throws IOException {
        Path target = directory.resolve("a.csv");
        AtomicFiles.write(target, temporary -> Files.writeString(temporary, "one"));
        AtomicFiles.write(target, temporary -> Files.writeString(temporary, "two"));

        assertThat(target).hasContent("two");
        assertThat(names()).containsExactly("a.csv");
    }

    @Test
    void keepsTheOldFileWhileWritingAndAfterAFailure() throws IOException {
        Path target = Files.writeString(directory.resolve("a.csv"), "old");

        assertThatThrownBy(() -> AtomicFiles.write(target, temporary -> {
                    Files.writeString(temporary, "half");
                    assertThat(target).hasContent("old");
                    assertThat(temporary).hasSameFileSystemAs(target).hasParent(directory);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");

        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("a.csv");
    }

    @Test
    void cleansUpAfterAnError() {
        assertThatThrownBy(() -> AtomicFiles.write(directory.resolve("a"), temporary -> {
                    throw new OutOfMemoryError("large");
                }))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void replacesASymbolicLinkInsteadOfWritingThroughIt() throws IOException {
        Path outside = Files.writeString(directory.resolve("outside"), "precious");
        Path target = Files.createSymbolicLink(directory.resolve("link"), outside);

        AtomicFiles.write(target, temporary -> Files.writeString(temporary, "new"));

        assertThat(outside).hasContent("precious");
        assertThat(target).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(target)).isFalse();
    }

    @Test
    void refusesAFileInPlaceOfADirectoryAndAMissingParent() {
        assertThatThrownBy(() -> AtomicFiles.write(directory, temporary -> {}))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("received a directory");
        assertThatThrownBy(() -> AtomicFiles.write(directory.resolve("no/a"), temporary -> {}))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("Create it first");
    }

    @Test
    void writesAndReplacesADirectory() throws IOException {
        Path target = directory.resolve("export");
        AtomicFiles.writeDirectory(target, MARKER, temporary -> {
            Files.writeString(temporary.resolve(MARKER), "one");
            Files.writeString(temporary.resolve("stale"), "");
        });
        AtomicFiles.writeDirectory(target, MARKER, temporary -> {
            Files.writeString(temporary.resolve(MARKER), "two");
            Files.writeString(
                    Files.createDirectory(temporary.resolve("variables")).resolve("index"), "x");
        });

        assertThat(target.resolve(MARKER)).hasContent("two");
        assertThat(target.resolve("variables/index")).hasContent("x");
        assertThat(target.resolve("stale")).doesNotExist();
        assertThat(names()).containsExactly("export");
    }

    @Test
    void keepsTheOldDirectoryAfterAFailure() throws IOException {
        Path target = Files.createDirectory(directory.resolve("export"));
        Files.writeString(target.resolve(MARKER), "old");

        assertThatThrownBy(() -> AtomicFiles.writeDirectory(target, MARKER, temporary -> {
                    Files.writeString(temporary.resolve(MARKER), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(target.resolve(MARKER)).hasContent("old");
        assertThat(names()).containsExactly("export");
    }

    @Test
    void refusesToDeleteADirectoryOfAnotherKind() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Files.writeString(home.resolve("thesis.tex"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), home);
        Path file = Files.writeString(directory.resolve("file"), "");

        for (Path target : List.of(home, link, file)) {
            assertThatThrownBy(() -> AtomicFiles.writeDirectory(target, MARKER, temporary -> {}))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining(MARKER);
        }
        assertThat(home.resolve("thesis.tex")).hasContent("precious");
    }

    @Test
    void fillsAnEmptyDirectory() throws IOException {
        Path target = Files.createDirectory(directory.resolve("export"));
        AtomicFiles.writeDirectory(target, MARKER, temporary -> Files.writeString(temporary.resolve(MARKER), "one"));

        assertThat(target.resolve(MARKER)).hasContent("one");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
