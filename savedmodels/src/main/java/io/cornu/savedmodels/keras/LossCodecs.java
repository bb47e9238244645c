package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.NUMBERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.losses.BinaryCrossentropy;
import io.cornu.losses.BinaryFocalCrossentropy;
import io.cornu.losses.CategoricalCrossentropy;
import io.cornu.losses.CategoricalFocalCrossentropy;
import io.cornu.losses.CategoricalGeneralizedCrossEntropy;
import io.cornu.losses.CategoricalHinge;
import io.cornu.losses.Circle;
import io.cornu.losses.CosineSimilarity;
import io.cornu.losses.Dice;
import io.cornu.losses.Hinge;
import io.cornu.losses.Huber;
import io.cornu.losses.KLDivergence;
import io.cornu.losses.LogCosh;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.losses.MeanAbsoluteError;
import io.cornu.losses.MeanAbsolutePercentageError;
import io.cornu.losses.MeanSquaredError;
import io.cornu.losses.MeanSquaredLogarithmicError;
import io.cornu.losses.Poisson;
import io.cornu.losses.ReducedLoss;
import io.cornu.losses.Reduction;
import io.cornu.losses.SparseCategoricalCrossentropy;
import io.cornu.losses.SquaredHinge;
import io.cornu.losses.Tversky;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The losses that may stand in a file, with the reduction that all of them have in Keras. */
final class LossCodecs {
    private static final String REDUCTION = "reduction";
    private static final OptionType<Reduction> REDUCTIONS = OptionType.oneOf(Reduction.class);

    private LossCodecs() {}

    static ClassTable<Loss> table() {
        List<KerasCodec<? extends Loss>> codecs = Stream.of(crossEntropies(), regression(), hinges(), regions())
                .flatMap(List::stream)
                .<KerasCodec<? extends Loss>>map(codec -> codec)
                .toList();
        return ClassTable.of("loss", "keras.losses", codecs, shortNames(), config -> {
            LayerConfigs.requireFloat32(config);
            config.ignore("name");
        });
    }

    static ObjectNode write(Loss loss, KerasRegistry registry) {
        Loss plain = loss instanceof ReducedLoss reduced ? reduced.loss() : loss;
        ObjectNode object = registry.losses().write(plain, loss.toString(), registry);
        if (loss.reduction() != Reduction.SUM_OVER_BATCH_SIZE && object.get("config") instanceof ObjectNode config) {
            config.set(REDUCTION, REDUCTIONS.write(loss.reduction(), registry));
        }
        return object;
    }

    static Loss read(JsonNode node, Place place) {
        if (!node.path("config").has(REDUCTION)) {
            return place.registry().losses().read(node, place);
        }
        ObjectNode object = node.deepCopy();
        JsonNode reduction = ((ObjectNode) object.get("config")).remove(REDUCTION);
        Loss loss = place.registry().losses().read(object, place);
        return loss.withReduction(REDUCTIONS.read(reduction, place.in(REDUCTION)));
    }

    private static List<KerasCodec<? extends Loss>> crossEntropies() {
        return List.of(
                KerasCodec.of(SparseCategoricalCrossentropy.class, Losses::sparseCategoricalCrossentropy)
                        .option(
                                "from_logits",
                                FLAG,
                                SparseCategoricalCrossentropy::fromLogits,
                                SparseCategoricalCrossentropy::withFromLogits)
                        .option(
                                "ignore_class",
                                INTEGER.map(OptionalInt::of, OptionalInt::getAsInt),
                                SparseCategoricalCrossentropy::ignoredClass,
                                SparseCategoricalCrossentropy::withIgnoredClass)
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
                        .option("axis", INTEGER, CategoricalCrossentropy::axis, CategoricalCrossentropy::withAxis),
                KerasCodec.of(BinaryCrossentropy.class, Losses::binaryCrossentropy)
                        .option("from_logits", FLAG, BinaryCrossentropy::fromLogits, BinaryCrossentropy::withFromLogits)
                        .option(
                                "label_smoothing",
                                NUMBER,
                                BinaryCrossentropy::labelSmoothing,
                                BinaryCrossentropy::withLabelSmoothing)
                        .option("axis", INTEGER, BinaryCrossentropy::axis, BinaryCrossentropy::withAxis),
                later(BinaryFocalCrossentropy.class, LossCodecs::binaryFocal),
                later(CategoricalFocalCrossentropy.class, LossCodecs::categoricalFocal),
                KerasCodec.of(CategoricalGeneralizedCrossEntropy.class, Losses::categoricalGeneralizedCrossEntropy)
                        .option(
                                "q",
                                NUMBER,
                                CategoricalGeneralizedCrossEntropy::q,
                                CategoricalGeneralizedCrossEntropy::withQ));
    }

    private static KerasCodec<BinaryFocalCrossentropy> binaryFocal() {
        return KerasCodec.of(BinaryFocalCrossentropy.class, Losses::binaryFocalCrossentropy)
                .option(
                        "apply_class_balancing",
                        FLAG,
                        BinaryFocalCrossentropy::applyClassBalancing,
                        BinaryFocalCrossentropy::withApplyClassBalancing)
                .option("alpha", NUMBER, BinaryFocalCrossentropy::alpha, BinaryFocalCrossentropy::withAlpha)
                .option("gamma", NUMBER, BinaryFocalCrossentropy::gamma, BinaryFocalCrossentropy::withGamma)
                .option(
                        "from_logits",
                        FLAG,
                        BinaryFocalCrossentropy::fromLogits,
                        BinaryFocalCrossentropy::withFromLogits)
                .option(
                        "label_smoothing",
                        NUMBER,
                        BinaryFocalCrossentropy::labelSmoothing,
                        BinaryFocalCrossentropy::withLabelSmoothing)
                .option("axis", INTEGER, BinaryFocalCrossentropy::axis, BinaryFocalCrossentropy::withAxis);
    }

    private static KerasCodec<CategoricalFocalCrossentropy> categoricalFocal() {
        return KerasCodec.of(CategoricalFocalCrossentropy.class, Losses::categoricalFocalCrossentropy)
                .option("alpha", NUMBERS, CategoricalFocalCrossentropy::alpha, CategoricalFocalCrossentropy::withAlpha)
                .option("gamma", NUMBER, CategoricalFocalCrossentropy::gamma, CategoricalFocalCrossentropy::withGamma)
                .option(
                        "from_logits",
                        FLAG,
                        CategoricalFocalCrossentropy::fromLogits,
                        CategoricalFocalCrossentropy::withFromLogits)
                .option(
                        "label_smoothing",
                        NUMBER,
                        CategoricalFocalCrossentropy::labelSmoothing,
                        CategoricalFocalCrossentropy::withLabelSmoothing)
                .option("axis", INTEGER, CategoricalFocalCrossentropy::axis, CategoricalFocalCrossentropy::withAxis);
    }

    private static List<KerasCodec<? extends Loss>> regression() {
        return List.of(
                KerasCodec.of(MeanSquaredError.class, Losses::meanSquaredError),
                KerasCodec.of(MeanAbsoluteError.class, Losses::meanAbsoluteError),
                KerasCodec.of(MeanAbsolutePercentageError.class, Losses::meanAbsolutePercentageError),
                KerasCodec.of(MeanSquaredLogarithmicError.class, Losses::meanSquaredLogarithmicError),
                KerasCodec.of(LogCosh.class, Losses::logCosh),
                KerasCodec.of(Huber.class, Losses::huber).option("delta", NUMBER, Huber::delta, Huber::withDelta),
                KerasCodec.of(CosineSimilarity.class, Losses::cosineSimilarity)
                        .option("axis", INTEGER, CosineSimilarity::axis, CosineSimilarity::withAxis),
                KerasCodec.of(KLDivergence.class, Losses::klDivergence),
                KerasCodec.of(Poisson.class, Losses::poisson));
    }

    private static List<KerasCodec<? extends Loss>> hinges() {
        return List.of(
                KerasCodec.of(Hinge.class, Losses::hinge),
                KerasCodec.of(SquaredHinge.class, Losses::squaredHinge),
                KerasCodec.of(CategoricalHinge.class, Losses::categoricalHinge));
    }

    private static List<KerasCodec<? extends Loss>> regions() {
        return List.of(
                KerasCodec.of(Dice.class, Losses::dice).option("axis", AXES, Dice::axis, Dice::withAxis),
                KerasCodec.of(Tversky.class, Losses::tversky)
                        .option("alpha", NUMBER, Tversky::alpha, Tversky::withAlpha)
                        .option("beta", NUMBER, Tversky::beta, Tversky::withBeta)
                        .option("axis", AXES, Tversky::axis, Tversky::withAxis),
                KerasCodec.of(Circle.class, Losses::circle)
                        .option("gamma", NUMBER, Circle::gamma, Circle::withGamma)
                        .option("margin", NUMBER, Circle::margin, Circle::withMargin)
                        .option("remove_diagonal", FLAG, Circle::removeDiagonal, Circle::withRemoveDiagonal));
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
                Map.entry("kld", "KLDivergence"),
                Map.entry("KLD", "KLDivergence"),
                Map.entry("bce", "BinaryCrossentropy"),
                Map.entry("BCE", "BinaryCrossentropy"));
    }
}
