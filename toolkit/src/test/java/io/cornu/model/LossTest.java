package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Golden;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.losses.BinaryCrossentropy;
import io.cornu.losses.CategoricalCrossentropy;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.losses.MeanSquaredError;
import io.cornu.losses.SparseCategoricalCrossentropy;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** What every loss promises: Keras' value for each example, and the gradient of it. See {@code losses.py}. */
class LossTest {
    private static final Map<String, List<Map<String, String>>> GOLDEN =
            Golden.byColumn(LossTest.class, "losses.csv", "case");

    private static final SparseCategoricalCrossentropy SPARSE = Losses.sparseCategoricalCrossentropy();
    private static final CategoricalCrossentropy CATEGORICAL = Losses.categoricalCrossentropy();
    private static final BinaryCrossentropy BINARY = Losses.binaryCrossentropy();
    private static final MeanSquaredError SQUARES = new MeanSquaredError();

    private static final Map<String, Loss> LOSSES = Map.ofEntries(
            Map.entry("sparse", SPARSE),
            Map.entry("sparse_column", SPARSE),
            Map.entry("sparse_logits", SPARSE.withFromLogits(true)),
            Map.entry("sparse_rank_3", SPARSE),
            Map.entry("sparse_logits_rank_3", SPARSE.withFromLogits(true)),
            Map.entry("sparse_sure", SPARSE),
            Map.entry("categorical", CATEGORICAL),
            Map.entry("categorical_unnormalized", CATEGORICAL),
            Map.entry("categorical_smooth", CATEGORICAL.withLabelSmoothing(0.2)),
            Map.entry("categorical_logits", CATEGORICAL.withFromLogits(true)),
            Map.entry(
                    "categorical_logits_smooth_rank_3",
                    CATEGORICAL.withFromLogits(true).withLabelSmoothing(0.1)),
            Map.entry("categorical_soft_targets", CATEGORICAL),
            Map.entry("categorical_sure", CATEGORICAL),
            Map.entry("binary", BINARY),
            Map.entry("binary_one", BINARY),
            Map.entry("binary_smooth", BINARY.withLabelSmoothing(0.3)),
            Map.entry("binary_logits", BINARY.withFromLogits(true)),
            Map.entry("binary_logits_smooth", BINARY.withFromLogits(true).withLabelSmoothing(0.1)),
            Map.entry("binary_rank_3", BINARY),
            Map.entry("binary_sure", BINARY),
            Map.entry("binary_logits_far", BINARY.withFromLogits(true)),
            Map.entry("mse", SQUARES),
            Map.entry("mse_rank_3", SQUARES));

    static Set<String> cases() {
        return GOLDEN.keySet();
    }

    @Test
    void everyCaseIsPlayed() {
        assertThat(LOSSES.keySet()).isEqualTo(GOLDEN.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndGradientsAreRight(String name) {
        Map<String, String> row = Objects.requireNonNull(GOLDEN.get(name)).get(0);
        Array targets = Numbers.array(row, "targets", "target_shape");
        Array predictions = Numbers.array(row, "predictions", "shape");
        Loss loss = Objects.requireNonNull(LOSSES.get(name));
        loss.check(targets.shape(), predictions.shape());
        try (Probe probe = new Probe(DataType.FLOAT64, loss, targets.shape(), predictions.shape(), false)) {
            Numbers.requireClose(name, probe.values.run(targets, predictions), Golden.numbers(row, "values"), 1e-10);
            // At 0 and 1 probabilities are cut off, and there is no slope to compare.
            if (!name.endsWith("_sure") && !name.endsWith("_far")) {
                requireGradient(probe, targets, predictions);
            }
            if (name.endsWith("_sure")) {
                // 1 - 1e-7 is another number in float32.
                return;
            }
            // Float32 takes other kernels.
            try (Probe single = new Probe(DataType.FLOAT32, loss, targets.shape(), predictions.shape(), false)) {
                Numbers.requireClose(
                        name, single.values.run(targets, predictions), Golden.numbers(row, "values"), 2e-6);
                Numbers.requireClose(
                        "float32 gradient of " + name,
                        single.gradient.run(targets, predictions),
                        probe.gradient.run(targets, predictions).toDoubles(),
                        2e-6);
            }
        }
    }

    /** A saturated softmax or sigmoid has a gradient of 0, and cross-entropy with it would never learn. */
    @ParameterizedTest
    @MethodSource("crossEntropies")
    void probabilitiesAreTracedBackToTheirLogits(DataType type, Loss loss) {
        Array logits = Array.of(new double[] {60, -60, -60, 60}, 2, 2);
        Array targets = loss instanceof SparseCategoricalCrossentropy
                ? Array.of(new double[] {1, 0}, 2)
                : Array.of(new double[] {0, 1, 1, 0}, 2, 2);
        try (Probe probe = new Probe(type, loss, targets.shape(), logits.shape(), true)) {
            // Softmax: 120 - log(1 + exp(-120)); sigmoid: the mean of 60 and 60. Both slopes are 1, or half of it each.
            boolean isBinary = loss instanceof BinaryCrossentropy;
            double value = isBinary ? 60 : 120;
            Numbers.requireClose("values", probe.values.run(targets, logits), new double[] {value, value}, 1e-12);
            double slope = isBinary ? 0.5 : 1;
            Numbers.requireClose(
                    "gradient",
                    probe.gradient.run(targets, logits),
                    new double[] {slope, -slope, -slope, slope},
                    1e-12);
        }
    }

    static Stream<Arguments> crossEntropies() {
        return Stream.of(SPARSE, CATEGORICAL, BINARY)
                .flatMap(loss -> Stream.of(Arguments.of(DataType.FLOAT32, loss), Arguments.of(DataType.FLOAT64, loss)));
    }

    private static void requireGradient(Probe probe, Array targets, Array predictions) {
        double[] gradient = probe.gradient.run(targets, predictions).toDoubles();
        Random random = new Random(5);
        for (int i = 0; i < 5; i++) {
            double[] direction = random.doubles(gradient.length, -1, 1).toArray();
            double slope = 0;
            for (int j = 0; j < direction.length; j++) {
                slope += direction[j] * gradient[j];
            }
            double step = 1e-6;
            double above = probe.sum(targets, moved(predictions, direction, step));
            double below = probe.sum(targets, moved(predictions, direction, -step));
            double expected = (above - below) / (2 * step);
            assertThat(slope).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
    }

    private static Array moved(Array start, double[] direction, double step) {
        double[] values = start.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        return Array.of(values, start.shape().asArray());
    }

    /** A loss in a session of its own. */
    private static final class Probe implements AutoCloseable {
        private final NativeSession session = new NativeSession(SessionOptions.defaults());
        private final Run values;
        private final Run gradient;

        /** What is fed targets and predictions, or logits if the predictions are made of them here. */
        private record Run(Program program, DataType type) {
            Array run(Array targets, Array predictions) {
                try (HostTensor target = HostTensor.of(targets.cast(type));
                        HostTensor prediction = HostTensor.of(predictions.cast(type))) {
                    return program.run(List.of(target, prediction)).get(0);
                }
            }
        }

        Probe(DataType type, Loss loss, Shape targetShape, Shape shape, boolean isSquashed) {
            Operand<? extends TType> target = session.placeholder(type, targetShape);
            Operand<? extends TType> given = session.placeholder(type, shape);
            List<Operand<?>> outputs = type == DataType.FLOAT64
                    ? Probe.<TFloat64>outputs(session, loss, typed(target), typed(given), isSquashed)
                    : Probe.<TFloat32>outputs(session, loss, typed(target), typed(given), isSquashed);
            List<Operand<?>> feeds = List.of(target, given);
            values = new Run(session.program(feeds, outputs.subList(0, 1), List.of()), type);
            gradient = new Run(session.program(feeds, outputs.subList(1, 2), List.of()), type);
        }

        /** The values and their gradient. */
        private static <T extends TFloating> List<Operand<?>> outputs(
                NativeSession session, Loss loss, Operand<T> target, Operand<T> given, boolean isSquashed) {
            Ops tf = session.tf();
            Operand<T> prediction = given;
            if (isSquashed) {
                prediction = loss instanceof BinaryCrossentropy ? tf.math.sigmoid(given) : tf.nn.softmax(given);
            }
            Operand<T> values = loss.values(tf, target, prediction);
            Map<String, Operand<T>> gradients =
                    session.gradients(GraphMath.sum(tf, values), Map.of("prediction", given));
            return List.of(values, Objects.requireNonNull(gradients.get("prediction")));
        }

        double sum(Array targets, Array predictions) {
            double sum = 0;
            for (double value : values.run(targets, predictions).toDoubles()) {
                sum += value;
            }
            return sum;
        }

        @SuppressWarnings("unchecked")
        private static <T extends TFloating> Operand<T> typed(Operand<? extends TType> placeholder) {
            return (Output<T>) (Output<? extends TType>) placeholder.asOutput();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
