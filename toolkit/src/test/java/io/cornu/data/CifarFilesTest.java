package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
    private final Path folder;

    CifarFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Pixel p of record r: red p mod 251, green r, blue 255. */
    private static byte[] records(int... labels) {
        byte[] bytes = new byte[labels.length * 3073];
        for (int r = 0; r < labels.length; r++) {
            bytes[r * 3073] = (byte) labels[r];
            for (int p = 0; p < 1024; p++) {
                bytes[r * 3073 + 1 + p] = (byte) (p % 251);
                bytes[r * 3073 + 1 + 1024 + p] = (byte) r;
                bytes[r * 3073 + 1 + 2048 + p] = (byte) 255;
            }
        }
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void putsChannelsLast() throws IOException {
        Path plain = Files.write(folder.resolve("a.bin"), records(3, 9));
        Path packed = Files.write(folder.resolve("b.bin.gz"), gzip(records(0)));
        Batch all = CifarFiles.read(plain, packed).inMemory().orElseThrow();
        assertThat(all.targets()).containsExactly(Array.of(new int[] {3, 9, 0}));
        Array images = all.inputs().get(0);
        assertThat(images).hasToString("uint8[3, 32, 32, 3]");
        // Example 1, row 8, column 5: pixel 261 = 10 (mod 251).
        int at = ((32 + 8) * 32 + 5) * 3;
        assertThat(images.at(at)).isEqualTo(10);
        assertThat(images.at(at + 1)).isEqualTo(1);
        assertThat(images.at(at + 2)).isEqualTo(255);
        assertThat(CifarFiles.read(new ByteArrayInputStream(gzip(records(7))), "s")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void refusesOtherContent() throws IOException {
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(records(1, 2), 3073 + 3072));
        assertThatThrownBy(() -> CifarFiles.read(cut))
                .isInstanceOf(DataFileException.class)
                .hasMessageStartingWith(cut + ": ")
                .hasMessageContaining("offset 3073")
                .hasMessageContaining("3072");
        Path label = Files.write(folder.resolve("label.bin"), records(1, 10));
        assertThatThrownBy(() -> CifarFiles.read(label))
                .hasMessageContaining("label from 0 to 9 at offset 3073")
                .hasMessageContaining("10");
        Path negative = Files.write(folder.resolve("negative.bin"), records(255));
        assertThatThrownBy(() -> CifarFiles.read(negative)).hasMessageContaining("255");
        Path empty = Files.write(folder.resolve("empty.bin"), new byte[0]);
        assertThatThrownBy(() -> CifarFiles.read(empty)).hasMessageContaining("empty");
        byte[] packed = gzip(records(1, 2));
        Path half = Files.write(folder.resolve("half.gz"), Arrays.copyOf(packed, packed.length / 2));
        assertThatThrownBy(() -> CifarFiles.read(half))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("half.gz");
    }
}
