package io.cornu.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCatalogTest {
    private final Path folder;

    DataCatalogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Sums and counts computed by NumPy from the files in {@code shared/data/fashion-mnist-mini}. */
    @Test
    void bundlesFashionMnistMini() throws IOException {
        CatalogData data = DataCatalog.load("fashion-mnist-mini", DataDirectory.of(folder));
        Batch train = data.train().inMemory().orElseThrow();
        assertThat(train.inputs().get(0)).hasToString("uint8[10000, 28, 28, 1]");
        assertThat(train.targets().get(0)).hasToString("int32[10000]");
        assertThat(sum(train.inputs().get(0))).isEqualTo(572_388_787L);
        assertThat(train.targets().get(0).rows(0, 10).toInts()).containsExactly(9, 0, 0, 3, 0, 2, 7, 2, 5, 5);
        Batch test = data.test().inMemory().orElseThrow();
        assertThat(test.inputs().get(0)).hasToString("uint8[2000, 28, 28, 1]");
        assertThat(sum(test.inputs().get(0))).isEqualTo(114_763_281L);
        assertThat(test.targets().get(0).rows(0, 10).toInts()).containsExactly(9, 2, 1, 1, 6, 1, 4, 6, 5, 7);
        assertThat(data.train().classNames())
                .hasSize(10)
                .startsWith("T-shirt/top")
                .endsWith("Ankle boot");
        assertThat(data.notes()).isEmpty();
        try (InputStream licence = DataCatalog.class.getResourceAsStream("fashion-mnist-mini/LICENSE")) {
            assertThat(licence).isNotNull().asString(StandardCharsets.UTF_8).contains("MIT", "Zalando SE");
        }
    }

    private static long sum(Array array) {
        long sum = 0;
        for (int value : array.toInts()) {
            sum += value;
        }
        return sum;
    }

    @Test
    void suggestsTheNearestName() {
        assertThat(DataCatalog.names()).containsExactly("cifar-10", "fashion-mnist", "fashion-mnist-mini", "mnist");
        assertThatThrownBy(() -> DataCatalog.load("mnsit", DataDirectory.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mnsit'")
                .hasMessageContaining("Did you mean 'mnist'?");
    }

    @Test
    void saysHowToGoOnWithoutNetwork() {
        // Nothing listens on the discard port of this machine.
        Downloads nowhere = Downloads.official()
                .withMirror("mnist", URI.create("http://localhost:9/"))
                .withMirror("cifar-10", URI.create("http://localhost:9/"));
        for (String set : new String[] {"mnist", "cifar-10"}) {
            assertThatThrownBy(() -> DataCatalog.load(set, DataDirectory.of(folder), nowhere))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("could not be downloaded from http://localhost:9/")
                    .hasMessageContaining(folder.resolve(set).toString())
                    .hasMessageContaining("CORNU_DATA_DIR");
            assertThat(folder.resolve(set)).doesNotExist();
        }
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        assertThatThrownBy(() -> DataCatalog.load("mnist", DataDirectory.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a-file")
                .hasMessageContaining("CORNU_DATA_DIR");
    }

    @Test
    void namesTheCorruptFile() throws IOException {
        Path images = Files.createDirectories(folder.resolve("mnist")).resolve("train-images-idx3-ubyte.gz");
        Files.write(images, new byte[] {0x1f, (byte) 0x8b, 8});
        Files.write(folder.resolve("mnist/train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 0});
        assertThatThrownBy(() -> DataCatalog.load("mnist", DataDirectory.of(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(images.toString());
    }
}
