package io.cornu.augmentation;

import static io.cornu.losses.Losses.categoricalCrossentropy;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.data.OneHot;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.TrainingPass;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mixing examples: inputs and targets by the same shares, which are distributed as they should be. */
class MixingTest {
    private static final int EXAMPLES = 4000;

    /** Example i is the number i in all places, and its target has a 1 at i modulo 2. */
    private static Array inputs(long... shape) {
        int size = (int) (shape[1] * shape[2] * shape[3]);
        float[] values = new float[EXAMPLES * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / size;
        }
        return Array.of(values, shape);
    }

    private static Array targets() {
        float[] values = new float[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            values[2 * i] = i;
            values[2 * i + 1] = 1;
        }
        return Array.of(values, EXAMPLES, 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.001, .2, 1, 3})
    void sharesOfMixUpAreBetaDistributedAndTheSameForTargets(double alpha) {
        // Every other example is 1 and the rest 0: where a 1 meets a 0, the share is what is left of it.
        float[] values = new float[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i += 2) {
            values[i] = 1;
        }
        Array x = Array.of(values, EXAMPLES, 1);
        List<Array> mixed = TrainingPass.examples(MixUp.of(alpha), x, x, 5);
        assertThat(mixed.get(1)).isEqualTo(mixed.get(0));
        int count = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            double value = mixed.get(0).at(i);
            assertThat(value).isBetween(0., 1.);
            double share = i % 2 == 0 ? value : 1 - value;
            if (alpha >= 1 && share == 1) {
                continue;
            }
            if (share != 1) {
                count++;
                sum += share;
                squares += (share - .5) * (share - .5);
            }
        }
        if (alpha >= 1) {
            // Half of all meet one of the other kind. Beta(a, a): mean 1/2, variance 1 / (4 (2 a + 1)), kurtosis below
            // 3.
            assertThat(count / (double) EXAMPLES).isCloseTo(.5, within(4 * Math.sqrt(.25 / EXAMPLES)));
            double variance = 1 / (4 * (2 * alpha + 1));
            assertThat(sum / count).isCloseTo(.5, within(4 * Math.sqrt(variance / count)));
            assertThat(squares / count).isCloseTo(variance, within(4 * variance * Math.sqrt(2. / count)));
        }
    }

    @Test
    void meanAndVarianceOfMixUpHoldForSmallAlpha() {
        // All meet one that is 0 or 1 with probability 1/2: E[x'] = 1/2, and
        // E[x'^2] = E[s^2] / 2 + E[(1 - s)^2] / 2 + 2 E[s (1 - s)] / 4 = E[s^2] + E[s (1 - s)] / 2.
        double alpha = .2;
        float[] values = new float[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i += 2) {
            values[i] = 1;
        }
        Array x = Array.of(values, EXAMPLES, 1);
        double[] mixed = TrainingPass.examples(MixUp.of(alpha), x, x, 5).get(0).toDoubles();
        double variance = 1 / (4 * (2 * alpha + 1));
        double second = variance + .25;
        double expected = second + (.5 - second) / 2;
        double mean = 0;
        double squares = 0;
        for (double value : mixed) {
            mean += value / EXAMPLES;
            squares += value * value / EXAMPLES;
        }
        assertThat(mean).isCloseTo(.5, within(4 * Math.sqrt(.25 / EXAMPLES)));
        assertThat(squares).isCloseTo(expected, within(4 * .5 / Math.sqrt(EXAMPLES)));
    }

    @Test
    void cutMixPastesOneRectangleAndMixesTargetsByItsArea() {
        Array x = inputs(EXAMPLES, 16, 12, 1);
        List<Array> mixed = TrainingPass.examples(CutMix.of(), x, targets(), 5);
        double areas = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            double other = i;
            int pasted = 0;
            for (int j = 0; j < 192; j++) {
                double value = mixed.get(0).at(192 * i + j);
                if (value != i) {
                    assertThat(pasted == 0 || value == other).isTrue();
                    other = value;
                    pasted++;
                }
            }
            double target = mixed.get(1).at(2 * i);
            assertThat(mixed.get(1).at(2 * i + 1)).isCloseTo(1, within(1e-5));
            if (pasted > 0 && other != i) {
                double area = (target - i) / (other - i);
                // The area in pixels differs from the exact one by less than a border.
                assertThat(area * 192).isCloseTo(pasted, within(16 + 12 + 1.));
                areas += area;
            }
        }
        // 1 - share is distributed alike below and above 1/2, and the variance is at most 1/4.
        assertThat(areas / EXAMPLES).isCloseTo(.5, within(4 * .5 / Math.sqrt(EXAMPLES) + .02));
    }

    @Test
    void fitLearnsFromMixedTargetsAndNeverValidatesThem() {
        Dataset data = Dataset.of(
                Array.of(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 4, 2),
                OneHot.of(2).apply(Array.of(new int[] {0, 1, 0, 1})));
        double[] plain = losses(Fit.epochs(3), data);
        double[] mixed = losses(Fit.epochs(3).withAugmentation(MixUp.of(1)), data);
        assertThat(mixed).isNotEqualTo(plain);
        assertThat(losses(Fit.epochs(3).withAugmentation(MixUp.of(1)), data)).isEqualTo(mixed);
    }

    private static double[] losses(Fit fit, Dataset data) {
        try (Model model = network(2).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), categoricalCrossentropy());
            double before = Objects.requireNonNull(compiled.evaluate(data).get("loss"));
            double[] losses = compiled.fit(data, fit).epochs().stream()
                    .mapToDouble(epoch -> epoch.get("loss"))
                    .toArray();
            try (Model again = network(2).build(Seed.of(1))) {
                // Evaluation sees examples as they are.
                assertThat(again.compile(SGD.of(.1), categoricalCrossentropy())
                                .evaluate(data)
                                .get("loss"))
                        .isEqualTo(before);
            }
            return losses;
        }
    }

    private static Sequential network(int inputs) {
        return Sequential.of(Input.of(inputs), Dense.of(2).withActivation(Activations.softmax()));
    }

    @Test
    void classNumbersAreRefusedWithTheFix() {
        Dataset data = Dataset.of(Array.of(new float[] {1, 0, 0, 1}, 2, 2), Array.of(new int[] {0, 1}));
        try (Model model = network(2).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), sparseCategoricalCrossentropy());
            assertThatThrownBy(() -> compiled.fit(data, Fit.epochs(1).withAugmentation(MixUp.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected one-hot or soft targets for MixUp")
                    .hasMessageContaining("OneHot.of(2).apply(data)")
                    .hasMessageContaining("categorical cross-entropy");
        }
    }

    @Test
    void cutMixRefusesWhatIsNoImage() {
        Dataset data = Dataset.of(
                Array.of(new float[] {1, 0, 0, 1}, 2, 2), OneHot.of(2).apply(Array.of(new int[] {0, 1})));
        try (Model model = network(2).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), categoricalCrossentropy());
            assertThatThrownBy(() -> compiled.fit(data, Fit.epochs(1).withAugmentation(CutMix.of())))
                    .hasMessageContaining("CutMix: expected a model with images as its only input")
                    .hasMessageContaining("Use MixUp");
        }
    }

    @Test
    void frozenNetworksStillAugment() {
        Sequential network = Sequential.of(
                Input.of(4, 4, 1),
                RandomBrightness.of(.5),
                Flatten.of(),
                Dense.of(1).named("dense"));
        Dataset data = Dataset.of(inputs(EXAMPLES, 4, 4, 1).rows(0, 8), Array.of(new float[8], 8, 1));
        double[] losses = new double[2];
        for (int i = 0; i < 2; i++) {
            try (Model model = network.build(Seed.of(1))) {
                if (i == 1) {
                    model.freeze(name -> !name.equals("dense"));
                }
                losses[i] = model.compile(SGD.of(1e-9), io.cornu.losses.Losses.meanSquaredError())
                        .fit(data, Fit.epochs(1))
                        .last()
                        .get("loss");
            }
        }
        assertThat(losses[1]).isEqualTo(losses[0]);
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> MixUp.of(0)).hasMessage("MixUp: alpha must be a finite number above 0, received 0.0.");
        assertThatThrownBy(() -> CutMix.of(1.5)).hasMessageContaining("CutMix: factor must lie within [0.0, 1.0]");
    }
}
