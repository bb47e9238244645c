package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Layer;
import java.util.List;

/** Layers that normalize. Source: their {@code get_config}, Keras 3.15. */
final class NormalizationCodecs {
    private NormalizationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(batchNormalization());
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
                .lacking("beta_constraint")
                .lacking("gamma_constraint")
                .lacking("synchronized", false)
                .lacking("renorm", false)
                .lacking("renorm_clipping")
                // It means something with renorm only.
                .ignoring("renorm_momentum");
    }
}
