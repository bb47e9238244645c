package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with bytes changed, cut out or doubled are read or refused, and nothing else happens. */
class HostileFilesTest {
    private static final int ROUNDS = 150;

    private final Path folder;
    private final Random random = new Random(7);

    HostileFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npy/cube_big_f.npy",
                "npy/version3.npy",
                "npz/stored.npz",
                "npz/compressed.npz",
                "idx/float64.idx",
                "idx/int16.idx.gz",
                "images/cat/rgb.png",
                "images/eel/palette.png",
                "images/cat/smooth.JPG"
            })
    void readsOrRefuses(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.path(name));
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = change(whole);
            try {
                read(name, changed);
            } catch (IOException clear) {
                refused++;
                assertThat(clear.getMessage())
                        .as("round %d", round)
                        .contains("hostile")
                        .doesNotContain("\n");
            } catch (RuntimeException other) {
                fail("round " + round + " of " + name, other);
            }
        }
        assertThat(refused).isPositive();
    }

    private void read(String name, byte[] content) throws IOException {
        String suffix = name.substring(name.lastIndexOf('.'));
        Path classFolder = Files.createDirectories(folder.resolve("class"));
        Path file = Files.write(classFolder.resolve("hostile" + suffix), content);
        switch (suffix) {
            case ".npy" -> NumpyFiles.read(file);
            case ".npz" -> NumpyArchives.read(file);
            case ".idx", ".gz" -> IdxFiles.read(file);
            default -> ImageFolder.of(folder).read();
        }
    }

    private byte[] change(byte[] whole) {
        byte[] changed = whole.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(4)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt(256);
                case 2 -> changed[at] = (byte) 0xff;
                default -> changed = random.nextBoolean() ? cut(changed, at) : doubled(changed, at);
            }
        }
        return changed;
    }

    private byte[] cut(byte[] bytes, int at) {
        int count = Math.min(bytes.length - 1, at + 1 + random.nextInt(8)) - at;
        if (count <= 0) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - count);
        System.arraycopy(bytes, at + count, shorter, at, shorter.length - at);
        return shorter;
    }

    private static byte[] doubled(byte[] bytes, int at) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
    }

    @Test
    void readsOrRefusesTables() throws IOException {
        byte[] whole = "a,b,\"y, z\"\r\n1,2.5,\"x\"\n-3,4e5,\"x\"\"y\"\n".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < ROUNDS; round++) {
            Path file = Files.write(folder.resolve("hostile.csv"), change(whole));
            try {
                CsvFile.of(file).read();
            } catch (IOException clear) {
                assertThat(clear.getMessage()).contains("hostile.csv");
            } catch (RuntimeException other) {
                fail("round " + round, other);
            }
        }
    }
}
