package io.cornu.metrics;

import static io.cornu.metrics.Metrics.*;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Impossible metrics, and shapes that no metric takes, are refused with a line that says what was expected. */
class MetricErrorsTest {
    private static final Shape OUTPUTS = Shape.of(-1, 3);
    private static final Shape TWO = Shape.of(-1, 2);
    private static final Shape RANK_3 = Shape.of(-1, 2, 3);

    static Stream<Arguments> values() {
        return Stream.of(
                bad(() -> new ShapedAccuracy("right"), "accuracy: name", "right"),
                bad(() -> topKCategoricalAccuracy().withK(0), "TopKCategoricalAccuracy: k", "0"),
                bad(() -> sparseTopKCategoricalAccuracy().withK(-1), "SparseTopKCategoricalAccuracy: k", "-1"),
                bad(() -> precision().withThreshold(1.5), "Precision: thresholds", "[1.5]"),
                bad(() -> precision().withTopK(0), "Precision: topK"),
                bad(() -> recall().withThresholds(List.of(.5, -.1)), "Recall: thresholds", "-0.1"),
                bad(() -> recall().withClassId(-1), "Recall: classId"),
                bad(() -> truePositives().withThreshold(2), "thresholds must be in [0, 1]", "[2.0]"),
                bad(() -> sensitivityAtSpecificity(1.1), "sensitivity_at_specificity: value", "1.1"),
                bad(() -> specificityAtSensitivity(-1), "specificity_at_sensitivity: value", "-1.0"),
                bad(() -> precisionAtRecall(.5).withThresholdCount(0), "precision_at_recall: thresholdCount", "0"),
                bad(() -> recallAtPrecision(.5).withClassId(-2), "recall_at_precision: classId"),
                bad(() -> auc().withThresholdCount(1), "AUC: thresholdCount", "1"),
                bad(() -> auc().withThresholds(List.of(2.)), "AUC: thresholds", "[2.0]"),
                bad(() -> auc().withLabelWeights(List.of(-1.)), "AUC: labelWeights", "-1.0"),
                bad(() -> fBetaScore().withBeta(0), "FBetaScore: beta", "0.0"),
                bad(() -> f1Score().withThreshold(0), "threshold must be in (0, 1]", "0.0"),
                bad(() -> r2Score().withRegressorCount(-1), "R2Score: regressorCount", "-1"),
                bad(() -> iou(3, 3), "IoU: targetClasses", "0 to 2", "[3]"),
                bad(() -> IoU.of(3, List.of()), "IoU: targetClasses", "[]"),
                bad(() -> oneHotIoU(2, -1), "OneHotIoU: targetClasses", "[-1]"),
                bad(() -> meanIoU(0), "MeanIoU: classes", "0"),
                bad(() -> oneHotMeanIoU(-3), "OneHotMeanIoU: classes", "-3"),
                bad(() -> binaryIoU().withTargetClasses(List.of(2)), "BinaryIoU: targetClasses", "[2]"),
                bad(() -> confusionMatrix(1), "ConfusionMatrix: classes", "1"),
                bad(() -> expectedCalibrationError().withBins(0), "ExpectedCalibrationError: bins", "0"));
    }

    static Stream<Arguments> shapes() {
        Stream<Metric> alike = Stream.of(
                exactAccuracy(),
                topKCategoricalAccuracy(),
                meanSquaredError(),
                meanAbsoluteError(),
                meanAbsolutePercentageError(),
                meanSquaredLogarithmicError(),
                rootMeanSquaredError(),
                cosineSimilarity(),
                pearsonCorrelation(),
                concordanceCorrelation(),
                klDivergence(),
                poisson(),
                hinge(),
                squaredHinge(),
                categoricalHinge(),
                binaryCrossentropy(),
                categoricalCrossentropy(),
                truePositives(),
                precision(),
                recall(),
                sensitivityAtSpecificity(.5),
                auc(),
                fBetaScore(),
                f1Score(),
                r2Score(),
                binaryAccuracy(),
                categoricalAccuracy());
        Stream<Arguments> others = Stream.of(
                wrong(logCoshError(), TWO, OUTPUTS, "log_cosh", "(None, 2)", "(None, 3)"),
                wrong(sparseCategoricalCrossentropy(), OUTPUTS, OUTPUTS, "sparse_categorical", "(None, 3)"),
                wrong(sparseCategoricalAccuracy(), OUTPUTS, OUTPUTS, "sparse_categorical_accuracy", "(None, 3)"),
                wrong(sparseTopKCategoricalAccuracy(), OUTPUTS, OUTPUTS, "sparse_top_k", "(None, 3)"),
                wrong(pearsonCorrelation().withAxis(2), OUTPUTS, OUTPUTS, "pearson_correlation", "axis", "2"),
                wrong(cosineSimilarity().withAxis(0), OUTPUTS, OUTPUTS, "cosine_similarity", "not the batch"),
                wrong(precision().withTopK(4), OUTPUTS, OUTPUTS, "precision", "topK", "4"),
                wrong(recall().withClassId(3), OUTPUTS, OUTPUTS, "recall", "classId", "3"),
                wrong(auc().withMultiLabel(true), RANK_3, RANK_3, "auc", "multiLabel", "(None, 2, 3)"),
                wrong(auc().withLabelWeights(List.of(1., 2.)), OUTPUTS, OUTPUTS, "auc", "labelWeights", "3 outputs"),
                wrong(f1Score(), RANK_3, RANK_3, "f1_score", "(None, 2, 3)", "one-hot"),
                wrong(r2Score(), RANK_3, RANK_3, "r2_score", "(None, 2, 3)"),
                wrong(iou(3, 0), TWO, OUTPUTS, "io_u", "(None, 2)", "(None, 3)", "sparse"),
                wrong(oneHotIoU(2, 0), OUTPUTS, OUTPUTS, "one_hot_io_u", "(None, 3)"),
                wrong(meanIoU(3).withSparsePredictions(false).withAxis(2), TWO, OUTPUTS, "mean_io_u", "axis 2"),
                wrong(confusionMatrix(4), Shape.of(-1), OUTPUTS, "confusion_matrix", "4 classes", "(None, 3)"),
                wrong(expectedCalibrationError(), TWO, OUTPUTS, "expected_calibration_error", "(None, 2)"),
                wrong(brierScore(), TWO, OUTPUTS, "brier_score", "(None, 2)"));
        return Stream.concat(
                alike.map(metric -> wrong(metric, TWO, OUTPUTS, metric.name(), "(None, 2)", "(None, 3)")), others);
    }

    private static Arguments wrong(Metric metric, Shape target, Shape prediction, String... words) {
        return bad(() -> metric.resolve(target, prediction), words);
    }

    private static Arguments bad(ThrowingCallable code, String... words) {
        return Arguments.of(words[0], code, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"values", "shapes"})
    void areRefused(String name, ThrowingCallable code, String[] words) {
        assertThatIllegalArgumentException().isThrownBy(code).withMessageContainingAll(words);
    }
}
