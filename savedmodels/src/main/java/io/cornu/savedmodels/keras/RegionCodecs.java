package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.TEXT;

import io.cornu.metrics.BinaryIoU;
import io.cornu.metrics.IoU;
import io.cornu.metrics.MeanIoU;
import io.cornu.metrics.Metric;
import io.cornu.metrics.OneHotIoU;
import io.cornu.metrics.OneHotMeanIoU;
import java.util.List;
import java.util.OptionalInt;

/** The metrics of regions that may stand in a file. */
final class RegionCodecs {
    private static final OptionType<OptionalInt> OPTIONAL_INTEGER = INTEGER.map(OptionalInt::of, OptionalInt::getAsInt);

    private static final OptionType<List<Integer>> CLASSES = OptionType.listOf(INTEGER);

    private RegionCodecs() {}

    static List<KerasCodec<? extends Metric>> all() {
        return List.of(
                later(IoU.class, RegionCodecs::iou),
                later(MeanIoU.class, RegionCodecs::meanIoU),
                later(OneHotIoU.class, RegionCodecs::oneHotIoU),
                later(OneHotMeanIoU.class, RegionCodecs::oneHotMeanIoU),
                later(BinaryIoU.class, RegionCodecs::binaryIoU));
    }

    private static KerasCodec<IoU> iou() {
        return KerasCodec.of(
                        IoU.class,
                        required("num_classes", INTEGER, IoU::classes),
                        required("target_class_ids", CLASSES, IoU::targetClasses),
                        IoU::of)
                .option("name", TEXT, IoU::name, IoU::withName)
                .option("ignore_class", OPTIONAL_INTEGER, IoU::ignoredClass, IoU::withIgnoredClass)
                .option("sparse_y_true", FLAG, IoU::sparseTargets, IoU::withSparseTargets)
                .option("sparse_y_pred", FLAG, IoU::sparsePredictions, IoU::withSparsePredictions)
                .option("axis", INTEGER, IoU::axis, IoU::withAxis);
    }

    private static KerasCodec<MeanIoU> meanIoU() {
        return KerasCodec.of(MeanIoU.class, required("num_classes", INTEGER, MeanIoU::classes), MeanIoU::of)
                .option("name", TEXT, MeanIoU::name, MeanIoU::withName)
                .option("ignore_class", OPTIONAL_INTEGER, MeanIoU::ignoredClass, MeanIoU::withIgnoredClass)
                .option("sparse_y_true", FLAG, MeanIoU::sparseTargets, MeanIoU::withSparseTargets)
                .option("sparse_y_pred", FLAG, MeanIoU::sparsePredictions, MeanIoU::withSparsePredictions)
                .option("axis", INTEGER, MeanIoU::axis, MeanIoU::withAxis);
    }

    private static KerasCodec<OneHotIoU> oneHotIoU() {
        return KerasCodec.of(
                        OneHotIoU.class,
                        required("num_classes", INTEGER, OneHotIoU::classes),
                        required("target_class_ids", CLASSES, OneHotIoU::targetClasses),
                        OneHotIoU::of)
                .option("name", TEXT, OneHotIoU::name, OneHotIoU::withName)
                .option("ignore_class", OPTIONAL_INTEGER, OneHotIoU::ignoredClass, OneHotIoU::withIgnoredClass)
                .option("sparse_y_pred", FLAG, OneHotIoU::sparsePredictions, OneHotIoU::withSparsePredictions)
                .option("axis", INTEGER, OneHotIoU::axis, OneHotIoU::withAxis);
    }

    private static KerasCodec<OneHotMeanIoU> oneHotMeanIoU() {
        return KerasCodec.of(
                        OneHotMeanIoU.class,
                        required("num_classes", INTEGER, OneHotMeanIoU::classes),
                        OneHotMeanIoU::of)
                .option("name", TEXT, OneHotMeanIoU::name, OneHotMeanIoU::withName)
                .option("ignore_class", OPTIONAL_INTEGER, OneHotMeanIoU::ignoredClass, OneHotMeanIoU::withIgnoredClass)
                .option("sparse_y_pred", FLAG, OneHotMeanIoU::sparsePredictions, OneHotMeanIoU::withSparsePredictions)
                .option("axis", INTEGER, OneHotMeanIoU::axis, OneHotMeanIoU::withAxis);
    }

    private static KerasCodec<BinaryIoU> binaryIoU() {
        return KerasCodec.of(BinaryIoU.class, BinaryIoU::of)
                .option("name", TEXT, BinaryIoU::name, BinaryIoU::withName)
                .option("target_class_ids", CLASSES, BinaryIoU::targetClasses, BinaryIoU::withTargetClasses)
                .option("threshold", NUMBER, BinaryIoU::threshold, BinaryIoU::withThreshold);
    }
}
