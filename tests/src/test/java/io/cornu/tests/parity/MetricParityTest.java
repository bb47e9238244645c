package io.cornu.tests.parity;

import static io.cornu.metrics.Metrics.*;
import static io.cornu.tests.parity.Draw.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyArchives;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Activation;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.AUC;
import io.cornu.metrics.FBetaScore;
import io.cornu.metrics.LossMetric;
import io.cornu.metrics.Metric;
import io.cornu.metrics.R2Score;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every metric and option, under its name, over five batches of which the last is short, with and without weights:
 * the result is that of Keras.
 */
@NeedsPython
class MetricParityTest {
    /** Keras sums in float32, ours in float64. */
    private static final double TOLERANCE = 1e-6;

    private static final int EXAMPLES = 37;
    private static final int BATCH = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /**
     * A row of the table.
     *
     * @param name what is special about it
     * @param metric ours
     * @param keras Keras' class
     * @param config what that is made with
     * @param target random targets
     * @param targetShape the shape of one
     * @param prediction random predictions
     * @param shape the shape of one
     */
    record Case(
            String name,
            Metric metric,
            String keras,
            Map<String, ? extends @Nullable Object> config,
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
        accuracies(cases);
        means(cases);
        counts(cases);
        curves(cases);
        scores(cases);
        return cases.stream();
    }

    private static void accuracies(List<Case> cases) {
        add(cases, "", exactAccuracy(), "Accuracy", Map.of(), CLASS_3, shape(4), CLASS_3, shape(4));
        add(cases, "one output", exactAccuracy(), "Accuracy", Map.of(), CLASS_3, shape(), CLASS_3, shape(1));
        add(cases, "rank 2", binaryAccuracy(), "BinaryAccuracy", Map.of(), BINARY, shape(4), PROBABILITY, shape(4));
        add(
                cases,
                "rank 3",
                binaryAccuracy(),
                "BinaryAccuracy",
                Map.of(),
                BINARY,
                shape(3, 2),
                PROBABILITY,
                shape(3, 2));
        add(
                cases,
                "threshold .3",
                binaryAccuracy().withThreshold(.3),
                "BinaryAccuracy",
                Map.of("threshold", 0.3),
                BINARY,
                shape(1),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "flat targets",
                binaryAccuracy(),
                "BinaryAccuracy",
                Map.of(),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "",
                categoricalAccuracy(),
                "CategoricalAccuracy",
                Map.of(),
                ONE_HOT,
                shape(4),
                DISTRIBUTION,
                shape(4));
        add(
                cases,
                "rank 3",
                categoricalAccuracy(),
                "CategoricalAccuracy",
                Map.of(),
                ONE_HOT,
                shape(3, 4),
                DISTRIBUTION,
                shape(3, 4));
        add(
                cases,
                "",
                sparseCategoricalAccuracy(),
                "SparseCategoricalAccuracy",
                Map.of(),
                CLASS_3,
                shape(),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "column",
                sparseCategoricalAccuracy(),
                "SparseCategoricalAccuracy",
                Map.of(),
                CLASS_3,
                shape(1),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "rank 3",
                sparseCategoricalAccuracy(),
                "SparseCategoricalAccuracy",
                Map.of(),
                CLASS_3,
                shape(4),
                DISTRIBUTION,
                shape(4, 3));
        add(
                cases,
                "",
                topKCategoricalAccuracy(),
                "TopKCategoricalAccuracy",
                Map.of(),
                ONE_HOT,
                shape(8),
                DISTRIBUTION,
                shape(8));
        add(
                cases,
                "k 2",
                topKCategoricalAccuracy().withK(2),
                "TopKCategoricalAccuracy",
                Map.of("k", 2),
                ONE_HOT,
                shape(8),
                DISTRIBUTION,
                shape(8));
        add(
                cases,
                "k 2 rank 3",
                topKCategoricalAccuracy().withK(2),
                "TopKCategoricalAccuracy",
                Map.of("k", 2),
                ONE_HOT,
                shape(3, 6),
                DISTRIBUTION,
                shape(3, 6));
        add(
                cases,
                "ties",
                topKCategoricalAccuracy().withK(2),
                "TopKCategoricalAccuracy",
                Map.of("k", 2),
                ONE_HOT,
                shape(6),
                EIGHTHS,
                shape(6));
        add(
                cases,
                "",
                sparseTopKCategoricalAccuracy(),
                "SparseTopKCategoricalAccuracy",
                Map.of(),
                CLASS_7,
                shape(),
                DISTRIBUTION,
                shape(8));
        add(
                cases,
                "k 2 rank 3",
                sparseTopKCategoricalAccuracy().withK(2),
                "SparseTopKCategoricalAccuracy",
                Map.of("k", 2),
                CLASS_7,
                shape(3),
                DISTRIBUTION,
                shape(3, 7));
        add(
                cases,
                "sorted",
                sparseTopKCategoricalAccuracy().withK(2).withFromSortedIds(true),
                "SparseTopKCategoricalAccuracy",
                Map.of("k", 2, "from_sorted_ids", true),
                CLASS_7,
                shape(),
                CLASS_7,
                shape(6));
    }

    private static void means(List<Case> cases) {
        add(cases, "", meanSquaredError(), "MeanSquaredError", Map.of(), REAL, shape(3), REAL, shape(3));
        add(cases, "rank 3", meanSquaredError(), "MeanSquaredError", Map.of(), REAL, shape(2, 3), REAL, shape(2, 3));
        add(cases, "flat targets", meanSquaredError(), "MeanSquaredError", Map.of(), REAL, shape(), REAL, shape(1));
        add(cases, "", meanAbsoluteError(), "MeanAbsoluteError", Map.of(), REAL, shape(3), REAL, shape(3));
        add(cases, "rank 3", meanAbsoluteError(), "MeanAbsoluteError", Map.of(), REAL, shape(2, 3), REAL, shape(2, 3));
        add(cases, "flat targets", meanAbsoluteError(), "MeanAbsoluteError", Map.of(), REAL, shape(), REAL, shape(1));
        add(cases, "", logCoshError(), "LogCoshError", Map.of(), REAL, shape(3), REAL, shape(3));
        add(cases, "rank 3", logCoshError(), "LogCoshError", Map.of(), REAL, shape(2, 3), REAL, shape(2, 3));
        add(cases, "flat targets", logCoshError(), "LogCoshError", Map.of(), REAL, shape(), REAL, shape(1));
        add(cases, "", rootMeanSquaredError(), "RootMeanSquaredError", Map.of(), REAL, shape(3), REAL, shape(3));
        add(
                cases,
                "rank 3",
                rootMeanSquaredError(),
                "RootMeanSquaredError",
                Map.of(),
                REAL,
                shape(2, 3),
                REAL,
                shape(2, 3));
        add(
                cases,
                "flat targets",
                rootMeanSquaredError(),
                "RootMeanSquaredError",
                Map.of(),
                REAL,
                shape(),
                REAL,
                shape(1));
        add(cases, "", cosineSimilarity(), "CosineSimilarity", Map.of(), REAL, shape(3), REAL, shape(3));
        add(cases, "rank 3", cosineSimilarity(), "CosineSimilarity", Map.of(), REAL, shape(2, 3), REAL, shape(2, 3));
        add(cases, "", hinge(), "Hinge", Map.of(), SIGN, shape(3), REAL, shape(3));
        add(cases, "rank 3", hinge(), "Hinge", Map.of(), SIGN, shape(2, 3), REAL, shape(2, 3));
        add(cases, "", squaredHinge(), "SquaredHinge", Map.of(), SIGN, shape(3), REAL, shape(3));
        add(cases, "rank 3", squaredHinge(), "SquaredHinge", Map.of(), SIGN, shape(2, 3), REAL, shape(2, 3));
        add(
                cases,
                "axis 1",
                cosineSimilarity().withAxis(1),
                "CosineSimilarity",
                Map.of("axis", 1),
                REAL,
                shape(2, 3),
                REAL,
                shape(2, 3));
        add(
                cases,
                "",
                meanAbsolutePercentageError(),
                "MeanAbsolutePercentageError",
                Map.of(),
                POSITIVE,
                shape(3),
                POSITIVE,
                shape(3));
        add(
                cases,
                "",
                meanSquaredLogarithmicError(),
                "MeanSquaredLogarithmicError",
                Map.of(),
                POSITIVE,
                shape(3),
                POSITIVE,
                shape(3));
        add(cases, "", klDivergence(), "KLDivergence", Map.of(), DISTRIBUTION, shape(3), DISTRIBUTION, shape(3));
        add(cases, "", poisson(), "Poisson", Map.of(), COUNT, shape(3), POSITIVE, shape(3));
        add(cases, "", categoricalHinge(), "CategoricalHinge", Map.of(), ONE_HOT, shape(3), REAL, shape(3));
        add(cases, "", binaryCrossentropy(), "BinaryCrossentropy", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "logits smooth",
                LossMetric.of(Losses.binaryCrossentropy().withFromLogits(true).withLabelSmoothing(.1)),
                "BinaryCrossentropy",
                Map.of("from_logits", true, "label_smoothing", 0.1),
                BINARY,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "",
                categoricalCrossentropy(),
                "CategoricalCrossentropy",
                Map.of(),
                ONE_HOT,
                shape(3),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "logits smooth axis 1",
                LossMetric.of(Losses.categoricalCrossentropy()
                        .withFromLogits(true)
                        .withLabelSmoothing(.1)
                        .withAxis(1)),
                "CategoricalCrossentropy",
                Map.of("from_logits", true, "label_smoothing", 0.1, "axis", 1),
                ONE_HOT_1,
                shape(3, 2),
                REAL,
                shape(3, 2));
        add(
                cases,
                "",
                sparseCategoricalCrossentropy(),
                "SparseCategoricalCrossentropy",
                Map.of(),
                CLASS_3,
                shape(),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "ignoring 255",
                LossMetric.of(Losses.sparseCategoricalCrossentropy().withIgnoredClass(255)),
                "SparseCategoricalCrossentropy",
                Map.of("ignore_class", 255),
                CLASS_3_OR_255,
                shape(),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "logits",
                LossMetric.of(Losses.sparseCategoricalCrossentropy().withFromLogits(true)),
                "SparseCategoricalCrossentropy",
                Map.of("from_logits", true),
                CLASS_3,
                shape(1),
                REAL,
                shape(3));
        add(cases, "", pearsonCorrelation(), "PearsonCorrelation", Map.of(), REAL, shape(5), REAL, shape(5));
        add(
                cases,
                "rank 3 axis 1",
                pearsonCorrelation().withAxis(1),
                "PearsonCorrelation",
                Map.of("axis", 1),
                REAL,
                shape(4, 2),
                REAL,
                shape(4, 2));
        add(
                cases,
                "axis 0",
                pearsonCorrelation().withAxis(0),
                "PearsonCorrelation",
                Map.of("axis", 0),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(cases, "", concordanceCorrelation(), "ConcordanceCorrelation", Map.of(), REAL, shape(5), REAL, shape(5));
        add(
                cases,
                "rank 3 axis 1",
                concordanceCorrelation().withAxis(1),
                "ConcordanceCorrelation",
                Map.of("axis", 1),
                REAL,
                shape(4, 2),
                REAL,
                shape(4, 2));
        add(
                cases,
                "axis 0",
                concordanceCorrelation().withAxis(0),
                "ConcordanceCorrelation",
                Map.of("axis", 0),
                REAL,
                shape(3),
                REAL,
                shape(3));
    }

    private static void counts(List<Case> cases) {
        add(cases, "", truePositives(), "TruePositives", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                truePositives().withThreshold(.4),
                "TruePositives",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                truePositives().withThresholds(List.of(.7, .2, .5)),
                "TruePositives",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                truePositives().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "TruePositives",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(cases, "", falsePositives(), "FalsePositives", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                falsePositives().withThreshold(.4),
                "FalsePositives",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                falsePositives().withThresholds(List.of(.7, .2, .5)),
                "FalsePositives",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                falsePositives().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "FalsePositives",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(cases, "", trueNegatives(), "TrueNegatives", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                trueNegatives().withThreshold(.4),
                "TrueNegatives",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                trueNegatives().withThresholds(List.of(.7, .2, .5)),
                "TrueNegatives",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                trueNegatives().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "TrueNegatives",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(cases, "", falseNegatives(), "FalseNegatives", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                falseNegatives().withThreshold(.4),
                "FalseNegatives",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                falseNegatives().withThresholds(List.of(.7, .2, .5)),
                "FalseNegatives",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                falseNegatives().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "FalseNegatives",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(cases, "", precision(), "Precision", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                precision().withThreshold(.4),
                "Precision",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                precision().withThresholds(List.of(.7, .2, .5)),
                "Precision",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                precision().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "Precision",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(cases, "", recall(), "Recall", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "flat targets",
                recall().withThreshold(.4),
                "Recall",
                Map.of("thresholds", 0.4),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "thresholds",
                recall().withThresholds(List.of(.7, .2, .5)),
                "Recall",
                Map.of("thresholds", List.of(0.7, 0.2, 0.5)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "even thresholds",
                recall().withThresholds(List.of(0., .25, .5, .75, 1.)),
                "Recall",
                Map.of("thresholds", List.of(0.0, 0.25, 0.5, 0.75, 1.0)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "top 2",
                precision().withTopK(2),
                "Precision",
                Map.of("top_k", 2),
                ONE_HOT,
                shape(5),
                DISTRIBUTION,
                shape(5));
        add(
                cases,
                "top 2 threshold .3",
                precision().withTopK(2).withThreshold(.3),
                "Precision",
                Map.of("top_k", 2, "thresholds", 0.3),
                BINARY,
                shape(5),
                PROBABILITY,
                shape(5));
        add(
                cases,
                "class 1",
                precision().withClassId(1),
                "Precision",
                Map.of("class_id", 1),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "class 2 top 2",
                precision().withClassId(2).withTopK(2),
                "Precision",
                Map.of("class_id", 2, "top_k", 2),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(cases, "rank 3", precision(), "Precision", Map.of(), BINARY, shape(3, 2), PROBABILITY, shape(3, 2));
        add(
                cases,
                "top 2",
                recall().withTopK(2),
                "Recall",
                Map.of("top_k", 2),
                ONE_HOT,
                shape(5),
                DISTRIBUTION,
                shape(5));
        add(
                cases,
                "top 2 threshold .3",
                recall().withTopK(2).withThreshold(.3),
                "Recall",
                Map.of("top_k", 2, "thresholds", 0.3),
                BINARY,
                shape(5),
                PROBABILITY,
                shape(5));
        add(
                cases,
                "class 1",
                recall().withClassId(1),
                "Recall",
                Map.of("class_id", 1),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "class 2 top 2",
                recall().withClassId(2).withTopK(2),
                "Recall",
                Map.of("class_id", 2, "top_k", 2),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(cases, "rank 3", recall(), "Recall", Map.of(), BINARY, shape(3, 2), PROBABILITY, shape(3, 2));
    }

    private static void curves(List<Case> cases) {
        add(
                cases,
                "",
                sensitivityAtSpecificity(.6),
                "SensitivityAtSpecificity",
                Map.of("specificity", 0.6),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "50 thresholds class 1",
                sensitivityAtSpecificity(.35).withThresholdCount(50).withClassId(1),
                "SensitivityAtSpecificity",
                Map.of("specificity", 0.35, "num_thresholds", 50, "class_id", 1),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "on thresholds",
                sensitivityAtSpecificity(.5).withThresholdCount(9),
                "SensitivityAtSpecificity",
                Map.of("specificity", 0.5, "num_thresholds", 9),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "one threshold",
                sensitivityAtSpecificity(.1).withThresholdCount(1),
                "SensitivityAtSpecificity",
                Map.of("specificity", 0.1, "num_thresholds", 1),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "",
                specificityAtSensitivity(.6),
                "SpecificityAtSensitivity",
                Map.of("sensitivity", 0.6),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "50 thresholds class 1",
                specificityAtSensitivity(.35).withThresholdCount(50).withClassId(1),
                "SpecificityAtSensitivity",
                Map.of("sensitivity", 0.35, "num_thresholds", 50, "class_id", 1),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "on thresholds",
                specificityAtSensitivity(.5).withThresholdCount(9),
                "SpecificityAtSensitivity",
                Map.of("sensitivity", 0.5, "num_thresholds", 9),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "one threshold",
                specificityAtSensitivity(.1).withThresholdCount(1),
                "SpecificityAtSensitivity",
                Map.of("sensitivity", 0.1, "num_thresholds", 1),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "",
                precisionAtRecall(.6),
                "PrecisionAtRecall",
                Map.of("recall", 0.6),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "50 thresholds class 1",
                precisionAtRecall(.35).withThresholdCount(50).withClassId(1),
                "PrecisionAtRecall",
                Map.of("recall", 0.35, "num_thresholds", 50, "class_id", 1),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "on thresholds",
                precisionAtRecall(.5).withThresholdCount(9),
                "PrecisionAtRecall",
                Map.of("recall", 0.5, "num_thresholds", 9),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "one threshold",
                precisionAtRecall(.1).withThresholdCount(1),
                "PrecisionAtRecall",
                Map.of("recall", 0.1, "num_thresholds", 1),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "",
                recallAtPrecision(.6),
                "RecallAtPrecision",
                Map.of("precision", 0.6),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "50 thresholds class 1",
                recallAtPrecision(.35).withThresholdCount(50).withClassId(1),
                "RecallAtPrecision",
                Map.of("precision", 0.35, "num_thresholds", 50, "class_id", 1),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "on thresholds",
                recallAtPrecision(.5).withThresholdCount(9),
                "RecallAtPrecision",
                Map.of("precision", 0.5, "num_thresholds", 9),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "one threshold",
                recallAtPrecision(.1).withThresholdCount(1),
                "RecallAtPrecision",
                Map.of("precision", 0.1, "num_thresholds", 1),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "ROC interpolation",
                auc().withCurve(AUC.Curve.ROC).withSummationMethod(AUC.SummationMethod.INTERPOLATION),
                "AUC",
                Map.of("curve", "ROC", "summation_method", "interpolation"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "ROC majoring",
                auc().withCurve(AUC.Curve.ROC).withSummationMethod(AUC.SummationMethod.MAJORING),
                "AUC",
                Map.of("curve", "ROC", "summation_method", "majoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "ROC minoring",
                auc().withCurve(AUC.Curve.ROC).withSummationMethod(AUC.SummationMethod.MINORING),
                "AUC",
                Map.of("curve", "ROC", "summation_method", "minoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PR interpolation",
                auc().withCurve(AUC.Curve.PR).withSummationMethod(AUC.SummationMethod.INTERPOLATION),
                "AUC",
                Map.of("curve", "PR", "summation_method", "interpolation"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PR majoring",
                auc().withCurve(AUC.Curve.PR).withSummationMethod(AUC.SummationMethod.MAJORING),
                "AUC",
                Map.of("curve", "PR", "summation_method", "majoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PR minoring",
                auc().withCurve(AUC.Curve.PR).withSummationMethod(AUC.SummationMethod.MINORING),
                "AUC",
                Map.of("curve", "PR", "summation_method", "minoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PRGAIN interpolation",
                auc().withCurve(AUC.Curve.PRGAIN).withSummationMethod(AUC.SummationMethod.INTERPOLATION),
                "AUC",
                Map.of("curve", "PRGAIN", "summation_method", "interpolation"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PRGAIN majoring",
                auc().withCurve(AUC.Curve.PRGAIN).withSummationMethod(AUC.SummationMethod.MAJORING),
                "AUC",
                Map.of("curve", "PRGAIN", "summation_method", "majoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "PRGAIN minoring",
                auc().withCurve(AUC.Curve.PRGAIN).withSummationMethod(AUC.SummationMethod.MINORING),
                "AUC",
                Map.of("curve", "PRGAIN", "summation_method", "minoring"),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "flat targets 21 thresholds",
                auc().withThresholdCount(21),
                "AUC",
                Map.of("num_thresholds", 21),
                BINARY,
                shape(),
                PROBABILITY,
                shape(1));
        add(
                cases,
                "on thresholds",
                auc().withThresholdCount(9),
                "AUC",
                Map.of("num_thresholds", 9),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "thresholds",
                auc().withThresholds(List.of(.6, .1, .3)),
                "AUC",
                Map.of("thresholds", List.of(0.6, 0.1, 0.3)),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "even thresholds",
                auc().withThresholds(List.of(.25, .5, .75)),
                "AUC",
                Map.of("thresholds", List.of(0.25, 0.5, 0.75)),
                BINARY,
                shape(2),
                EIGHTHS,
                shape(2));
        add(
                cases,
                "logits",
                auc().withFromLogits(true),
                "AUC",
                Map.of("from_logits", true),
                BINARY,
                shape(2),
                REAL,
                shape(2));
        add(
                cases,
                "multi-label",
                auc().withMultiLabel(true),
                "AUC",
                Map.of("multi_label", true),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "multi-label PR weights",
                auc().withMultiLabel(true).withCurve(AUC.Curve.PR).withLabelWeights(List.of(.2, .3, 1.)),
                "AUC",
                Map.of("multi_label", true, "curve", "PR", "label_weights", List.of(0.2, 0.3, 1.0)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "multi-label ROC weights",
                auc().withMultiLabel(true).withLabelWeights(List.of(.2, .3, 1.)),
                "AUC",
                Map.of("multi_label", true, "label_weights", List.of(0.2, 0.3, 1.0)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(
                cases,
                "label weights",
                auc().withLabelWeights(List.of(.2, .3, 1.)),
                "AUC",
                Map.of("label_weights", List.of(0.2, 0.3, 1.0)),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
        add(cases, "all one class", auc(), "AUC", Map.of(), POSITIVE, shape(2), PROBABILITY, shape(2));
    }

    private static void scores(List<Case> cases) {
        add(
                cases,
                "uniform_average",
                r2Score().withClassAggregation(R2Score.ClassAggregation.UNIFORM_AVERAGE),
                "R2Score",
                Map.of("class_aggregation", "uniform_average"),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "variance_weighted_average",
                r2Score().withClassAggregation(R2Score.ClassAggregation.VARIANCE_WEIGHTED_AVERAGE),
                "R2Score",
                Map.of("class_aggregation", "variance_weighted_average"),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "none",
                r2Score().withClassAggregation(R2Score.ClassAggregation.NONE),
                "R2Score",
                none(Map.of(), "class_aggregation"),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "adjusted",
                r2Score().withRegressorCount(4),
                "R2Score",
                Map.of("num_regressors", 4),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "adjusted none",
                r2Score().withRegressorCount(2).withClassAggregation(R2Score.ClassAggregation.NONE),
                "R2Score",
                none(Map.of("num_regressors", 2), "class_aggregation"),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(
                cases,
                "too many regressors",
                r2Score().withRegressorCount(500),
                "R2Score",
                Map.of("num_regressors", 500),
                REAL,
                shape(3),
                REAL,
                shape(3));
        add(cases, "flat targets", r2Score(), "R2Score", Map.of(), REAL, shape(1), REAL, shape(1));
        add(
                cases,
                "none",
                f1Score().withAverage(FBetaScore.Average.NONE),
                "F1Score",
                none(Map.of(), "average"),
                ONE_HOT,
                shape(4),
                DISTRIBUTION,
                shape(4));
        add(
                cases,
                "none threshold beta 2",
                fBetaScore().withAverage(FBetaScore.Average.NONE).withBeta(2).withThreshold(.4),
                "FBetaScore",
                none(Map.of("beta", 2.0, "threshold", 0.4), "average"),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "micro",
                f1Score().withAverage(FBetaScore.Average.MICRO),
                "F1Score",
                Map.of("average", "micro"),
                ONE_HOT,
                shape(4),
                DISTRIBUTION,
                shape(4));
        add(
                cases,
                "micro threshold beta 2",
                fBetaScore().withAverage(FBetaScore.Average.MICRO).withBeta(2).withThreshold(.4),
                "FBetaScore",
                Map.of("average", "micro", "beta", 2.0, "threshold", 0.4),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "macro",
                f1Score().withAverage(FBetaScore.Average.MACRO),
                "F1Score",
                Map.of("average", "macro"),
                ONE_HOT,
                shape(4),
                DISTRIBUTION,
                shape(4));
        add(
                cases,
                "macro threshold beta 2",
                fBetaScore().withAverage(FBetaScore.Average.MACRO).withBeta(2).withThreshold(.4),
                "FBetaScore",
                Map.of("average", "macro", "beta", 2.0, "threshold", 0.4),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "weighted",
                f1Score().withAverage(FBetaScore.Average.WEIGHTED),
                "F1Score",
                Map.of("average", "weighted"),
                ONE_HOT,
                shape(4),
                DISTRIBUTION,
                shape(4));
        add(
                cases,
                "weighted threshold beta 2",
                fBetaScore()
                        .withAverage(FBetaScore.Average.WEIGHTED)
                        .withBeta(2)
                        .withThreshold(.4),
                "FBetaScore",
                Map.of("average", "weighted", "beta", 2.0, "threshold", 0.4),
                BINARY,
                shape(4),
                PROBABILITY,
                shape(4));
        add(
                cases,
                "beta .5",
                fBetaScore().withBeta(.5),
                "FBetaScore",
                Map.of("beta", 0.5),
                ONE_HOT,
                shape(4),
                EIGHTHS,
                shape(4));
        add(
                cases,
                "threshold",
                f1Score().withThreshold(.6),
                "F1Score",
                Map.of("threshold", 0.6),
                BINARY,
                shape(2),
                PROBABILITY,
                shape(2));
        add(
                cases,
                "",
                iou(3, 0, 2),
                "IoU",
                Map.of("num_classes", 3, "target_class_ids", List.of(0, 2)),
                CLASS_3,
                shape(4),
                CLASS_3,
                shape(4));
        add(
                cases,
                "dense",
                iou(3, 1).withSparseTargets(false).withSparsePredictions(false),
                "IoU",
                Map.of(
                        "num_classes",
                        3,
                        "target_class_ids",
                        List.of(1),
                        "sparse_y_true",
                        false,
                        "sparse_y_pred",
                        false),
                ONE_HOT,
                shape(3),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "ignoring 255",
                iou(3, 0, 1).withIgnoredClass(255),
                "IoU",
                Map.of("num_classes", 3, "target_class_ids", List.of(0, 1), "ignore_class", 255),
                CLASS_3_OR_255,
                shape(4),
                CLASS_3,
                shape(4));
        add(cases, "", meanIoU(7), "MeanIoU", Map.of("num_classes", 7), CLASS_3, shape(1), CLASS_7, shape(1));
        add(
                cases,
                "dense predictions",
                meanIoU(3).withSparsePredictions(false),
                "MeanIoU",
                Map.of("num_classes", 3, "sparse_y_pred", false),
                CLASS_3,
                shape(),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "dense ignoring -1",
                meanIoU(3).withSparsePredictions(false).withIgnoredClass(-1),
                "MeanIoU",
                Map.of("num_classes", 3, "sparse_y_pred", false, "ignore_class", -1),
                CLASS_3_OR_NONE,
                shape(4),
                DISTRIBUTION,
                shape(4, 3));
        add(
                cases,
                "",
                oneHotIoU(3, 0, 1),
                "OneHotIoU",
                Map.of("num_classes", 3, "target_class_ids", List.of(0, 1)),
                ONE_HOT,
                shape(3),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "",
                oneHotMeanIoU(3),
                "OneHotMeanIoU",
                Map.of("num_classes", 3),
                ONE_HOT,
                shape(3),
                DISTRIBUTION,
                shape(3));
        add(
                cases,
                "sparse predictions",
                oneHotMeanIoU(3).withSparsePredictions(true),
                "OneHotMeanIoU",
                Map.of("num_classes", 3, "sparse_y_pred", true),
                ONE_HOT,
                shape(1, 3),
                CLASS_3,
                shape(1));
        add(cases, "", binaryIoU(), "BinaryIoU", Map.of(), BINARY, shape(3), PROBABILITY, shape(3));
        add(
                cases,
                "yes threshold .3",
                binaryIoU().withTargetClasses(List.of(1)).withThreshold(.3),
                "BinaryIoU",
                Map.of("target_class_ids", List.of(1), "threshold", 0.3),
                BINARY,
                shape(3),
                PROBABILITY,
                shape(3));
    }

    private static void add(
            List<Case> cases,
            String name,
            Metric metric,
            String keras,
            Map<String, ? extends @Nullable Object> config,
            Draw target,
            long[] targetShape,
            Draw prediction,
            long[] shape) {
        cases.add(new Case(name, metric, keras, config, target, targetShape, prediction, shape));
    }

    private static long[] shape(long... sizes) {
        return sizes;
    }

    /** With Python's None, which no immutable map takes. */
    private static Map<String, @Nullable Object> none(Map<String, ?> config, String key) {
        Map<String, @Nullable Object> more = new HashMap<>(config);
        more.put(key, null);
        return more;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsKeras(Case row, PythonWorker python) throws IOException {
        RandomGenerator random = Seed.of(row.toString().hashCode()).generator();
        Array target = row.target().array(random, batched(row.targetShape()));
        Array prediction = row.prediction().array(random, batched(row.shape()));
        Array weights = POSITIVE.array(random, EXAMPLES);
        NumpyFiles.write(folder.resolve("target.npy"), target);
        NumpyFiles.write(folder.resolve("prediction.npy"), prediction);
        NumpyFiles.write(folder.resolve("weights.npy"), weights);
        Map<String, Object> arguments = Map.of("name", row.keras(), "config", row.config(), "batch", BATCH);
        JsonNode reply = python.call("losses_metrics", "metric_case", folder, arguments);
        Map<String, Array> theirs = NumpyArchives.read(folder.resolve("metric.npz"));

        boolean isWeighted = theirs.containsKey("weights");
        Map<String, Array> ours = ours(row, target, prediction, isWeighted ? Optional.of(weights) : Optional.empty());
        String name = reply.get("name").asText();
        requireClose(row + " plain", ours.get(name), theirs.get("plain"));
        if (isWeighted) {
            requireClose(row + " weighted", ours.get("weighted_" + name), theirs.get("weights"));
        }
    }

    private static Map<String, Array> ours(Case row, Array target, Array prediction, Optional<Array> weights) {
        Dataset data = Dataset.of(new Batch(List.of(prediction), List.of(target), weights));
        List<Metric> metrics = List.of(row.metric());
        Compilation.Output asked =
                new Compilation.Output(new NoLoss(), 1, metrics, weights.isPresent() ? metrics : List.of());
        try (Model model = Sequential.of(Input.of(row.shape()), Activation.of(Activations.linear()))
                .build(Seed.of(1))) {
            CompiledModel compiled = model.compile(new Compilation(SGD.of(.1), List.of(asked)));
            Map<String, Array> arrays = compiled.evaluateInFull(data, BATCH);
            compiled.evaluate(data, BATCH).forEach((name, value) -> {
                double mean = mean(Objects.requireNonNull(arrays.get(name)));
                assertThat(value).as(name + " as one number").isCloseTo(mean, within(1e-12));
            });
            return arrays;
        }
    }

    private static double mean(Array array) {
        double sum = 0;
        for (double number : array.toDoubles()) {
            sum += number;
        }
        return sum / array.size();
    }

    private static void requireClose(String what, @Nullable Array ours, @Nullable Array theirs) {
        LayerParity.assertClose(what, Objects.requireNonNull(ours, what), theirs, TOLERANCE);
    }

    private static long[] batched(long... shape) {
        return LongStream.concat(LongStream.of(EXAMPLES), LongStream.of(shape)).toArray();
    }
}
