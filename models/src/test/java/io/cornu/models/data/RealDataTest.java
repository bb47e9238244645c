package io.cornu.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The official files, where they are: in {@code CORNU_DATA_DIR}, else in {@code shared/data} beside the repository.
 * Means and deviations are the published ones.
 */
class RealDataTest {
    private static final Downloads NOWHERE = Downloads.official()
            .withMirror("mnist", URI.create("http://localhost:9/"))
            .withMirror("fashion-mnist", URI.create("http://localhost:9/"))
            .withMirror("cifar-10", URI.create("http://localhost:9/"));

    private static CatalogData load(String set) throws IOException {
        String chosen = System.getenv().getOrDefault(DataDirectory.VARIABLE, "../../shared/data");
        assumeTrue(Files.isDirectory(Path.of(chosen, set)), () -> "no official " + set + " in " + chosen);
        return DataCatalog.load(set, DataDirectory.of(Path.of(chosen)), NOWHERE);
    }

    private static double[] meanAndDeviation(Array images, int channel, int channels) {
        ByteBuffer bytes = images.bytes();
        double count = images.size() / (double) channels;
        double sum = 0;
        double squares = 0;
        for (int i = channel; i < images.size(); i += channels) {
            double value = (bytes.get(i) & 0xff) / 255.0;
            sum += value;
            squares += value * value;
        }
        double mean = sum / count;
        return new double[] {mean, Math.sqrt(squares / count - mean * mean)};
    }

    private static Array images(Dataset dataset) {
        return dataset.inMemory().orElseThrow().inputs().get(0);
    }

    @Test
    void mnist() throws IOException {
        CatalogData data = load("mnist");
        assertThat(images(data.train())).hasToString("uint8[60000, 28, 28, 1]");
        assertThat(images(data.test())).hasToString("uint8[10000, 28, 28, 1]");
        double[] statistics = meanAndDeviation(images(data.train()), 0, 1);
        assertThat(statistics[0]).isCloseTo(0.1306604762738429, within(1e-9));
        assertThat(statistics[1]).isCloseTo(0.3081078038564622, within(1e-9));
        Batch first = data.train().slice(0, 5).inMemory().orElseThrow();
        assertThat(first.targets().get(0).toInts()).containsExactly(5, 0, 4, 1, 9);
    }

    @Test
    void fashionMnist() throws IOException {
        CatalogData data = load("fashion-mnist");
        double[] statistics = meanAndDeviation(images(data.train()), 0, 1);
        assertThat(statistics[0] * 255).isCloseTo(72.94035, within(1e-5));
        assertThat(statistics[1]).isCloseTo(0.3530242, within(1e-7));
        assertThat(data.test().size()).isEqualTo(10_000);
    }

    @Test
    void cifar10() throws IOException {
        CatalogData data = load("cifar-10");
        assertThat(images(data.test())).hasToString("uint8[10000, 32, 32, 3]");
        double[] means = {0.4942143, 0.4851314, 0.4504091};
        double[] deviations = {0.2466525, 0.2428923, 0.2615924};
        for (int channel = 0; channel < 3; channel++) {
            double[] statistics = meanAndDeviation(images(data.test()), channel, 3);
            assertThat(statistics[0]).isCloseTo(means[channel], within(1e-7));
            assertThat(statistics[1]).isCloseTo(deviations[channel], within(1e-7));
        }
        assertThat(data.train().size() % 10_000).isZero();
        assertThat(data.notes()).hasSize(data.train().size() == 50_000 ? 0 : 1);
    }
}
