package io.cornu.metrics;

import io.cornu.losses.Losses;
import io.cornu.metrics.ConditionCount.Condition;
import io.cornu.metrics.OperatingPoint.Kind;
import java.util.List;
import java.util.OptionalInt;

/** Keras' metrics, by Keras' names. Source: {@code keras.metrics}, Keras 3.15. */
public final class Metrics {
    private Metrics() {}

    /**
     * Accuracy of the kind that targets and predictions ask for.
     *
     * @return the metric, named {@code accuracy}
     */
    public static Metric accuracy() {
        return new ShapedAccuracy("accuracy");
    }

    /**
     * How often the largest prediction is that of the target class.
     *
     * @return the metric, named {@code sparse_categorical_accuracy}
     */
    public static SparseCategoricalAccuracy sparseCategoricalAccuracy() {
        return SparseCategoricalAccuracy.of();
    }

    /**
     * How often the largest prediction is where the largest target is.
     *
     * @return the metric, named {@code categorical_accuracy}
     */
    public static CategoricalAccuracy categoricalAccuracy() {
        return CategoricalAccuracy.of();
    }

    /**
     * How often a yes-or-no target equals the prediction cut at 0.5.
     *
     * @return the metric, named {@code binary_accuracy}
     */
    public static BinaryAccuracy binaryAccuracy() {
        return BinaryAccuracy.of();
    }

    /**
     * The mean of squared differences.
     *
     * @return the metric, named {@code mean_squared_error}
     */
    public static LossMetric meanSquaredError() {
        return LossMetric.of(Losses.meanSquaredError());
    }

    /**
     * The mean of absolute differences.
     *
     * @return the metric, named {@code mean_absolute_error}
     */
    public static LossMetric meanAbsoluteError() {
        return LossMetric.of(Losses.meanAbsoluteError());
    }

    /**
     * The mean of differences in percent of the targets.
     *
     * @return the metric, named {@code mean_absolute_percentage_error}
     */
    public static LossMetric meanAbsolutePercentageError() {
        return LossMetric.of(Losses.meanAbsolutePercentageError());
    }

    /**
     * The mean of squared differences of logarithms.
     *
     * @return the metric, named {@code mean_squared_logarithmic_error}
     */
    public static LossMetric meanSquaredLogarithmicError() {
        return LossMetric.of(Losses.meanSquaredLogarithmicError());
    }

    /**
     * The mean of the logarithm of the hyperbolic cosine of differences.
     *
     * @return the metric, named {@code logcosh}
     */
    public static LossMetric logCoshError() {
        return LossMetric.of(Losses.logCosh()).withName("logcosh");
    }

    /**
     * The Kullback-Leibler divergence from target probabilities.
     *
     * @return the metric, named {@code kl_divergence}
     */
    public static LossMetric klDivergence() {
        return LossMetric.of(Losses.klDivergence());
    }

    /**
     * The unlikelihood of counts under predicted means.
     *
     * @return the metric, named {@code poisson}
     */
    public static LossMetric poisson() {
        return LossMetric.of(Losses.poisson());
    }

    /**
     * The hinge loss for targets of -1 and 1.
     *
     * @return the metric, named {@code hinge}
     */
    public static LossMetric hinge() {
        return LossMetric.of(Losses.hinge());
    }

    /**
     * The squared hinge loss for targets of -1 and 1.
     *
     * @return the metric, named {@code squared_hinge}
     */
    public static LossMetric squaredHinge() {
        return LossMetric.of(Losses.squaredHinge());
    }

    /**
     * The hinge loss for one-hot targets.
     *
     * @return the metric, named {@code categorical_hinge}
     */
    public static LossMetric categoricalHinge() {
        return LossMetric.of(Losses.categoricalHinge());
    }

    /**
     * Cross-entropy for yes-or-no targets and probabilities; {@link LossMetric#of} takes one with other options.
     *
     * @return the metric, named {@code binary_crossentropy}
     */
    public static LossMetric binaryCrossentropy() {
        return LossMetric.of(Losses.binaryCrossentropy());
    }

    /**
     * Cross-entropy for one-hot targets and probabilities; {@link LossMetric#of} takes one with other options.
     *
     * @return the metric, named {@code categorical_crossentropy}
     */
    public static LossMetric categoricalCrossentropy() {
        return LossMetric.of(Losses.categoricalCrossentropy());
    }

    /**
     * Cross-entropy for class numbers and probabilities; {@link LossMetric#of} takes one with other options.
     *
     * @return the metric, named {@code sparse_categorical_crossentropy}
     */
    public static LossMetric sparseCategoricalCrossentropy() {
        return LossMetric.of(Losses.sparseCategoricalCrossentropy());
    }

    /**
     * How many predicted yeses are right.
     *
     * @return the metric with Keras' defaults, named {@code true_positives}
     */
    public static ConditionCount truePositives() {
        return new ConditionCount("true_positives", Condition.TRUE_POSITIVES, List.of());
    }

    /**
     * How many predicted yeses are wrong.
     *
     * @return the metric with Keras' defaults, named {@code false_positives}
     */
    public static ConditionCount falsePositives() {
        return new ConditionCount("false_positives", Condition.FALSE_POSITIVES, List.of());
    }

    /**
     * How many predicted noes are right.
     *
     * @return the metric with Keras' defaults, named {@code true_negatives}
     */
    public static ConditionCount trueNegatives() {
        return new ConditionCount("true_negatives", Condition.TRUE_NEGATIVES, List.of());
    }

    /**
     * How many predicted noes are wrong.
     *
     * @return the metric with Keras' defaults, named {@code false_negatives}
     */
    public static ConditionCount falseNegatives() {
        return new ConditionCount("false_negatives", Condition.FALSE_NEGATIVES, List.of());
    }

    /**
     * The largest share of yeses found at thresholds that find so many of the noes.
     *
     * @param specificity the least share of noes found, in [0, 1]
     * @return the metric with Keras' defaults, named {@code sensitivity_at_specificity}
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static OperatingPoint sensitivityAtSpecificity(double specificity) {
        return new OperatingPoint(
                "sensitivity_at_specificity", Kind.SENSITIVITY_AT_SPECIFICITY, specificity, 200, OptionalInt.empty());
    }

    /**
     * The largest share of noes found at thresholds that find so many of the yeses.
     *
     * @param sensitivity the least share of yeses found, in [0, 1]
     * @return the metric with Keras' defaults, named {@code specificity_at_sensitivity}
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static OperatingPoint specificityAtSensitivity(double sensitivity) {
        return new OperatingPoint(
                "specificity_at_sensitivity", Kind.SPECIFICITY_AT_SENSITIVITY, sensitivity, 200, OptionalInt.empty());
    }

    /**
     * The largest precision at thresholds that find so many of the yeses.
     *
     * @param recall the least share of yeses found, in [0, 1]
     * @return the metric with Keras' defaults, named {@code precision_at_recall}
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static OperatingPoint precisionAtRecall(double recall) {
        return new OperatingPoint("precision_at_recall", Kind.PRECISION_AT_RECALL, recall, 200, OptionalInt.empty());
    }

    /**
     * The largest share of yeses found at thresholds of so large a precision.
     *
     * @param precision the least share of predicted yeses that are right, in [0, 1]
     * @return the metric with Keras' defaults, named {@code recall_at_precision}
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public static OperatingPoint recallAtPrecision(double precision) {
        return new OperatingPoint("recall_at_precision", Kind.RECALL_AT_PRECISION, precision, 200, OptionalInt.empty());
    }

    /**
     * How often a prediction is exactly the target, number by number; not
     * what Keras' string {@code "accuracy"} means.
     *
     * @return the metric, named {@code accuracy}
     */
    public static Accuracy exactAccuracy() {
        return Accuracy.of();
    }

    /**
     * How often the place of the largest target is among the 5 largest predictions.
     *
     * @return the metric, named {@code top_k_categorical_accuracy}
     */
    public static TopKCategoricalAccuracy topKCategoricalAccuracy() {
        return TopKCategoricalAccuracy.of();
    }

    /**
     * How often the target class is among the 5 largest predictions.
     *
     * @return the metric, named {@code sparse_top_k_categorical_accuracy}
     */
    public static SparseTopKCategoricalAccuracy sparseTopKCategoricalAccuracy() {
        return SparseTopKCategoricalAccuracy.of();
    }

    /**
     * The area under the ROC curve.
     *
     * @return the metric, named {@code auc}
     */
    public static AUC auc() {
        return AUC.of();
    }

    /**
     * How many of the predicted yeses are right.
     *
     * @return the metric, named {@code precision}
     */
    public static Precision precision() {
        return Precision.of();
    }

    /**
     * How many of the yeses are found.
     *
     * @return the metric, named {@code recall}
     */
    public static Recall recall() {
        return Recall.of();
    }

    /**
     * The harmonic mean of precision and recall.
     *
     * @return the metric, named {@code f1_score}
     */
    public static F1Score f1Score() {
        return F1Score.of();
    }

    /**
     * The weighted harmonic mean of precision and recall.
     *
     * @return the metric, named {@code fbeta_score}
     */
    public static FBetaScore fBetaScore() {
        return FBetaScore.of();
    }

    /**
     * The mean overlap of predicted and true regions over noes and yeses.
     *
     * @return the metric, named {@code binary_io_u}
     */
    public static BinaryIoU binaryIoU() {
        return BinaryIoU.of();
    }

    /**
     * The mean overlap of predicted and true regions over all classes.
     *
     * @param classes how many classes there are
     * @return the metric, named {@code mean_io_u}
     */
    public static MeanIoU meanIoU(int classes) {
        return MeanIoU.of(classes);
    }

    /**
     * The mean overlap of predicted and true regions over all classes, for one-hot targets.
     *
     * @param classes how many classes there are
     * @return the metric, named {@code one_hot_mean_io_u}
     */
    public static OneHotMeanIoU oneHotMeanIoU(int classes) {
        return OneHotMeanIoU.of(classes);
    }

    /**
     * The root of the mean of squared differences.
     *
     * @return the metric, named {@code root_mean_squared_error}
     */
    public static RootMeanSquaredError rootMeanSquaredError() {
        return RootMeanSquaredError.of();
    }

    /**
     * The cosine of the angle between targets and predictions.
     *
     * @return the metric, named {@code cosine_similarity}
     */
    public static CosineSimilarity cosineSimilarity() {
        return CosineSimilarity.of();
    }

    /**
     * Which share of the targets' variance the predictions explain.
     *
     * @return the metric, named {@code r2_score}
     */
    public static R2Score r2Score() {
        return R2Score.of();
    }

    /**
     * How near targets and predictions lie to a line.
     *
     * @return the metric, named {@code pearson_correlation}
     */
    public static PearsonCorrelation pearsonCorrelation() {
        return PearsonCorrelation.of();
    }

    /**
     * How near targets and predictions lie to the line where they are equal.
     *
     * @return the metric, named {@code concordance_correlation}
     */
    public static ConcordanceCorrelation concordanceCorrelation() {
        return ConcordanceCorrelation.of();
    }

    /**
     * How often each class is taken for each other.
     *
     * @param classes how many classes there are
     * @return the metric, named {@code confusion_matrix}
     */
    public static ConfusionMatrix confusionMatrix(int classes) {
        return ConfusionMatrix.of(classes);
    }

    /**
     * How far confidence is from accuracy.
     *
     * @return the metric, named {@code expected_calibration_error}
     */
    public static ExpectedCalibrationError expectedCalibrationError() {
        return ExpectedCalibrationError.of();
    }

    /**
     * The mean squared distance between predicted probabilities and what happened.
     *
     * @return the metric, named {@code brier_score}
     */
    public static BrierScore brierScore() {
        return BrierScore.of();
    }

    /**
     * The mean overlap of predicted and true regions over some classes.
     *
     * @param classes how many classes there are
     * @param targetClasses those that are looked at, at least one
     * @return the metric, named {@code io_u}
     */
    public static IoU iou(int classes, Integer... targetClasses) {
        return IoU.of(classes, List.of(targetClasses));
    }

    /**
     * The mean overlap of predicted and true regions over some classes, for one-hot targets.
     *
     * @param classes how many classes there are
     * @param targetClasses those that are looked at, at least one
     * @return the metric, named {@code one_hot_io_u}
     */
    public static OneHotIoU oneHotIoU(int classes, Integer... targetClasses) {
        return OneHotIoU.of(classes, List.of(targetClasses));
    }
}
