package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.NUMBERS;
import static io.cornu.savedmodels.keras.OptionType.TEXT;

import io.cornu.losses.BinaryCrossentropy;
import io.cornu.losses.CategoricalCrossentropy;
import io.cornu.losses.Loss;
import io.cornu.losses.SparseCategoricalCrossentropy;
import io.cornu.metrics.AUC;
import io.cornu.metrics.Accuracy;
import io.cornu.metrics.BinaryAccuracy;
import io.cornu.metrics.CategoricalAccuracy;
import io.cornu.metrics.ConcordanceCorrelation;
import io.cornu.metrics.ConditionCount;
import io.cornu.metrics.CosineSimilarity;
import io.cornu.metrics.F1Score;
import io.cornu.metrics.FBetaScore;
import io.cornu.metrics.LossMetric;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metrics;
import io.cornu.metrics.OperatingPoint;
import io.cornu.metrics.PearsonCorrelation;
import io.cornu.metrics.Precision;
import io.cornu.metrics.R2Score;
import io.cornu.metrics.Recall;
import io.cornu.metrics.RootMeanSquaredError;
import io.cornu.metrics.SparseCategoricalAccuracy;
import io.cornu.metrics.SparseTopKCategoricalAccuracy;
import io.cornu.metrics.TopKCategoricalAccuracy;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics that may stand in a file. */
final class MetricCodecs {
    private static final OptionType<OptionalInt> OPTIONAL_INTEGER = INTEGER.map(OptionalInt::of, OptionalInt::getAsInt);
    private static final OptionType<OptionalDouble> OPTIONAL_NUMBER =
            NUMBER.map(OptionalDouble::of, OptionalDouble::getAsDouble);
    private static final Set<String> COUNTING_TYPES = Set.of("int", "int32", "int64");

    private MetricCodecs() {}

    static ClassTable<Metric> table() {
        List<KerasCodec<? extends Metric>> codecs = Stream.of(
                        accuracies(), means(), losses(), counts(), curves(), scores(), RegionCodecs.all())
                .flatMap(List::stream)
                .<KerasCodec<? extends Metric>>map(codec -> codec)
                .toList();
        return ClassTable.of("metric", "keras.metrics", codecs, shortNames(), MetricCodecs::requireKnownType);
    }

    /** Those that count regions do so in whole numbers. */
    private static void requireKnownType(ConfigObject config) {
        boolean isCount = config.find("dtype")
                .filter(type -> type.isTextual() && COUNTING_TYPES.contains(type.textValue()))
                .isPresent();
        if (!isCount) {
            LayerConfigs.requireFloat32(config);
        }
    }

    private static List<KerasCodec<? extends Metric>> accuracies() {
        return List.of(
                KerasCodec.of(Accuracy.class, Accuracy::of).option("name", TEXT, Accuracy::name, Accuracy::withName),
                KerasCodec.of(BinaryAccuracy.class, BinaryAccuracy::of)
                        .option("name", TEXT, BinaryAccuracy::name, BinaryAccuracy::withName)
                        .option("threshold", NUMBER, BinaryAccuracy::threshold, BinaryAccuracy::withThreshold),
                KerasCodec.of(CategoricalAccuracy.class, CategoricalAccuracy::of)
                        .option("name", TEXT, CategoricalAccuracy::name, CategoricalAccuracy::withName),
                KerasCodec.of(SparseCategoricalAccuracy.class, SparseCategoricalAccuracy::of)
                        .option("name", TEXT, SparseCategoricalAccuracy::name, SparseCategoricalAccuracy::withName),
                KerasCodec.of(TopKCategoricalAccuracy.class, TopKCategoricalAccuracy::of)
                        .option("name", TEXT, TopKCategoricalAccuracy::name, TopKCategoricalAccuracy::withName)
                        .option("k", INTEGER, TopKCategoricalAccuracy::k, TopKCategoricalAccuracy::withK),
                KerasCodec.of(SparseTopKCategoricalAccuracy.class, SparseTopKCategoricalAccuracy::of)
                        .option(
                                "name",
                                TEXT,
                                SparseTopKCategoricalAccuracy::name,
                                SparseTopKCategoricalAccuracy::withName)
                        .option("k", INTEGER, SparseTopKCategoricalAccuracy::k, SparseTopKCategoricalAccuracy::withK)
                        .option(
                                "from_sorted_ids",
                                FLAG,
                                SparseTopKCategoricalAccuracy::fromSortedIds,
                                SparseTopKCategoricalAccuracy::withFromSortedIds));
    }

    private static List<KerasCodec<? extends Metric>> means() {
        return List.of(
                KerasCodec.of(RootMeanSquaredError.class, RootMeanSquaredError::of)
                        .option("name", TEXT, RootMeanSquaredError::name, RootMeanSquaredError::withName),
                KerasCodec.of(CosineSimilarity.class, CosineSimilarity::of)
                        .option("name", TEXT, CosineSimilarity::name, CosineSimilarity::withName)
                        .option("axis", INTEGER, CosineSimilarity::axis, CosineSimilarity::withAxis),
                KerasCodec.of(PearsonCorrelation.class, PearsonCorrelation::of)
                        .option("name", TEXT, PearsonCorrelation::name, PearsonCorrelation::withName)
                        .option("axis", INTEGER, PearsonCorrelation::axis, PearsonCorrelation::withAxis),
                KerasCodec.of(ConcordanceCorrelation.class, ConcordanceCorrelation::of)
                        .option("name", TEXT, ConcordanceCorrelation::name, ConcordanceCorrelation::withName)
                        .option("axis", INTEGER, ConcordanceCorrelation::axis, ConcordanceCorrelation::withAxis));
    }

    private static List<KerasCodec<? extends Metric>> losses() {
        return List.of(
                loss("MeanSquaredError", Metrics::meanSquaredError),
                loss("MeanAbsoluteError", Metrics::meanAbsoluteError),
                loss("MeanAbsolutePercentageError", Metrics::meanAbsolutePercentageError),
                loss("MeanSquaredLogarithmicError", Metrics::meanSquaredLogarithmicError),
                loss("LogCoshError", Metrics::logCoshError),
                loss("KLDivergence", Metrics::klDivergence),
                loss("Poisson", Metrics::poisson),
                loss("Hinge", Metrics::hinge),
                loss("SquaredHinge", Metrics::squaredHinge),
                loss("CategoricalHinge", Metrics::categoricalHinge),
                binaryCrossentropy(),
                categoricalCrossentropy(),
                sparseCategoricalCrossentropy());
    }

    private static KerasCodec<LossMetric> binaryCrossentropy() {
        Class<BinaryCrossentropy> type = BinaryCrossentropy.class;
        KerasCodec<LossMetric> codec = loss("BinaryCrossentropy", Metrics::binaryCrossentropy);
        codec = with(
                codec, "from_logits", FLAG, type, BinaryCrossentropy::fromLogits, BinaryCrossentropy::withFromLogits);
        return with(
                codec,
                "label_smoothing",
                NUMBER,
                type,
                BinaryCrossentropy::labelSmoothing,
                BinaryCrossentropy::withLabelSmoothing);
    }

    private static KerasCodec<LossMetric> categoricalCrossentropy() {
        Class<CategoricalCrossentropy> type = CategoricalCrossentropy.class;
        KerasCodec<LossMetric> codec = loss("CategoricalCrossentropy", Metrics::categoricalCrossentropy);
        codec = with(
                codec,
                "from_logits",
                FLAG,
                type,
                CategoricalCrossentropy::fromLogits,
                CategoricalCrossentropy::withFromLogits);
        codec = with(
                codec,
                "label_smoothing",
                NUMBER,
                type,
                CategoricalCrossentropy::labelSmoothing,
                CategoricalCrossentropy::withLabelSmoothing);
        return with(codec, "axis", INTEGER, type, CategoricalCrossentropy::axis, CategoricalCrossentropy::withAxis);
    }

    private static KerasCodec<LossMetric> sparseCategoricalCrossentropy() {
        Class<SparseCategoricalCrossentropy> type = SparseCategoricalCrossentropy.class;
        KerasCodec<LossMetric> codec = loss("SparseCategoricalCrossentropy", Metrics::sparseCategoricalCrossentropy);
        codec = with(
                codec,
                "from_logits",
                FLAG,
                type,
                SparseCategoricalCrossentropy::fromLogits,
                SparseCategoricalCrossentropy::withFromLogits);
        return with(
                        codec,
                        "ignore_class",
                        OPTIONAL_INTEGER,
                        type,
                        SparseCategoricalCrossentropy::ignoredClass,
                        SparseCategoricalCrossentropy::withIgnoredClass)
                .lacking("axis", -1);
    }

    /** The mean of a loss, which is one of Keras' metrics. */
    private static KerasCodec<LossMetric> loss(String className, Supplier<LossMetric> make) {
        Class<? extends Loss> type = make.get().loss().getClass();
        return KerasCodec.of(LossMetric.class, make)
                .named(className)
                .only(metric -> type.isInstance(metric.loss()))
                .option("name", TEXT, LossMetric::name, LossMetric::withName);
    }

    private static <L extends Loss, V> KerasCodec<LossMetric> with(
            KerasCodec<LossMetric> codec,
            String key,
            OptionType<V> option,
            Class<L> type,
            Function<L, V> get,
            BiFunction<L, V, L> with) {
        return codec.option(
                key,
                option,
                metric -> get.apply(type.cast(metric.loss())),
                (metric, value) -> metric.withLoss(with.apply(type.cast(metric.loss()), value)));
    }

    private static List<KerasCodec<? extends Metric>> counts() {
        return List.of(
                count("TruePositives", Metrics::truePositives),
                count("FalsePositives", Metrics::falsePositives),
                count("TrueNegatives", Metrics::trueNegatives),
                count("FalseNegatives", Metrics::falseNegatives),
                KerasCodec.of(Precision.class, Precision::of)
                        .option("name", TEXT, Precision::name, Precision::withName)
                        .option("thresholds", NUMBERS, Precision::thresholds, Precision::withThresholds)
                        .option("top_k", OPTIONAL_INTEGER, Precision::topK, Precision::withTopK)
                        .option("class_id", OPTIONAL_INTEGER, Precision::classId, Precision::withClassId),
                KerasCodec.of(Recall.class, Recall::of)
                        .option("name", TEXT, Recall::name, Recall::withName)
                        .option("thresholds", NUMBERS, Recall::thresholds, Recall::withThresholds)
                        .option("top_k", OPTIONAL_INTEGER, Recall::topK, Recall::withTopK)
                        .option("class_id", OPTIONAL_INTEGER, Recall::classId, Recall::withClassId));
    }

    private static KerasCodec<ConditionCount> count(String className, Supplier<ConditionCount> make) {
        var condition = make.get().condition();
        return KerasCodec.of(ConditionCount.class, make)
                .named(className)
                .only(metric -> metric.condition() == condition)
                .option("name", TEXT, ConditionCount::name, ConditionCount::withName)
                .option("thresholds", NUMBERS, ConditionCount::thresholds, ConditionCount::withThresholds);
    }

    private static List<KerasCodec<? extends Metric>> curves() {
        return List.of(
                KerasCodec.of(AUC.class, AUC::of)
                        .option("name", TEXT, AUC::name, AUC::withName)
                        .option("num_thresholds", INTEGER, AUC::thresholdCount, AUC::withThresholdCount)
                        .option("curve", OptionType.oneOf(AUC.Curve.class), AUC::curve, AUC::withCurve)
                        .option(
                                "summation_method",
                                OptionType.oneOf(AUC.SummationMethod.class),
                                AUC::summationMethod,
                                AUC::withSummationMethod)
                        .option("thresholds", NUMBERS, AUC::thresholds, AUC::withThresholds)
                        .option("multi_label", FLAG, AUC::multiLabel, AUC::withMultiLabel)
                        .option("label_weights", NUMBERS, AUC::labelWeights, AUC::withLabelWeights)
                        .option("from_logits", FLAG, AUC::fromLogits, AUC::withFromLogits)
                        // The shape of the predictions tells it.
                        .ignoring("num_labels"),
                point("SensitivityAtSpecificity", "specificity", Metrics::sensitivityAtSpecificity),
                point("SpecificityAtSensitivity", "sensitivity", Metrics::specificityAtSensitivity),
                point("PrecisionAtRecall", "recall", Metrics::precisionAtRecall),
                point("RecallAtPrecision", "precision", Metrics::recallAtPrecision));
    }

    private static KerasCodec<OperatingPoint> point(String className, String key, DoubleFunction<OperatingPoint> make) {
        var kind = make.apply(0).kind();
        return KerasCodec.of(OperatingPoint.class, KerasCodec.required(key, NUMBER, OperatingPoint::value), make::apply)
                .named(className)
                .only(metric -> metric.kind() == kind)
                .option("name", TEXT, OperatingPoint::name, OperatingPoint::withName)
                .option("num_thresholds", INTEGER, OperatingPoint::thresholdCount, OperatingPoint::withThresholdCount)
                .option("class_id", OPTIONAL_INTEGER, OperatingPoint::classId, OperatingPoint::withClassId);
    }

    private static List<KerasCodec<? extends Metric>> scores() {
        OptionType<FBetaScore.Average> averages = OptionType.oneOf(FBetaScore.Average.class);
        return List.of(
                KerasCodec.of(F1Score.class, F1Score::of)
                        .option("name", TEXT, F1Score::name, F1Score::withName)
                        .option("average", averages, F1Score::average, F1Score::withAverage)
                        .option("threshold", OPTIONAL_NUMBER, F1Score::threshold, F1Score::withThreshold),
                KerasCodec.of(FBetaScore.class, FBetaScore::of)
                        .option("name", TEXT, FBetaScore::name, FBetaScore::withName)
                        .option("average", averages, FBetaScore::average, FBetaScore::withAverage)
                        .option("beta", NUMBER, FBetaScore::beta, FBetaScore::withBeta)
                        .option("threshold", OPTIONAL_NUMBER, FBetaScore::threshold, FBetaScore::withThreshold),
                KerasCodec.of(R2Score.class, R2Score::of)
                        .option("name", TEXT, R2Score::name, R2Score::withName)
                        .nullableOption(
                                "class_aggregation",
                                OptionType.oneOf(R2Score.ClassAggregation.class)
                                        .withNull(R2Score.ClassAggregation.NONE),
                                R2Score::classAggregation,
                                R2Score::withClassAggregation)
                        .option("num_regressors", INTEGER, R2Score::regressorCount, R2Score::withRegressorCount));
    }

    private static Map<String, String> shortNames() {
        return Map.ofEntries(
                Map.entry("mse", "MeanSquaredError"),
                Map.entry("MSE", "MeanSquaredError"),
                Map.entry("mae", "MeanAbsoluteError"),
                Map.entry("MAE", "MeanAbsoluteError"),
                Map.entry("mape", "MeanAbsolutePercentageError"),
                Map.entry("MAPE", "MeanAbsolutePercentageError"),
                Map.entry("msle", "MeanSquaredLogarithmicError"),
                Map.entry("MSLE", "MeanSquaredLogarithmicError"),
                Map.entry("log_cosh", "LogCoshError"),
                Map.entry("bce", "BinaryCrossentropy"),
                Map.entry("BCE", "BinaryCrossentropy"));
    }
}
