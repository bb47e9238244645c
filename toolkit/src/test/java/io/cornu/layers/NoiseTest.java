package io.cornu.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** What random layers draw, by its distribution: within four standard deviations. */
class NoiseTest {
    private static final int MANY = 40_000;

    static Stream<Layer> layers() {
        return Stream.of(
                Dropout.of(.3),
                AlphaDropout.of(.3),
                GaussianDropout.of(.3),
                GaussianNoise.of(.3),
                RandomizedLeakyReLU.of());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void seedsRepeatSamplesDifferAndInferenceDrawsNothing(Layer layer) {
        Array ones = filled(-1, 200);
        assertThat(layer.isStochastic()).isTrue();
        float[] first = sample(layer, ones, 1, 0);
        assertThat(sample(layer, ones, 1, 0)).isEqualTo(first);
        assertThat(sample(layer, ones, 1, 1)).isNotEqualTo(first);
        assertThat(sample(layer, ones, 2, 0)).isNotEqualTo(first);
        try (Model model = network(layer, ones).build(Seed.of(1))) {
            assertThat(new HashSet<>(boxed(model.predict(ones).toFloats()))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {.1, .5, .8})
    void gaussianDropoutHasTheVarianceOfDropout(double rate) {
        double variance = rate / (1 - rate);
        requireNormal(sample(GaussianDropout.of(rate), filled(1, MANY), 1, 0), 1, variance);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.1, 1})
    void gaussianNoiseHasItsDeviation(double deviation) {
        requireNormal(sample(GaussianNoise.of(deviation), filled(3, MANY), 1, 0), 3, deviation * deviation);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.1, .5, .9})
    void alphaDropoutKeepsMeanAndVariance(double rate) {
        Random random = new Random(5);
        float[] normal = new float[MANY];
        for (int i = 0; i < MANY; i++) {
            normal[i] = (float) random.nextGaussian();
        }
        float[] values = sample(AlphaDropout.of(rate), Array.of(normal, 1, MANY), 1, 0);
        assertThat(mean(values)).isCloseTo(0, within(4 / Math.sqrt(MANY)));
        // The fourth moment is at most that of mostly two values, below 1 / (rate (1 - rate)).
        assertThat(variance(values)).isCloseTo(1, within(4 * Math.sqrt(1 / (rate * (1 - rate)) / MANY)));
        // What is dropped is one value, as often as the rate says.
        double a = 1 / Math.sqrt((1 - rate) * (1 + rate * 1.7580993408473766 * 1.7580993408473766));
        double low = -a * 1.7580993408473766 * (1 - rate);
        assertThat(share(values, low)).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / MANY)));
    }

    @Test
    void randomizedSlopesAreUniform() {
        float[] slopes = sample(RandomizedLeakyReLU.of(.1, .5), filled(-1, MANY), 1, 0);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = -slopes[i];
            assertThat(slopes[i]).isBetween(.1f, .5f);
        }
        assertThat(mean(slopes)).isCloseTo(.3, within(4 * .4 / Math.sqrt(12.0 * MANY)));
        // Of a uniform distribution of width w: variance w^2 / 12, fourth central moment w^4 / 80.
        assertThat(variance(slopes)).isCloseTo(.16 / 12, within(4 * .16 * Math.sqrt((1 / 80.0 - 1 / 144.0) / MANY)));
        assertThat(sample(RandomizedLeakyReLU.of(.1, .5), filled(2, 10), 1, 0)).containsOnly(2);
        try (Model model =
                network(RandomizedLeakyReLU.of(.1, .5), filled(-1, 3)).build(Seed.of(1))) {
            assertThat(model.predict(filled(-1, 3)).at(0)).isCloseTo(-.3, within(1e-7));
        }
    }

    @Test
    void noiseIsSharedAlongAxesOfSizeOne() {
        Array ones = shaped(50, 20, 30);
        float[] rows = sample(Dropout.of(.5).withNoiseShape(-1, 1, -1), ones, 1, 0);
        float[] batch = sample(Dropout.of(.5).withNoiseShape(1, -1, -1), ones, 1, 0);
        float[] alpha = sample(AlphaDropout.of(.5).withNoiseShape(-1, 1, -1), ones, 1, 0);
        for (int example = 0; example < 50; example++) {
            for (int step = 0; step < 20; step++) {
                for (int i = 0; i < 30; i++) {
                    int here = (example * 20 + step) * 30 + i;
                    assertThat(rows[here]).isEqualTo(rows[example * 600 + i]);
                    assertThat(alpha[here]).isEqualTo(alpha[example * 600 + i]);
                    assertThat(batch[here]).isEqualTo(batch[step * 30 + i]);
                }
            }
        }
        // 1,500 draws for the rows, 600 for the whole batch.
        assertThat(share(rows, 0)).isCloseTo(.5, within(4 * .5 / Math.sqrt(1500)));
        assertThat(share(batch, 0)).isCloseTo(.5, within(4 * .5 / Math.sqrt(600)));
    }

    @Test
    void spatialDropoutDropsWholeChannels() {
        requireWholeChannels(SpatialDropout1D.of(.5), shaped(100, 6, 40), 40, false);
        requireWholeChannels(SpatialDropout2D.of(.5), shaped(100, 3, 2, 40), 40, false);
        requireWholeChannels(SpatialDropout3D.of(.5), shaped(100, 3, 2, 1, 40), 40, false);
        DataFormat first = DataFormat.CHANNELS_FIRST;
        requireWholeChannels(SpatialDropout2D.of(.5).withDataFormat(first), shaped(100, 40, 3, 2), 40, true);
        requireWholeChannels(SpatialDropout3D.of(.5).withDataFormat(first), shaped(100, 40, 3, 2, 1), 40, true);
    }

    private static void requireWholeChannels(Layer layer, Array ones, int channels, boolean isFirst) {
        float[] values = sample(layer, ones, 1, 0);
        int positions = values.length / 100 / channels;
        int dropped = 0;
        for (int example = 0; example < 100; example++) {
            for (int channel = 0; channel < channels; channel++) {
                Set<Float> seen = new HashSet<>();
                for (int position = 0; position < positions; position++) {
                    int inExample = isFirst ? channel * positions + position : position * channels + channel;
                    seen.add(values[example * positions * channels + inExample]);
                }
                assertThat(seen).hasSize(1);
                dropped += seen.contains(0f) ? 1 : 0;
            }
        }
        assertThat(dropped / 4000.0).isCloseTo(.5, within(4 * .5 / Math.sqrt(4000)));
    }

    @Test
    void aRateOfOneDropsAll() {
        assertThat(sample(Dropout.of(1), filled(3, 10), 1, 0)).containsOnly(0);
        assertThat(sample(SpatialDropout1D.of(1), shaped(2, 3, 4), 1, 0)).containsOnly(0);
    }

    /** Standard error of a mean sqrt(v / n), of the variance of normal numbers v sqrt(2 / n). */
    private static void requireNormal(float[] values, double mean, double variance) {
        assertThat(mean(values)).isCloseTo(mean, within(4 * Math.sqrt(variance / values.length)));
        assertThat(variance(values)).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / values.length)));
    }

    private static float[] sample(Layer layer, Array x, long seed, long number) {
        try (Model model = network(layer, x).build(Seed.of(seed))) {
            return model.predictMonteCarlo(Dataset.ofInputs(x), (int) x.shape().get(0), number)
                    .get(0)
                    .toFloats();
        }
    }

    private static Sequential network(Layer layer, Array x) {
        Shape example = x.shape().takeLast(x.shape().numDimensions() - 1);
        return Sequential.of(Input.of(example.asArray()), layer);
    }

    private static Array filled(float value, int size) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return Array.of(values, 1, size);
    }

    private static Array shaped(long... sizes) {
        float[] values = new float[(int) Shape.of(sizes).size()];
        Arrays.fill(values, 1);
        return Array.of(values, sizes);
    }

    private static List<Float> boxed(float[] values) {
        return Stream.iterate(0, i -> i < values.length, i -> i + 1)
                .map(i -> values[i])
                .toList();
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    private static double share(float[] values, double wanted) {
        int count = 0;
        for (float value : values) {
            count += Math.abs(value - wanted) < 1e-5 ? 1 : 0;
        }
        return count / (double) values.length;
    }
}
