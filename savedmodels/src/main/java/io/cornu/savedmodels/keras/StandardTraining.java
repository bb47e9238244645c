package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.TEXT;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cornu.losses.BinaryCrossentropy;
import io.cornu.losses.CategoricalCrossentropy;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.losses.MeanSquaredError;
import io.cornu.losses.SparseCategoricalCrossentropy;
import io.cornu.metrics.BinaryAccuracy;
import io.cornu.metrics.CategoricalAccuracy;
import io.cornu.metrics.Metric;
import io.cornu.metrics.SparseCategoricalAccuracy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What models are compiled with: losses and metrics of Keras that this toolkit has. */
final class StandardTraining {
    private StandardTraining() {}

    static ClassTable<Loss> losses() {
        return new ClassTable<>(
                "loss",
                "keras.losses",
                List.of(
                        KerasCodec.of(SparseCategoricalCrossentropy.class, Losses::sparseCategoricalCrossentropy)
                                .option(
                                        "from_logits",
                                        FLAG,
                                        SparseCategoricalCrossentropy::fromLogits,
                                        SparseCategoricalCrossentropy::withFromLogits)
                                .lacking("ignore_class")
                                .lacking("axis", -1),
                        KerasCodec.of(CategoricalCrossentropy.class, Losses::categoricalCrossentropy)
                                .option(
                                        "from_logits",
                                        FLAG,
                                        CategoricalCrossentropy::fromLogits,
                                        CategoricalCrossentropy::withFromLogits)
                                .option(
                                        "label_smoothing",
                                        NUMBER,
                                        CategoricalCrossentropy::labelSmoothing,
                                        CategoricalCrossentropy::withLabelSmoothing)
                                .lacking("axis", -1),
                        KerasCodec.of(BinaryCrossentropy.class, Losses::binaryCrossentropy)
                                .option(
                                        "from_logits",
                                        FLAG,
                                        BinaryCrossentropy::fromLogits,
                                        BinaryCrossentropy::withFromLogits)
                                .option(
                                        "label_smoothing",
                                        NUMBER,
                                        BinaryCrossentropy::labelSmoothing,
                                        BinaryCrossentropy::withLabelSmoothing)
                                .lacking("axis", -1),
                        KerasCodec.of(MeanSquaredError.class, Losses::meanSquaredError)),
                Map.of(
                        "mse",
                        "MeanSquaredError",
                        "MSE",
                        "MeanSquaredError",
                        "bce",
                        "BinaryCrossentropy",
                        "BCE",
                        "BinaryCrossentropy"),
                config -> {
                    config.requireDefault(
                            "reduction", Set.of(JsonNodeFactory.instance.textNode("sum_over_batch_size")));
                    LayerConfigs.requireFloat32(config);
                    config.ignore("name");
                });
    }

    static ClassTable<Metric> metrics() {
        return new ClassTable<>(
                "metric",
                "keras.metrics",
                List.of(
                        KerasCodec.of(SparseCategoricalAccuracy.class, SparseCategoricalAccuracy::of)
                                .option(
                                        "name",
                                        TEXT,
                                        SparseCategoricalAccuracy::name,
                                        SparseCategoricalAccuracy::withName),
                        KerasCodec.of(CategoricalAccuracy.class, CategoricalAccuracy::of)
                                .option("name", TEXT, CategoricalAccuracy::name, CategoricalAccuracy::withName),
                        KerasCodec.of(BinaryAccuracy.class, BinaryAccuracy::of)
                                .option("name", TEXT, BinaryAccuracy::name, BinaryAccuracy::withName)
                                .option("threshold", NUMBER, BinaryAccuracy::threshold, BinaryAccuracy::withThreshold)),
                Map.of(),
                LayerConfigs::requireFloat32);
    }
}
