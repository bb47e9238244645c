package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files under {@code idx/} hold 0..5 (uint8) or -2..3, in shape (2, 3). */
class IdxFilesTest {
    private final Path folder;

    IdxFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"uint8", "int8", "int16", "int32", "float32", "float64"})
    void readsEveryTypePlainAndGzipped(String type) throws IOException {
        double first = type.equals("uint8") ? 0 : -2;
        for (String suffix : new String[] {".idx", ".idx.gz"}) {
            Path file = Fixtures.path("idx/" + type + suffix);
            for (Array array : new Array[] {IdxFiles.read(file), IdxFiles.read(Files.newInputStream(file), "stream")}) {
                assertThat(array).hasToString(type + "[2, 3]");
                assertThat(array.toDoubles())
                        .containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
            }
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        for (String name : new String[] {"idx/int16.idx", "idx/int16.idx.gz"}) {
            byte[] whole = Files.readAllBytes(Fixtures.path(name));
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                Path file = Files.write(folder.resolve("cut"), cut);
                assertThatThrownBy(() -> IdxFiles.read(file))
                        .as("%s, %d bytes", name, length)
                        .isInstanceOf(DataFileException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("offset");
                assertThatThrownBy(() -> IdxFiles.read(new ByteArrayInputStream(cut), "a stream"))
                        .isInstanceOf(DataFileException.class)
                        .hasMessageContaining("a stream");
            }
        }
    }

    @Test
    void refusesFlippedBitsInGzip() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.path("idx/int32.idx.gz"));
        // The last 8 bytes are the checksum and the size.
        bytes[bytes.length - 8] ^= 1;
        Path file = Files.write(folder.resolve("flipped.gz"), bytes);
        assertThatThrownBy(() -> IdxFiles.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("corrupt")
                .hasMessageContaining("offset 36");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0000080100000002 0102 03 | more bytes",
                "0001080100000002 0102 | IDX",
                "00000A0100000002 0102 | IDX",
                "00000809 | 9 at offset 3",
                "00000803 ffffffff ffffffff ffffffff | 2 GiB",
                "00000801 7fffffff 00 | 2 GiB",
                "00000801 10000000 00 | cut off",
                "89504e470d0a1a0a | IDX"
            })
    void refusesHeadersThatLie(String hex, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.idx"), HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatThrownBy(() -> IdxFiles.read(file))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void pairsImagesWithLabels() throws IOException {
        Path images = write("images", "00000803 00000002 00000001 00000002 01020304");
        Dataset dataset = IdxFiles.readLabeled(images, write("labels", "00000801 00000002 09ff"));
        Batch all = dataset.inMemory().orElseThrow();
        assertThat(all.inputs()).containsExactly(Array.of(new byte[] {1, 2, 3, 4}, 2, 1, 2, 1));
        assertThat(all.targets()).containsExactly(Array.of(new int[] {9, 255}));

        Path three = write("three", "00000801 00000003 010203");
        assertThatThrownBy(() -> IdxFiles.readLabeled(images, three))
                .hasMessageStartingWith(three.toString())
                .hasMessageContaining("expected 2 labels")
                .hasMessageContaining("received 3");
        assertThatThrownBy(() -> IdxFiles.readLabeled(three, three)).hasMessageContaining("(examples, height, width)");
    }

    private Path write(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
