package io.cornu.model;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.losses.Losses.binaryCrossentropy;
import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.metrics.BinaryAccuracy;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.optimizers.fullbatch.GeneticSearch;
import io.cornu.optimizers.fullbatch.LBFGS;
import io.cornu.optimizers.fullbatch.LocalRandomSearch;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits that look at all examples at once. */
class FullBatchTest {
    /** y = 2 a - 3 b + 1. */
    private static Dataset plane() {
        float[] inputs = new float[40];
        float[] targets = new float[20];
        for (int i = 0; i < 20; i++) {
            inputs[2 * i] = (float) Math.sin(i);
            inputs[2 * i + 1] = (float) Math.cos(3 * i);
            targets[i] = 2 * inputs[2 * i] - 3 * inputs[2 * i + 1] + 1;
        }
        return Dataset.of(Array.of(inputs, 20, 2), Array.of(targets, 20, 1));
    }

    private static Dataset exclusiveOr() {
        return Dataset.of(
                Array.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2), Array.of(new float[] {0, 1, 1, 0}, 4, 1));
    }

    private static Model linear() {
        return Sequential.of(Input.of(2), Dense.of(1).named("line")).build(Seed.of(7));
    }

    @Test
    void lbfgsFindsThePlaneAndEndsThere() {
        try (Model model = linear()) {
            History history = model.compile(SGD.of(.1), meanSquaredError())
                    .fit(plane(), Fit.epochs(200).withFullBatch(LBFGS.of()).withValidationData(plane()));
            double[] kernel = model.weights().get("line/kernel").toDoubles();
            assertThat(kernel[0]).isCloseTo(2, within(1e-3));
            assertThat(kernel[1]).isCloseTo(-3, within(1e-3));
            assertThat(model.weights().get("line/bias").at(0)).isCloseTo(1, within(1e-3));
            assertThat(history.epochs()).hasSizeLessThan(200);
            assertThat(history.stopReason()).contains("nothing more to gain");
            assertThat(history.last().get("loss")).isLessThan(1e-6);
            assertThat(history.last().get("val_loss")).isCloseTo(history.last().get("loss"), within(1e-9));
        }
    }

    @Test
    void lbfgsLearnsExclusiveOr() {
        Architecture net = Sequential.of(
                Input.of(2), Dense.of(6).withActivation(tanh()), Dense.of(1).withActivation(sigmoid()));
        try (Model model = net.build(Seed.of(3))) {
            History history = model.compile(SGD.of(.1), binaryCrossentropy(), BinaryAccuracy.of())
                    .fit(exclusiveOr(), Fit.epochs(100).withFullBatch(LBFGS.of()));
            assertThat(history.last().get("binary_accuracy")).isEqualTo(1);
            assertThat(history.last().get("loss")).isLessThan(.01);
        }
    }

    static List<FullBatchOptimizer> searches() {
        return List.of(LBFGS.of(), LocalRandomSearch.of(.2), GeneticSearch.of().withRange(3));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void lossFallsAndTheSameSeedGivesTheSameWeights(FullBatchOptimizer optimizer) {
        try (Model first = linear();
                Model second = linear()) {
            Fit fit = Fit.epochs(10).withFullBatch(optimizer);
            double start = Objects.requireNonNull(first.compile(SGD.of(.1), meanSquaredError())
                    .evaluate(plane())
                    .get("loss"));
            History history = first.compile(SGD.of(.1), meanSquaredError()).fit(plane(), fit);
            second.compile(SGD.of(.1), meanSquaredError()).fit(plane(), fit);
            double before = start;
            for (History.Epoch epoch : history.epochs()) {
                assertThat(epoch.get("loss")).isLessThanOrEqualTo(before);
                before = epoch.get("loss");
            }
            assertThat(before).isLessThan(start / 10);
            assertThat(second.weights()).isEqualTo(first.weights());
        }
    }

    @Test
    void gradientDescentStepsAlongTheMeanGradientOfAllExamples() {
        try (Model model = linear()) {
            model.setWeights(new Weights(Map.of(
                    "line/kernel", Array.of(new float[] {0, 0}, 2, 1), "line/bias", Array.of(new float[] {0}, 1))));
            Dataset two = Dataset.of(Array.of(new float[] {1, 0, 0, 2}, 2, 2), Array.of(new float[] {1, 2}, 2, 1));
            model.compile(SGD.of(.5), meanSquaredError()).fit(two, Fit.epochs(1).withFullBatch());
            // d/dw mean((y - wx)^2) at 0 = -2 mean(y x): (-1, -4), bias -3; times -0.5.
            assertThat(model.weights().get("line/kernel").toDoubles())
                    .containsExactly(new double[] {.5, 2}, within(1e-6));
            assertThat(model.weights().get("line/bias").at(0)).isCloseTo(1.5, within(1e-6));
        }
    }

    @Test
    void batchNormalizationMovesItsStatisticsOnceAnIteration() {
        Architecture net = Sequential.of(
                Input.of(2), BatchNormalization.of().withMomentum(0).named("norm"), Dense.of(1));
        try (Model model = net.build(Seed.of(1))) {
            model.compile(SGD.of(.1), meanSquaredError())
                    .fit(plane(), Fit.epochs(2).withFullBatch(LBFGS.of()));
            Array inputs = plane().inMemory().orElseThrow().inputs().get(0);
            double mean = 0;
            for (int i = 0; i < 20; i++) {
                mean += inputs.at(2 * i) / 20;
            }
            assertThat(model.weights().get("norm/moving_mean").at(0)).isCloseTo(mean, within(1e-6));
        }
    }

    @Test
    void whatCannotBeSearchedIsRefused() {
        Fit fit = Fit.epochs(2).withFullBatch(LBFGS.of());
        try (Model model = Sequential.of(Input.of(2), Dropout.of(.5).named("drop"), Dense.of(1))
                .build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), meanSquaredError());
            assertThatThrownBy(() -> compiled.fit(plane(), fit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Dropout 'drop'");
        }
        try (Model model = linear()) {
            model.freeze(name -> true);
            CompiledModel compiled = model.compile(SGD.of(.1), meanSquaredError());
            assertThatThrownBy(() -> compiled.fit(plane(), fit)).hasMessageContaining("Unfreeze");
        }
    }
}
