package io.cornu.model;

import static io.cornu.losses.Losses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.layers.Activation;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.losses.Loss;
import io.cornu.losses.Reduction;
import io.cornu.metrics.AUC;
import io.cornu.metrics.FBetaScore.Average;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metrics;
import io.cornu.model.Compilation.Output;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAny;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** What the engine makes of losses, metrics, weights, masks and penalties: numbers of Keras' own tests, or arithmetic. */
class ObjectiveTest {
    private static final Array TARGETS = Array.of(new double[] {1, 9, 2, -5, -2, 6}, 2, 3);
    private static final Array PREDICTIONS = Array.of(new double[] {4, 8, 12, 8, 1, 3}, 2, 3);
    private static final Array REGIONS = Array.of(new double[] {1, 2, 1, 2}, 2, 2);
    private static final Array GUESSED = Array.of(new double[] {4, 1, 6, 1}, 2, 2);

    /** Numbers that keras/src/losses/losses_test.py of Keras 3.15.1 states. */
    static List<Arguments> published() {
        Array hingeTargets = Array.of(new double[] {0, 1, 0, 0}, 2, 2);
        Array hinged = Array.of(new double[] {.6, .4, .4, .6}, 2, 2);
        Array classes = Array.of(new double[] {0, 1, 0, 1});
        Array shares = Array.of(new double[] {.7, .3, .2, .8, .6, .4, .4, .6}, 4, 2);
        double powers = (Math.sqrt(.7) + Math.sqrt(.8) + 2 * Math.sqrt(.6)) / 4;
        return List.of(
                Arguments.of(meanSquaredError(), TARGETS, PREDICTIONS, new double[0], 49.5),
                Arguments.of(meanSquaredError(), TARGETS, PREDICTIONS, new double[] {1.2, 3.4}, 767.8 / 6),
                Arguments.of(
                        meanSquaredError().withReduction(Reduction.SUM),
                        TARGETS,
                        PREDICTIONS,
                        new double[] {2.3, 2.3},
                        227.69998),
                Arguments.of(
                        meanSquaredError().withReduction(Reduction.MEAN_WITH_SAMPLE_WEIGHT),
                        TARGETS,
                        PREDICTIONS,
                        new double[] {1.2, 3.4},
                        (110 / 3. * 1.2 + 187 / 3. * 3.4) / (1.2 + 3.4)),
                Arguments.of(meanAbsoluteError(), TARGETS, PREDICTIONS, new double[0], 5.5),
                Arguments.of(meanAbsoluteError(), TARGETS, PREDICTIONS, new double[] {1.2, 3.4}, 81.4 / 6),
                Arguments.of(hinge(), hingeTargets, hinged, new double[0], 1.3),
                Arguments.of(hinge().withReduction(Reduction.SUM), hingeTargets, hinged, new double[0], 2.6),
                Arguments.of(dice(), REGIONS, GUESSED, new double[0], -0.55555546),
                Arguments.of(tversky(), REGIONS, GUESSED, new double[0], -0.55555546),
                Arguments.of(tversky().withAlpha(.2).withBeta(.8), REGIONS, GUESSED, new double[0], -0.29629636),
                Arguments.of(categoricalGeneralizedCrossEntropy(), classes, shares, new double[0], 2 - 2 * powers));
    }

    @ParameterizedTest
    @MethodSource("published")
    void lossesHaveTheNumbersOfKerasTests(
            Loss loss, Array targets, Array predictions, double[] weights, double expected) {
        Optional<Array> given = weights.length == 0 ? Optional.empty() : Optional.of(Array.of(weights));
        assertThat(evaluated(Output.of(loss), predictions, targets, given).get("loss"))
                .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
    }

    /** IoU of both classes is 1 / 3 in iou_metrics_test.py; the F1 scores follow from 1, 0 and 1 mistakes. */
    @Test
    void metricsHaveTheNumbersOfKerasTests() {
        Array targets = Array.of(new double[] {0, 0, 1, 1}, 4, 1);
        Array predictions = Array.of(new double[] {0, 1, 0, 1}, 4, 1);
        assertThat(metrics(predictions, targets, Metrics.iou(2, 0, 1)).get("io_u"))
                .isCloseTo(1 / 3., within(1e-6));
        assertThat(metrics(predictions, targets, Metrics.meanIoU(2)).get("mean_io_u"))
                .isCloseTo(1 / 3., within(1e-6));
    }

    /** Where class numbers lie on another axis than the last, which Keras' own result cannot: 2 of 3 right. */
    @Test
    void overlapTakesClassesFromAnyAxis() {
        Array targets = Array.of(new double[] {0, 1, 1}, 1, 3);
        Array predictions = Array.of(new double[] {.9, .8, .3, .1, .2, .7}, 1, 2, 3);
        Metric metric = Metrics.meanIoU(2).withSparsePredictions(false).withAxis(1);
        // Class 0: 1 of 2; class 1: 1 of 2.
        assertThat(metrics(predictions, targets, metric).get("mean_io_u")).isCloseTo(.5, within(1e-6));
    }

    /** Three classes: rows are the truth. */
    @Test
    void confusionMatrixCountsPairs() {
        Array targets = Array.of(new double[] {0, 1, 2, 2, 1});
        Array predictions = Array.of(new double[] {.8, .1, .1, .2, .7, .1, .6, .2, .2, .1, .1, .8, .1, .3, .6}, 5, 3);
        Dataset data = Dataset.of(
                new Batch(List.of(predictions), List.of(targets), Optional.of(Array.of(new double[] {1, 1, 1, 1, 2}))));
        Metric matrix = Metrics.confusionMatrix(3);
        Output asked = new Output(new Nothing(), 1, List.of(matrix), List.of(matrix));
        try (Model model = identity(Shape.of(3)).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(new Compilation(SGD.of(.1), List.of(asked)));
            Map<String, Array> arrays = compiled.evaluateInFull(data, 2);
            assertThat(full(arrays, "confusion_matrix").shape()).isEqualTo(Shape.of(3, 3));
            assertThat(full(arrays, "confusion_matrix").toDoubles()).containsExactly(1, 0, 0, 0, 1, 1, 1, 0, 1);
            assertThat(full(arrays, "weighted_confusion_matrix").toDoubles())
                    .containsExactly(1, 0, 0, 0, 1, 2, 1, 0, 1);
            assertThat(compiled.evaluate(data, 2).get("confusion_matrix")).isEqualTo(.6);
        }
    }

    /**
     * Confidences .9 and .95 (right, right), .6 (wrong), .55 (right) in bins of a half to .75 and above: the error is
     * (|2 - 1.85| + |1 - 1.15|) / 4. Brier: .01 + .01, .0025 * 2, .36 * 2, .2025 * 2.
     */
    @Test
    void calibrationIsThatOfGuoAndBrier() {
        Array predictions = Array.of(new double[] {.9, .1, .05, .95, .6, .4, .45, .55}, 4, 2);
        Array targets = Array.of(new double[] {0, 1, 1, 1});
        Map<String, Double> classes =
                metrics(predictions, targets, Metrics.expectedCalibrationError().withBins(4), Metrics.brierScore());
        assertThat(classes.get("expected_calibration_error")).isCloseTo((.15 + .15) / 4, within(1e-6));
        double brier = (.02 + .005 + .72 + .405) / 4;
        assertThat(classes.get("brier_score")).isCloseTo(brier, within(1e-6));
        Array hot = Array.of(new double[] {1, 0, 0, 1, 0, 1, 0, 1}, 4, 2);
        assertThat(metrics(predictions, hot, Metrics.expectedCalibrationError().withBins(4), Metrics.brierScore()))
                .isEqualTo(classes);

        Array yes = Array.of(new double[] {.1, .95, .4, .55}, 4, 1);
        Map<String, Double> binary =
                metrics(yes, targets, Metrics.expectedCalibrationError().withBins(4), Metrics.brierScore());
        assertThat(binary.get("expected_calibration_error")).isCloseTo((.15 + .15) / 4, within(1e-6));
        assertThat(binary.get("brier_score")).isCloseTo(brier / 2, within(1e-6));
    }

    @Test
    void scoresOfEachClassAreReadInFull() {
        Array targets = Array.of(new double[] {1, 0, 0, 1, 0, 1}, 3, 2);
        Array predictions = Array.of(new double[] {.9, .1, .8, .2, .6, .4}, 3, 2);
        // Class 0: one right, two wrong, so 2 (1/3) 1 / (1/3 + 1); class 1: two missed.
        Metric score = Metrics.f1Score();
        try (Model model = identity(Shape.of(2)).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(
                    SGD.of(.1), new Nothing(), score, Metrics.f1Score().withAverage(Average.MICRO));
            Map<String, Array> arrays = compiled.evaluateInFull(Dataset.of(predictions, targets), 2);
            assertThat(full(arrays, "f1_score").toDoubles())
                    .usingComparatorWithPrecision(1e-6)
                    .containsExactly(.5, 0);
            // 1 right, 2 wrong, 2 missed.
            assertThat(full(arrays, "f1_score_1").shape()).isEqualTo(Shape.scalar());
            assertThat(full(arrays, "f1_score_1").at(0)).isCloseTo(1 / 3., within(1e-6));
        }
    }

    /** Positions of zeros do not count: what is left are differences of 1 and 3, then 2. */
    @Test
    void masksLeavePositionsOut() {
        Array x = Array.of(new double[] {1, 0, 3, 0, 0, 2}, 2, 3, 1);
        Array zeros = Array.of(new double[6], 2, 3, 1);
        Map<String, Double> values = masked(meanAbsoluteError(), x, zeros, Optional.empty());
        // Keras: sum / size * (positions / positions that count) = 6 / 3.
        assertThat(values.get("loss")).isCloseTo(2, within(1e-6));
        assertThat(values.get("mean_absolute_error")).isCloseTo(2, within(1e-6));
        assertThat(masked(meanAbsoluteError().withReduction(Reduction.SUM), x, zeros, Optional.empty())
                        .get("loss"))
                .isCloseTo(6, within(1e-6));
        Map<String, Double> weighted =
                masked(meanAbsoluteError(), x, zeros, Optional.of(Array.of(new double[] {2, .5})));
        assertThat(weighted.get("loss")).isCloseTo((2 * 4 + .5 * 2) / 3, within(1e-6));
        assertThat(weighted.get("mean_absolute_error")).isCloseTo(2, within(1e-6));
        assertThat(weighted.get("weighted_mean_absolute_error")).isCloseTo(9 / 4.5, within(1e-6));
        // Targets without the last axis.
        assertThat(masked(meanAbsoluteError(), x, Array.of(new double[6], 2, 3), Optional.empty()))
                .isEqualTo(values);
    }

    @Test
    void penaltiesOfLayersAreAdded() {
        Array x = Array.of(new double[] {1, 2, 3}, 3, 1);
        try (Model model = Sequential.of(Input.of(1), new Charging()).build(Seed.of(1))) {
            Map<String, Double> values =
                    model.compile(SGD.of(.1), meanSquaredError()).evaluate(Dataset.of(x, x), 3);
            assertThat(values.get("loss")).isCloseTo(.25, within(1e-6));
        }
    }

    @Test
    void ignoredClassesMayLieOutside() {
        Loss loss = sparseCategoricalCrossentropy().withIgnoredClass(255);
        Array targets = Array.of(new int[] {0, 255, 1, 255});
        Array predictions = Array.of(new double[] {.5, .5, .9, .1, .75, .25, 0, 1}, 4, 2);
        double expected = -(Math.log(.5) + Math.log(.25)) / 2;
        assertThat(evaluated(Output.of(loss), predictions, targets, Optional.empty())
                        .get("loss"))
                .isCloseTo(expected, within(1e-6));
        Array outside = Array.of(new int[] {0, 255, 2, 255});
        assertThatThrownBy(() -> evaluated(Output.of(loss), predictions, outside, Optional.empty()))
                .hasMessageContaining("from 0 to 1, received 2 in example 2");
    }

    @Test
    void sumsOverTheBatchTakeNoWeights() {
        Loss batchDice = dice().withAxis(0);
        assertThat(evaluated(Output.of(batchDice), GUESSED, REGIONS, Optional.empty())
                        .get("loss"))
                .isFinite();
        assertThatThrownBy(() ->
                        evaluated(Output.of(batchDice), GUESSED, REGIONS, Optional.of(Array.of(new double[] {1, 2}))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dice")
                .hasMessageContaining("Train without weights");
    }

    @Test
    void metricsRefuseShapesBeforeAnythingRuns() {
        Array targets = Array.of(new double[8], 4, 2);
        Array predictions = Array.of(new double[12], 4, 3);
        for (Metric metric : List.of(Metrics.precision(), AUC.of(), Metrics.f1Score(), Metrics.meanSquaredError())) {
            assertThatThrownBy(() -> metrics(predictions, targets, metric))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(metric.name())
                    .hasMessageContaining("(None, 2)");
        }
    }

    private static Array full(Map<String, Array> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private static Map<String, Double> metrics(Array predictions, Array targets, Metric... metrics) {
        return evaluated(Output.of(new Nothing(), metrics), predictions, targets, Optional.empty());
    }

    private static Map<String, Double> evaluated(
            Output asked, Array predictions, Array targets, Optional<Array> weights) {
        Dataset data = Dataset.of(new Batch(List.of(predictions), List.of(targets), weights));
        Shape example = predictions.shape().takeLast(predictions.shape().numDimensions() - 1);
        try (Model model = identity(example).build(Seed.of(1))) {
            return model.compile(new Compilation(SGD.of(.1), List.of(asked))).evaluate(data, 32);
        }
    }

    private static Map<String, Double> masked(Loss loss, Array x, Array targets, Optional<Array> weights) {
        Dataset data = Dataset.of(new Batch(List.of(x), List.of(targets), weights));
        List<Metric> metrics = List.of(Metrics.meanAbsoluteError());
        Output asked = new Output(loss, 1, metrics, weights.isPresent() ? metrics : List.of());
        try (Model model = Sequential.of(Input.of(3, 1), new Marking()).build(Seed.of(1))) {
            return model.compile(new Compilation(SGD.of(.1), List.of(asked))).evaluate(data, 2);
        }
    }

    private static Architecture identity(Shape example) {
        return Sequential.of(Input.of(example.asArray()), Activation.of(Activations.linear()));
    }

    /** Goes with any targets. */
    private record Nothing() implements Loss {
        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            return tf.zerosLike(prediction);
        }
    }

    /** Positions of nothing but zeros do not count. */
    private record Marking() implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().identity(call.input());
        }

        @Override
        public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
            Ops tf = call.tf();
            return Optional.of(tf.reduceAny(
                    tf.math.notEqual(call.input(), call.constant(0)), tf.constant(-1), ReduceAny.keepDims(false)));
        }
    }

    /** Costs a quarter, whatever comes. */
    private record Charging() implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            call.penalize(call.constant(.25));
            return call.tf().identity(call.input());
        }
    }
}
