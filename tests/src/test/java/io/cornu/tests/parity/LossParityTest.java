package io.cornu.tests.parity;

import static io.cornu.losses.Losses.*;
import static io.cornu.tests.parity.Draw.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.losses.Loss;
import io.cornu.losses.Reduction;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Every loss and option: the values of examples, and for every reduction, with and without weights and masks, the loss
 * and its gradient by the predictions are those of Keras.
 */
@NeedsPython
class LossParityTest {
    private static final double TOLERANCE = 1e-5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /**
     * A row of the table.
     *
     * @param name what is special about it
     * @param loss ours
     * @param keras Keras' class
     * @param config what that is made with
     * @param target random targets
     * @param targetShape their shape
     * @param prediction random predictions
     * @param shape their shape
     */
    record Case(
            String name,
            Loss loss,
            String keras,
            Map<String, Object> config,
            Draw target,
            long[] targetShape,
            Draw prediction,
            long[] shape) {
        @Override
        public String toString() {
            return keras + " " + name;
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        regression(cases);
        binary(cases);
        categorical(cases);
        sparse(cases);
        regions(cases);
        return cases.stream();
    }

    private static void regression(List<Case> cases) {
        for (long[] shape : new long[][] {{6, 3}, {6, 1}, {4, 3, 2}, {3, 2, 2, 3}}) {
            String rank = Shape.of(shape).toString();
            same(cases, rank, meanSquaredError(), "MeanSquaredError", Map.of(), REAL, REAL, shape);
            same(cases, rank, meanAbsoluteError(), "MeanAbsoluteError", Map.of(), REAL, REAL, shape);
            same(cases, rank, huber(), "Huber", Map.of(), REAL, REAL, shape);
            same(cases, rank, logCosh(), "LogCosh", Map.of(), REAL, REAL, shape);
            same(cases, rank, poisson(), "Poisson", Map.of(), COUNT, POSITIVE, shape);
            same(cases, rank, hinge(), "Hinge", Map.of(), SIGN, REAL, shape);
            same(cases, rank, squaredHinge(), "SquaredHinge", Map.of(), SIGN, REAL, shape);
        }
        long[] matrix = {6, 4};
        String msle = "MeanSquaredLogarithmicError";
        String mape = "MeanAbsolutePercentageError";
        same(cases, "", meanSquaredLogarithmicError(), msle, Map.of(), POSITIVE, POSITIVE, matrix);
        same(cases, "of negative numbers", meanSquaredLogarithmicError(), msle, Map.of(), REAL, REAL, matrix);
        same(cases, "rank 3", meanSquaredLogarithmicError(), msle, Map.of(), POSITIVE, POSITIVE, 3, 4, 2);
        same(cases, "", meanAbsolutePercentageError(), mape, Map.of(), POSITIVE, POSITIVE, matrix);
        same(cases, "of zeros", meanAbsolutePercentageError(), mape, Map.of(), COUNT, REAL, matrix);
        for (double delta : new double[] {.1, .5, 3}) {
            same(
                    cases,
                    "delta " + delta,
                    huber().withDelta(delta),
                    "Huber",
                    Map.of("delta", delta),
                    REAL,
                    REAL,
                    matrix);
        }
        same(cases, "of 0 and 1", hinge(), "Hinge", Map.of(), BINARY, REAL, matrix);
        same(cases, "of 0 and 1", squaredHinge(), "SquaredHinge", Map.of(), BINARY, REAL, matrix);
        same(cases, "of numbers", hinge(), "Hinge", Map.of(), REAL, REAL, matrix);
        same(cases, "", cosineSimilarity(), "CosineSimilarity", Map.of(), REAL, REAL, matrix);
        same(cases, "rank 3", cosineSimilarity(), "CosineSimilarity", Map.of(), REAL, REAL, 4, 3, 2);
        same(
                cases,
                "axis 1",
                cosineSimilarity().withAxis(1),
                "CosineSimilarity",
                Map.of("axis", 1),
                REAL,
                REAL,
                4,
                3,
                2);
        same(cases, "", klDivergence(), "KLDivergence", Map.of(), DISTRIBUTION, DISTRIBUTION, matrix);
        same(cases, "rank 3", klDivergence(), "KLDivergence", Map.of(), DISTRIBUTION, DISTRIBUTION, 3, 2, 4);
        same(cases, "one-hot", klDivergence(), "KLDivergence", Map.of(), ONE_HOT, DISTRIBUTION, matrix);
        same(cases, "", categoricalHinge(), "CategoricalHinge", Map.of(), ONE_HOT, REAL, matrix);
        same(cases, "rank 3", categoricalHinge(), "CategoricalHinge", Map.of(), ONE_HOT, REAL, 3, 2, 4);
    }

    private static void binary(List<Case> cases) {
        String bce = "BinaryCrossentropy";
        String focal = "BinaryFocalCrossentropy";
        for (long[] shape : new long[][] {{6, 3}, {6, 1}, {4, 3, 2}}) {
            String rank = Shape.of(shape).toString();
            same(cases, rank, binaryCrossentropy(), bce, Map.of(), BINARY, PROBABILITY, shape);
            same(
                    cases,
                    rank + " logits",
                    binaryCrossentropy().withFromLogits(true),
                    bce,
                    Map.of("from_logits", true),
                    BINARY,
                    REAL,
                    shape);
            same(cases, rank, binaryFocalCrossentropy(), focal, Map.of(), BINARY, PROBABILITY, shape);
        }
        long[] matrix = {6, 4};
        same(
                cases,
                "smooth",
                binaryCrossentropy().withLabelSmoothing(.2),
                bce,
                Map.of("label_smoothing", .2),
                BINARY,
                PROBABILITY,
                matrix);
        same(
                cases,
                "smooth logits",
                binaryCrossentropy().withLabelSmoothing(.3).withFromLogits(true),
                bce,
                Map.of("label_smoothing", .3, "from_logits", true),
                BINARY,
                REAL,
                matrix);
        same(cases, "axis 1", binaryCrossentropy().withAxis(1), bce, Map.of("axis", 1), BINARY, PROBABILITY, 4, 3, 2);
        same(
                cases,
                "balanced",
                binaryFocalCrossentropy().withApplyClassBalancing(true),
                focal,
                Map.of("apply_class_balancing", true),
                BINARY,
                PROBABILITY,
                matrix);
        same(
                cases,
                "balanced alpha .4 gamma 1 smooth",
                binaryFocalCrossentropy()
                        .withApplyClassBalancing(true)
                        .withAlpha(.4)
                        .withGamma(1)
                        .withLabelSmoothing(.1),
                focal,
                Map.of("apply_class_balancing", true, "alpha", .4, "gamma", 1., "label_smoothing", .1),
                BINARY,
                PROBABILITY,
                matrix);
        same(
                cases,
                "logits gamma .5",
                binaryFocalCrossentropy().withGamma(.5).withFromLogits(true),
                focal,
                Map.of("gamma", .5, "from_logits", true),
                BINARY,
                REAL,
                matrix);
        same(
                cases,
                "gamma 0",
                binaryFocalCrossentropy().withGamma(0),
                focal,
                Map.of("gamma", 0.),
                BINARY,
                PROBABILITY,
                matrix);
    }

    private static void categorical(List<Case> cases) {
        String cce = "CategoricalCrossentropy";
        String focal = "CategoricalFocalCrossentropy";
        for (long[] shape : new long[][] {{6, 4}, {3, 2, 4}, {2, 3, 2, 3}}) {
            String rank = Shape.of(shape).toString();
            same(cases, rank, categoricalCrossentropy(), cce, Map.of(), ONE_HOT, DISTRIBUTION, shape);
            same(
                    cases,
                    rank + " logits",
                    categoricalCrossentropy().withFromLogits(true),
                    cce,
                    Map.of("from_logits", true),
                    ONE_HOT,
                    REAL,
                    shape);
            same(cases, rank, categoricalFocalCrossentropy(), focal, Map.of(), ONE_HOT, DISTRIBUTION, shape);
        }
        long[] matrix = {6, 4};
        same(cases, "soft", categoricalCrossentropy(), cce, Map.of(), DISTRIBUTION, DISTRIBUTION, matrix);
        same(cases, "unnormalized", categoricalCrossentropy(), cce, Map.of(), ONE_HOT, PROBABILITY, matrix);
        same(
                cases,
                "smooth",
                categoricalCrossentropy().withLabelSmoothing(.2),
                cce,
                Map.of("label_smoothing", .2),
                ONE_HOT,
                DISTRIBUTION,
                matrix);
        for (boolean logits : new boolean[] {false, true}) {
            same(
                    cases,
                    "axis 1" + (logits ? " logits" : ""),
                    categoricalCrossentropy().withAxis(1).withFromLogits(logits).withLabelSmoothing(.1),
                    cce,
                    Map.of("axis", 1, "from_logits", logits, "label_smoothing", .1),
                    ONE_HOT_1,
                    logits ? REAL : DISTRIBUTION_1,
                    3,
                    4,
                    2);
            same(
                    cases,
                    "axis 1" + (logits ? " logits" : ""),
                    categoricalFocalCrossentropy().withAxis(1).withFromLogits(logits),
                    focal,
                    Map.of("axis", 1, "from_logits", logits),
                    ONE_HOT_1,
                    logits ? REAL : DISTRIBUTION_1,
                    3,
                    4,
                    2);
        }
        same(
                cases,
                "alpha .6 gamma 1 smooth logits",
                categoricalFocalCrossentropy()
                        .withAlpha(.6)
                        .withGamma(1)
                        .withFromLogits(true)
                        .withLabelSmoothing(.1),
                focal,
                Map.of("alpha", .6, "gamma", 1., "from_logits", true, "label_smoothing", .1),
                ONE_HOT,
                REAL,
                matrix);
        same(
                cases,
                "alpha by class",
                categoricalFocalCrossentropy().withAlpha(List.of(.1, .2, .3, .4)),
                focal,
                Map.of("alpha", List.of(.1, .2, .3, .4)),
                ONE_HOT,
                DISTRIBUTION,
                matrix);
    }

    private static void sparse(List<Case> cases) {
        String name = "SparseCategoricalCrossentropy";
        for (boolean logits : new boolean[] {false, true}) {
            Loss loss = sparseCategoricalCrossentropy().withFromLogits(logits);
            Map<String, Object> config = Map.of("from_logits", logits);
            Draw prediction = logits ? REAL : DISTRIBUTION;
            String text = logits ? "logits " : "";
            cases.add(row(text, loss, name, config, CLASS_3, prediction, new long[] {6}, 6, 3));
            cases.add(row(text + "column", loss, name, config, CLASS_3, prediction, new long[] {6, 1}, 6, 3));
            cases.add(row(text + "rank 3", loss, name, config, CLASS_3, prediction, new long[] {4, 3}, 4, 3, 3));
            cases.add(row(
                    text + "ignoring 255",
                    sparseCategoricalCrossentropy().withFromLogits(logits).withIgnoredClass(255),
                    name,
                    Map.of("from_logits", logits, "ignore_class", 255),
                    CLASS_3_OR_255,
                    prediction,
                    new long[] {4, 5},
                    4,
                    5,
                    3));
            cases.add(row(
                    text + "ignoring -1",
                    sparseCategoricalCrossentropy().withFromLogits(logits).withIgnoredClass(-1),
                    name,
                    Map.of("from_logits", logits, "ignore_class", -1),
                    CLASS_3_OR_NONE,
                    prediction,
                    new long[] {12},
                    12,
                    3));
        }
        cases.add(row(
                "ignoring a class",
                sparseCategoricalCrossentropy().withIgnoredClass(1),
                name,
                Map.of("ignore_class", 1),
                CLASS_3,
                DISTRIBUTION,
                new long[] {12, 1},
                12,
                3));
        for (double q : new double[] {.1, .5, .9}) {
            cases.add(row(
                    "q " + q,
                    categoricalGeneralizedCrossEntropy().withQ(q),
                    "CategoricalGeneralizedCrossEntropy",
                    Map.of("q", q),
                    CLASS_3,
                    DISTRIBUTION,
                    new long[] {6},
                    6,
                    3));
        }
        cases.add(row("", circle(), "Circle", Map.of(), CLASS_3, UNIT, new long[] {12}, 12, 5));
        cases.add(row("column", circle(), "Circle", Map.of(), CLASS_3, UNIT, new long[] {12, 1}, 12, 5));
        cases.add(row("rare classes", circle(), "Circle", Map.of(), CLASS_7, UNIT, new long[] {6}, 6, 4));
        cases.add(row(
                "gamma 2 margin .2 with diagonal",
                circle().withGamma(2).withMargin(.2).withRemoveDiagonal(false),
                "Circle",
                Map.of("gamma", 2., "margin", .2, "remove_diagonal", false),
                CLASS_3,
                UNIT,
                new long[] {8},
                8,
                4));
    }

    private static void regions(List<Case> cases) {
        for (List<Integer> axes :
                List.of(List.<Integer>of(), List.of(1, 2), List.of(1, 2, 3), List.of(-1), List.of(1))) {
            Map<String, Object> config = axes.isEmpty() ? Map.of() : Map.of("axis", axes);
            String text = "axis " + axes;
            same(cases, text, dice().withAxis(axes), "Dice", config, BINARY, PROBABILITY, 3, 4, 2, 2);
            Map<String, Object> more = new LinkedHashMap<>(config);
            more.put("alpha", .3);
            more.put("beta", .8);
            same(
                    cases,
                    text,
                    tversky().withAlpha(.3).withBeta(.8).withAxis(axes),
                    "Tversky",
                    more,
                    BINARY,
                    PROBABILITY,
                    3,
                    4,
                    2,
                    2);
        }
        same(cases, "rank 2", dice(), "Dice", Map.of(), BINARY, PROBABILITY, 6, 3);
        same(cases, "defaults", tversky(), "Tversky", Map.of(), BINARY, PROBABILITY, 6, 3);
    }

    private static void same(
            List<Case> cases,
            String name,
            Loss loss,
            String keras,
            Map<String, Object> config,
            Draw target,
            Draw prediction,
            long... shape) {
        cases.add(row(name, loss, keras, config, target, prediction, shape, shape));
    }

    private static Case row(
            String name,
            Loss loss,
            String keras,
            Map<String, Object> config,
            Draw target,
            Draw prediction,
            long[] targetShape,
            long... shape) {
        return new Case(name, loss, keras, config, target, targetShape, prediction, shape);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsKeras(Case row, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(row.toString().hashCode()).generator();
        Array target = row.target().array(random, row.targetShape());
        Array prediction = row.prediction().array(random, row.shape());
        row.loss().check(target.shape(), prediction.shape());
        try (Probe probe = new Probe(row.loss(), target, prediction)) {
            // Values for all examples together may still be weighed with those of the examples.
            long[] positions = probe.values.shape().numDimensions() == 0
                    ? new long[] {row.shape()[0]}
                    : probe.values.shape().asArray();
            Array weights = POSITIVE.array(random, positions);
            Array mask = BINARY.array(random, positions);
            Map<String, Array> arrays =
                    Map.of("target", target, "prediction", prediction, "weights", weights, "mask", mask);
            for (Map.Entry<String, Array> entry : arrays.entrySet()) {
                NumpyFiles.write(folder.resolve(entry.getKey() + ".npy"), entry.getValue());
            }
            JsonNode reply = python.call(
                    "losses_metrics", "loss_case", folder, Map.of("name", row.keras(), "config", row.config()));
            assertThat(row.loss().name()).isEqualTo(reply.get("name").asText());
            Map<String, Array> ours = probe.run(weights, mask);
            Map<String, Array> theirs = NumpyArchives.read(folder.resolve("loss.npz"));
            assertThat(ours.keySet()).containsAll(theirs.keySet());
            theirs.forEach((key, expected) -> {
                Array array = Objects.requireNonNull(ours.get(key));
                LayerParity.assertClose(row + " " + key, array, expected, TOLERANCE);
            });
        }
    }

    /** A loss in a session of its own. */
    private static final class Probe implements AutoCloseable {
        private final NativeSession session = new NativeSession(SessionOptions.defaults());
        private final Ops tf = session.tf();
        private final List<Array> fed = new ArrayList<>();
        private final List<Operand<?>> feeds = new ArrayList<>();
        private final Loss loss;
        private final Operand<TFloat32> target;
        private final Operand<TFloat32> prediction;
        private final Operand<TFloat32> values;
        private final Map<String, Operand<?>> outputs = new LinkedHashMap<>();

        Probe(Loss loss, Array target, Array prediction) {
            this.loss = loss;
            this.target = feed(target);
            this.prediction = feed(prediction);
            this.values = loss.values(tf, this.target, this.prediction);
        }

        Map<String, Array> run(Array weights, Array mask) {
            Optional<Operand<TFloat32>> given = Optional.of(feed(weights));
            Optional<Operand<TFloat32>> counted = Optional.of(feed(mask));
            Optional<Operand<TFloat32>> own = loss.mask(tf, target, values);
            Optional<Operand<TFloat32>> both = own.map(mine -> (Operand<TFloat32>) tf.math.mul(mine, counted.get()))
                    .or(() -> counted);
            outputs.put("values", values);
            add("plain", Optional.empty(), own);
            add("weights", given, own);
            add("mask", Optional.empty(), both);
            add("both", given, both);
            return run();
        }

        private void add(String variant, Optional<Operand<TFloat32>> weights, Optional<Operand<TFloat32>> mask) {
            for (Reduction reduction : Reduction.values()) {
                String key = reduction.name().toLowerCase(Locale.ROOT) + "." + variant;
                Operand<TFloat32> reduced = reduction.reduce(tf, values, weights, mask);
                outputs.put(key, reduced);
                Map<String, Operand<TFloat32>> gradients = session.gradients(reduced, Map.of("p", prediction));
                outputs.put(key + ".gradient", Objects.requireNonNull(gradients.get("p")));
            }
        }

        private Map<String, Array> run() {
            Program program = session.program(feeds, List.copyOf(outputs.values()), List.of());
            List<HostTensor> tensors = fed.stream().map(HostTensor::of).toList();
            try {
                List<Array> arrays = program.run(tensors);
                Map<String, Array> named = new LinkedHashMap<>();
                int i = 0;
                for (String key : outputs.keySet()) {
                    named.put(key, arrays.get(i++));
                }
                return named;
            } finally {
                tensors.forEach(HostTensor::close);
            }
        }

        @SuppressWarnings("unchecked")
        private Operand<TFloat32> feed(Array array) {
            Operand<? extends TType> placeholder = session.placeholder(DataType.FLOAT32, array.shape());
            fed.add(array);
            feeds.add(placeholder);
            return (Output<TFloat32>) (Output<? extends TType>) placeholder.asOutput();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
