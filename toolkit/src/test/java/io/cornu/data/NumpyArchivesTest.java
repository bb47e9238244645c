package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyArchivesTest {
    private static final Array X = Array.of(new float[] {0, 1, 2, 3, 4, 5}, 3, 2);
    private static final Array Y = Array.of(new long[] {2, 0, 1});

    private final Path folder;

    NumpyArchivesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored", "compressed"})
    void readsWhatNumPyWrote(String name) throws IOException {
        Map<String, Array> arrays = NumpyArchives.read(Fixtures.path("npz/" + name + ".npz"));
        assertThat(arrays).containsExactly(Map.entry("x", X), Map.entry("y", Y));
    }

    @Test
    void writesWhatItReads() throws IOException {
        Map<String, Array> arrays = new LinkedHashMap<>();
        arrays.put("y", Y);
        arrays.put("block/x", X);
        arrays.put("none", Array.of(new float[0], 0, 2));
        Path file = folder.resolve("a.npz");
        NumpyArchives.write(file, arrays);
        assertThat(NumpyArchives.read(file)).containsExactlyEntriesOf(arrays);
        byte[] first = Files.readAllBytes(file);
        NumpyArchives.write(file, arrays);
        assertThat(file).hasBinaryContent(first);
        assertThatThrownBy(() -> NumpyArchives.write(file, Map.of("../x", X)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.npy", "/x.npy", "a/../../x.npy", "a\\x.npy", "readme.txt", "folder/"})
    void refusesEntriesThatAreNoArrays(String name) throws IOException {
        Path file = zip(folder.resolve("bad.npz"), name, NumpyFiles.header(Y, "y"));
        assertThatThrownBy(() -> NumpyArchives.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(name);
    }

    @Test
    void refusesNamesThatOccurTwice() throws IOException {
        Path file = folder.resolve("twice.npz");
        Map<String, Array> arrays = new LinkedHashMap<>();
        arrays.put("x", Y);
        arrays.put("y", Y);
        NumpyArchives.write(file, arrays);
        replaceAll(file, "y.npy", "x.npy");
        assertThatThrownBy(() -> NumpyArchives.read(file)).hasMessageContaining("twice");
    }

    @Test
    void refusesWhatFailsItsChecksum() throws IOException {
        Path file = folder.resolve("flipped.npz");
        NumpyArchives.write(file, Map.of("y", Y));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int number = text.indexOf('\n', text.indexOf("shape")) + 1;
        bytes[number] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> NumpyArchives.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("y.npy")
                .hasMessageContaining("checksum");
    }

    @Test
    void refusesEveryTruncationAndOtherFiles() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path("npz/compressed.npz"));
        for (int length = 0; length < whole.length; length += 7) {
            Path file = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NumpyArchives.read(file)).isInstanceOf(DataFileException.class);
        }
        assertThatThrownBy(() -> NumpyArchives.read(folder.resolve("none.npz"))).hasMessageContaining("found none");
    }

    /** 512 MiB claimed by an entry of a few bytes: deflate packs at most 1032 to 1. */
    @Test
    void refusesSizesThatNoCompressionReaches() throws IOException {
        byte[] header = new NumpyHeader(DataType.FLOAT32, false, false, new long[] {1 << 27}).encode();
        Path file = zip(folder.resolve("bomb.npz"), "x.npy", header);
        assertThatThrownBy(() -> NumpyArchives.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("x.npy")
                .hasMessageContaining("536870912 bytes");
    }

    @Test
    void refusesMoreThanTheHeaderSays() throws IOException {
        byte[] header = NumpyFiles.header(Array.scalar(1f), "x");
        Path file = zip(folder.resolve("more.npz"), "x.npy", Arrays.copyOf(header, header.length + 5));
        assertThatThrownBy(() -> NumpyArchives.read(file)).hasMessageContaining("more bytes");
    }

    /** Two directory entries for one stretch of packed bytes. */
    @Test
    void refusesEntriesThatOverlap() throws IOException {
        Path file = folder.resolve("overlap.npz");
        NumpyArchives.write(file, Map.of("x", Array.of(new float[4096])));
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - 22;
        ByteBuffer tail = ByteBuffer.wrap(bytes, end, 22).slice().order(ByteOrder.LITTLE_ENDIAN);
        int directory = tail.getInt(16);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, end);
        byte[] second = Arrays.copyOfRange(bytes, directory, end);
        second[46] = 'y';
        out.write(second);
        tail.putShort(8, (short) 2).putShort(10, (short) 2).putInt(12, 2 * second.length);
        out.write(bytes, end, 22);
        Files.write(file, out.toByteArray());
        assertThatThrownBy(() -> NumpyArchives.read(file)).hasMessageContaining("overlap");
    }

    private static Path zip(Path file, String name, byte[] content) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private static void replaceAll(Path file, String from, String to) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }
}
