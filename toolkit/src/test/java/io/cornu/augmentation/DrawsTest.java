package io.cornu.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.layers.Layer;
import io.cornu.layers.Phase;
import io.cornu.model.TrainingPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That what is drawn is distributed as Keras' documentation and code say, within four standard deviations. */
class DrawsTest {
    private static final int IMAGES = 2000;

    static List<Layer> layers() {
        return List.of(
                RandomFlip.of(),
                RandomTranslation.of(.3, .3),
                RandomRotation.of(.2),
                RandomZoom.of(.4),
                RandomShear.of(.5, .5),
                RandomContrast.of(.9),
                RandomBrightness.of(.4),
                RandomHue.of(.8),
                RandomSaturation.of(.8),
                RandomErasing.of(),
                RandomGaussianBlur.of(),
                RandomGrayscale.of(),
                RandomInvert.of(),
                RandomPosterization.of(6),
                RandomSharpness.of(1),
                RandomColorDegeneration.of(1),
                Solarization.of(.5, .5),
                RandomPerspective.of(),
                RandomColorJitter.of().withBrightnessFactor(Range.around(.3)),
                RandAugment.of().withFactor(Range.upTo(.9)).withNumOps(4),
                AugMix.of().withNumChains(1).withChainDepth(2).withFactor(Range.upTo(.9)),
                RandomCrop.of(5, 4),
                Pipeline.of(RandomFlip.of(), RandomBrightness.of(.3)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void stepsAndSeedsDifferAndRepeatAndOtherPhasesDrawNothing(Layer layer) {
        Array x = pixels(16, 7, 6, 3);
        Array first = TrainingPass.output(layer, Phase.TRAINING, x, 1, 1);
        assertThat(TrainingPass.output(layer, Phase.TRAINING, x, 1, 1)).isEqualTo(first);
        List<Array> others = new ArrayList<>();
        for (int step = 2; step < 8; step++) {
            others.add(TrainingPass.output(layer, Phase.TRAINING, x, 1, step));
        }
        assertThat(others).anyMatch(other -> !other.equals(first));
        others.clear();
        for (int seed = 2; seed < 8; seed++) {
            others.add(TrainingPass.output(layer, Phase.TRAINING, x, seed, 1));
        }
        assertThat(others).anyMatch(other -> !other.equals(first));
        Array inference = TrainingPass.output(layer, Phase.INFERENCE, x, 1, 1);
        assertThat(TrainingPass.output(layer, Phase.MONTE_CARLO, x, 2, 9)).isEqualTo(inference);
        if (!(layer instanceof RandomCrop)) {
            assertThat(inference).isEqualTo(x);
        }
        for (double value : first.toDoubles()) {
            assertThat(value).isFinite();
        }
    }

    @Test
    void halfOfAllImagesAreFlippedInBothDirectionsByOneCoin() {
        // Pixels 1 2 / 3 4 become 4 3 / 2 1.
        float[] values = new float[4 * IMAGES];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 4 + 1;
        }
        double[] out = run(RandomFlip.of(), Array.of(values, IMAGES, 2, 2, 1)).toDoubles();
        int flipped = 0;
        for (int i = 0; i < out.length; i += 4) {
            double[] image = Arrays.copyOfRange(out, i, i + 4);
            boolean isFlipped = image[0] == 4;
            assertThat(image).containsExactly(isFlipped ? new double[] {4, 3, 2, 1} : new double[] {1, 2, 3, 4});
            flipped += isFlipped ? 1 : 0;
        }
        requireRate(flipped, .5);
    }

    @Test
    void brightnessIsUniform() {
        // 100 + 255 U(-0.2, 0.3).
        double[] drawn = firstPixels(RandomBrightness.of(Range.of(-.2, .3)), constant(100, 2, 2, 1), 4);
        requireUniform(Arrays.stream(drawn).map(value -> (value - 100) / 255).toArray(), -.2, .3);
    }

    @Test
    void contrastIsUniform() {
        // The mean of 100 and 120 is 110: 110 -+ 10 U(0.8, 1.5).
        float[] values = new float[2 * IMAGES];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 100 : 120;
        }
        double[] drawn = firstPixels(RandomContrast.of(Range.of(.2, .5)), Array.of(values, IMAGES, 1, 2, 1), 2);
        requireUniform(Arrays.stream(drawn).map(value -> (110 - value) / 10).toArray(), .8, 1.5);
    }

    @Test
    void translationIsUniform() {
        // A ramp of slope 1 moved by 20 U(-0.1, 0.3) to the right: the middle pixel falls by as much.
        float[] values = new float[20 * IMAGES];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 20;
        }
        double[] out = run(
                        RandomTranslation.of(Range.exactly(0), Range.of(-.1, .3)), Array.of(values, IMAGES, 1, 20, 1))
                .toDoubles();
        double[] drawn = new double[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            drawn[i] = (10 - out[20 * i + 10]) / 20;
        }
        requireUniform(drawn, -.1, .3);
    }

    @Test
    void invertAndGrayscaleAndErasingHaveTheirRates() {
        Array colors = constant(100, 1, 1, 3);
        requireRate(changed(RandomInvert.of(Range.exactly(.3)), constant(10, 1, 1, 1), 1), .3);
        // The probability is itself drawn from 0 to 1.
        requireRate(changed(RandomInvert.of(), constant(10, 1, 1, 1), 1), .5);
        requireRate(changed(RandomErasing.of(.6).withScale(Range.exactly(1)).withFillValue(0), colors, 3), .3);
        float[] red = new float[3 * IMAGES];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = 200;
        }
        requireRate(changed(RandomGrayscale.of(.2), Array.of(red, IMAGES, 1, 1, 3), 3), .2);
    }

    @Test
    void erasedRectanglesHaveTheSidesOfTheirScaleAndAreInsideAnywhere() {
        Array x = constant(1, 20, 20, 1);
        double[] out = run(
                        RandomErasing.of()
                                .withFactor(Range.exactly(1))
                                .withScale(Range.exactly(.25))
                                .withFillValue(0),
                        x)
                .toDoubles();
        double rows = 0;
        for (int i = 0; i < IMAGES; i++) {
            int top = 20;
            int bottom = -1;
            int erased = 0;
            for (int j = 0; j < 400; j++) {
                if (out[400 * i + j] == 0) {
                    top = Math.min(top, j / 20);
                    bottom = Math.max(bottom, j / 20);
                    erased++;
                }
            }
            // sqrt(0.25) of 20: ten pixels each way, whatever the fraction of the place.
            assertThat(bottom - top).isEqualTo(9);
            assertThat(erased).isEqualTo(100);
            rows += top;
        }
        // The first row is the ceiling of U(0, 10): the mean of 1 to 10.
        assertThat(rows / IMAGES).isCloseTo(5.5, within(4 * Math.sqrt(99. / 12 / IMAGES)));
    }

    @Test
    void posterizationKeepsOneToThreeBitsAsOften() {
        double[] drawn = firstPixels(RandomPosterization.of(4), constant(255, 1, 1, 1), 1);
        for (double highest : new double[] {128, 192, 224}) {
            requireRate(
                    (int) Arrays.stream(drawn).filter(value -> value == highest).count(), 1 / 3.);
        }
    }

    @Test
    void cropsStartAnywhereInside() {
        float[] values = new float[100];
        for (int i = 0; i < 100; i++) {
            values[i] = i;
        }
        Array x = Array.of(values, 1, 10, 10, 1);
        int[] rows = new int[8];
        int steps = 400;
        for (int step = 0; step < steps; step++) {
            double[] out = TrainingPass.output(RandomCrop.of(3, 3), Phase.TRAINING, x, 1, step)
                    .toDoubles();
            int first = (int) out[0];
            assertThat(out[8] - out[0]).isEqualTo(22);
            rows[first / 10]++;
        }
        for (int count : rows) {
            assertThat(count / (double) steps).isCloseTo(1 / 8., within(4 * Math.sqrt(7 / 64. / steps)));
        }
    }

    private static int changed(Layer layer, Array x, int size) {
        double[] out = run(layer, x).toDoubles();
        int changed = 0;
        for (int i = 0; i < IMAGES; i++) {
            boolean isSame = true;
            for (int j = 0; j < size; j++) {
                isSame &= out[i * size + j] == x.at(i * size + j);
            }
            changed += isSame ? 0 : 1;
        }
        return changed;
    }

    private static void requireRate(int count, double rate) {
        assertThat(count / (double) IMAGES).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / IMAGES)));
    }

    private static void requireUniform(double[] drawn, double low, double high) {
        double width = high - low;
        double mean = Arrays.stream(drawn).average().orElseThrow();
        assertThat(mean).isCloseTo((low + high) / 2, within(4 * width / Math.sqrt(12. * drawn.length)));
        double variance = Arrays.stream(drawn)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / drawn.length;
        // The variance of squares of uniform numbers is width^4 / 180.
        assertThat(variance).isCloseTo(width * width / 12, within(4 * width * width / Math.sqrt(180. * drawn.length)));
        assertThat(Arrays.stream(drawn).min().orElseThrow()).isGreaterThanOrEqualTo(low - 1e-4);
        assertThat(Arrays.stream(drawn).max().orElseThrow()).isLessThanOrEqualTo(high + 1e-4);
    }

    private static double[] firstPixels(Layer layer, Array x, int size) {
        double[] out = run(layer, x).toDoubles();
        double[] first = new double[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            first[i] = out[i * size];
        }
        return first;
    }

    private static Array run(Layer layer, Array x) {
        return TrainingPass.output(layer, Phase.TRAINING, x, 3, 1);
    }

    private static Array constant(float value, int height, int width, int channels) {
        float[] values = new float[IMAGES * height * width * channels];
        Arrays.fill(values, value);
        return Array.of(values, IMAGES, height, width, channels);
    }

    private static Array pixels(int images, int height, int width, int channels) {
        float[] values = new float[images * height * width * channels];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.floorMod(i * 7919, 251);
        }
        return Array.of(values, images, height, width, channels);
    }
}
