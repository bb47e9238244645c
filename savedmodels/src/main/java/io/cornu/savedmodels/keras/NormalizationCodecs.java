package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.LAYER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.BatchNormalization;
import io.cornu.layers.GroupNormalization;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.RMSNormalization;
import io.cornu.layers.SpectralNormalization;
import io.cornu.layers.UnitNormalization;
import java.util.List;

/** Layers that normalize. Source: their {@code get_config}, Keras 3.15. */
final class NormalizationCodecs {
    private NormalizationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(BatchNormalization.class, NormalizationCodecs::batchNormalization),
                later(LayerNormalization.class, NormalizationCodecs::layerNormalization),
                later(GroupNormalization.class, NormalizationCodecs::groupNormalization),
                KerasCodec.of(RMSNormalization.class, RMSNormalization::of)
                        .option("axis", AXES, RMSNormalization::axis, RMSNormalization::withAxis)
                        .option("epsilon", NUMBER, RMSNormalization::epsilon, RMSNormalization::withEpsilon),
                KerasCodec.of(UnitNormalization.class, UnitNormalization::of)
                        .option("axis", AXES, UnitNormalization::axis, (layer, axis) -> new UnitNormalization(axis)),
                KerasCodec.of(
                                SpectralNormalization.class,
                                required("layer", LAYER, SpectralNormalization::layer),
                                SpectralNormalization::of)
                        .option(
                                "power_iterations",
                                INTEGER,
                                SpectralNormalization::powerIterations,
                                SpectralNormalization::withPowerIterations));
    }

    private static KerasCodec<BatchNormalization> batchNormalization() {
        return KerasCodec.of(BatchNormalization.class, BatchNormalization::of)
                .option("axis", INTEGER, BatchNormalization::axis, BatchNormalization::withAxis)
                .option("momentum", NUMBER, BatchNormalization::momentum, BatchNormalization::withMomentum)
                .option("epsilon", NUMBER, BatchNormalization::epsilon, BatchNormalization::withEpsilon)
                .option("center", FLAG, BatchNormalization::center, BatchNormalization::withCenter)
                .option("scale", FLAG, BatchNormalization::scale, BatchNormalization::withScale)
                .option(
                        "beta_initializer",
                        INITIALIZER,
                        BatchNormalization::betaInitializer,
                        BatchNormalization::withBetaInitializer)
                .option(
                        "gamma_initializer",
                        INITIALIZER,
                        BatchNormalization::gammaInitializer,
                        BatchNormalization::withGammaInitializer)
                .option(
                        "moving_mean_initializer",
                        INITIALIZER,
                        BatchNormalization::movingMeanInitializer,
                        BatchNormalization::withMovingMeanInitializer)
                .option(
                        "moving_variance_initializer",
                        INITIALIZER,
                        BatchNormalization::movingVarianceInitializer,
                        BatchNormalization::withMovingVarianceInitializer)
                .option(
                        "beta_regularizer",
                        REGULARIZER,
                        BatchNormalization::betaRegularizer,
                        BatchNormalization::withBetaRegularizer)
                .option(
                        "gamma_regularizer",
                        REGULARIZER,
                        BatchNormalization::gammaRegularizer,
                        BatchNormalization::withGammaRegularizer)
                .option(
                        "beta_constraint",
                        CONSTRAINT,
                        BatchNormalization::betaConstraint,
                        BatchNormalization::withBetaConstraint)
                .option(
                        "gamma_constraint",
                        CONSTRAINT,
                        BatchNormalization::gammaConstraint,
                        BatchNormalization::withGammaConstraint)
                .lacking("synchronized", false)
                .lacking("renorm", false)
                .lacking("renorm_clipping")
                // It means something with renorm only.
                .ignoring("renorm_momentum");
    }

    private static KerasCodec<LayerNormalization> layerNormalization() {
        return KerasCodec.of(LayerNormalization.class, LayerNormalization::of)
                .option("axis", AXES, LayerNormalization::axis, LayerNormalization::withAxis)
                .option("epsilon", NUMBER, LayerNormalization::epsilon, LayerNormalization::withEpsilon)
                .option("center", FLAG, LayerNormalization::center, LayerNormalization::withCenter)
                .option("scale", FLAG, LayerNormalization::scale, LayerNormalization::withScale)
                .option(
                        "beta_initializer",
                        INITIALIZER,
                        LayerNormalization::betaInitializer,
                        LayerNormalization::withBetaInitializer)
                .option(
                        "gamma_initializer",
                        INITIALIZER,
                        LayerNormalization::gammaInitializer,
                        LayerNormalization::withGammaInitializer)
                .option(
                        "beta_regularizer",
                        REGULARIZER,
                        LayerNormalization::betaRegularizer,
                        LayerNormalization::withBetaRegularizer)
                .option(
                        "gamma_regularizer",
                        REGULARIZER,
                        LayerNormalization::gammaRegularizer,
                        LayerNormalization::withGammaRegularizer)
                .option(
                        "beta_constraint",
                        CONSTRAINT,
                        LayerNormalization::betaConstraint,
                        LayerNormalization::withBetaConstraint)
                .option(
                        "gamma_constraint",
                        CONSTRAINT,
                        LayerNormalization::gammaConstraint,
                        LayerNormalization::withGammaConstraint)
                .lacking("rms_scaling", false);
    }

    private static KerasCodec<GroupNormalization> groupNormalization() {
        return KerasCodec.of(GroupNormalization.class, GroupNormalization::of)
                .option("groups", INTEGER, GroupNormalization::groups, GroupNormalization::withGroups)
                .option("axis", INTEGER, GroupNormalization::axis, GroupNormalization::withAxis)
                .option("epsilon", NUMBER, GroupNormalization::epsilon, GroupNormalization::withEpsilon)
                .option("center", FLAG, GroupNormalization::center, GroupNormalization::withCenter)
                .option("scale", FLAG, GroupNormalization::scale, GroupNormalization::withScale)
                .option(
                        "beta_initializer",
                        INITIALIZER,
                        GroupNormalization::betaInitializer,
                        GroupNormalization::withBetaInitializer)
                .option(
                        "gamma_initializer",
                        INITIALIZER,
                        GroupNormalization::gammaInitializer,
                        GroupNormalization::withGammaInitializer)
                .option(
                        "beta_regularizer",
                        REGULARIZER,
                        GroupNormalization::betaRegularizer,
                        GroupNormalization::withBetaRegularizer)
                .option(
                        "gamma_regularizer",
                        REGULARIZER,
                        GroupNormalization::gammaRegularizer,
                        GroupNormalization::withGammaRegularizer)
                .option(
                        "beta_constraint",
                        CONSTRAINT,
                        GroupNormalization::betaConstraint,
                        GroupNormalization::withBetaConstraint)
                .option(
                        "gamma_constraint",
                        CONSTRAINT,
                        GroupNormalization::gammaConstraint,
                        GroupNormalization::withGammaConstraint);
    }
}
