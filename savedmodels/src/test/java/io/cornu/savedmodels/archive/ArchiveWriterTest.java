package io.cornu.savedmodels.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's two zip readers, which share no code with the writer, say what was written. */
class ArchiveWriterTest {
    private final Path directory;

    ArchiveWriterTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesWhatTheJdkReads() throws IOException {
        Path file = directory.resolve("model.keras");
        byte[] config = "{\"name\":\"Gr\u00fc\u00dfe\"}".getBytes(UTF_8);
        LocalDateTime time = LocalDateTime.of(2026, 11, 22, 13, 14, 16);
        ArchiveWriter.write(
                file,
                time,
                List.of(ArchiveContent.of("config.json", config), ArchiveContent.of("assets/\u65e5", new byte[0])));

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(Collections.list(zip.entries()).stream().map(ZipEntry::getName))
                    .containsExactly("config.json", "assets/\u65e5");
            ZipEntry entry = zip.getEntry("config.json");
            assertThat(zip.getInputStream(entry)).hasBinaryContent(config);
            assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(entry.getTimeLocal()).isEqualTo(time);
        }
        try (ZipInputStream stream = new ZipInputStream(Files.newInputStream(file))) {
            assertThat(stream.getNextEntry()).hasToString("config.json");
            assertThat(stream.readAllBytes()).isEqualTo(config);
            assertThat(stream.getNextEntry()).hasToString("assets/\u65e5");
            assertThat(stream.getNextEntry()).isNull();
        }
        try (ArchiveReader archive = ArchiveReader.open(file)) {
            assertThat(archive.bytes("config.json", 100)).isEqualTo(config);
        }
    }

    @Test
    void repeatsItself() throws IOException {
        List<ArchiveContent> contents = List.of(ArchiveContent.of("a", new byte[] {1, 2, 3}));
        ArchiveWriter.write(directory.resolve("one"), contents);
        ArchiveWriter.write(directory.resolve("two"), contents);

        assertThat(directory.resolve("one")).hasSameBinaryContentAs(directory.resolve("two"));
    }

    @Test
    void writesMoreEntriesThanThePlainFormCounts() throws IOException {
        List<ArchiveContent> contents = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            contents.add(ArchiveContent.of("e" + i, new byte[] {(byte) i}));
        }
        Path file = directory.resolve("many.zip");
        ArchiveWriter.write(file, contents);

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
            assertThat(zip.getInputStream(zip.getEntry("e69999"))).hasBinaryContent(new byte[] {(byte) 69999});
        }
        try (ArchiveReader archive =
                ArchiveReader.open(file, ReadLimits.defaults().withMaxEntries(70_000))) {
            assertThat(archive.bytes("e69999", 1)).containsExactly((byte) 69999);
        }
    }

    @Test
    void keepsTheOldArchiveWhenAContentFails() throws IOException {
        Path file = Files.writeString(directory.resolve("model.keras"), "old");

        assertThatThrownBy(() -> ArchiveWriter.write(file, List.of(ArchiveContent.of("a", content(5, 4)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a: expected 5 bytes of content, received 4");
        assertThat(file).hasContent("old");
        assertThat(directory).isDirectoryContaining(file::equals);
        try (var children = Files.list(directory)) {
            assertThat(children).hasSize(1);
        }
    }

    @Test
    void refusesNamesAndTimesThatAnArchiveCannotTell() {
        for (String name : List.of("../a", "/a", "a\\b", "C:a", "a/", "", "a\0")) {
            assertThatThrownBy(() -> ArchiveContent.of(name, new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a plain relative name");
        }
        ArchiveContent content = ArchiveContent.of("a", new byte[0]);
        assertThatThrownBy(() -> ArchiveWriter.write(directory.resolve("x"), List.of(content, content)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' twice");
        LocalDateTime early = LocalDateTime.of(1979, 12, 31, 23, 59);
        assertThatThrownBy(() -> ArchiveWriter.write(directory.resolve("x"), early, List.of(content)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1980");
        assertThat(directory).isEmptyDirectory();
    }

    private static StreamedContent content(long size, int written) {
        return new StreamedContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void writeTo(WritableByteChannel channel) throws IOException {
                channel.write(ByteBuffer.allocate(written));
            }
        };
    }
}
