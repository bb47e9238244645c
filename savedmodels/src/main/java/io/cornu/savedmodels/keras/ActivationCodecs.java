package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;

import io.cornu.layers.Activation;
import io.cornu.layers.ELU;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.PReLU;
import io.cornu.layers.RandomizedLeakyReLU;
import io.cornu.layers.ReLU;
import io.cornu.layers.Softmax;
import java.util.List;

/** Activation layers. Source: their {@code get_config}, Keras 3.15. */
final class ActivationCodecs {
    private ActivationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(
                        Activation.class, required("activation", ACTIVATION, Activation::activation), Activation::of),
                later(ReLU.class, ActivationCodecs::relu),
                KerasCodec.of(LeakyReLU.class, LeakyReLU::of)
                        .option(
                                "negative_slope",
                                NUMBER,
                                LeakyReLU::negativeSlope,
                                (layer, slope) -> LeakyReLU.of(slope)),
                later(PReLU.class, ActivationCodecs::prelu),
                KerasCodec.of(ELU.class, ELU::of).option("alpha", NUMBER, ELU::alpha, (layer, alpha) -> ELU.of(alpha)),
                KerasCodec.of(Softmax.class, Softmax::of)
                        .option("axis", AXES, Softmax::axis, (layer, axis) -> new Softmax(axis)),
                randomized());
    }

    private static KerasCodec<ReLU> relu() {
        return KerasCodec.of(ReLU.class, ReLU::of)
                .option("max_value", NUMBER, ReLU::maxValue, ReLU::withMaxValue)
                .option("negative_slope", NUMBER, ReLU::negativeSlope, ReLU::withNegativeSlope)
                .option("threshold", NUMBER, ReLU::threshold, ReLU::withThreshold);
    }

    private static KerasCodec<PReLU> prelu() {
        return KerasCodec.of(PReLU.class, PReLU::of)
                .option("alpha_initializer", INITIALIZER, PReLU::alphaInitializer, PReLU::withAlphaInitializer)
                .option("alpha_regularizer", REGULARIZER, PReLU::alphaRegularizer, PReLU::withAlphaRegularizer)
                .option("alpha_constraint", CONSTRAINT, PReLU::alphaConstraint, PReLU::withAlphaConstraint)
                .option("shared_axes", AXES, PReLU::sharedAxes, PReLU::withSharedAxes);
    }

    private static KerasCodec<RandomizedLeakyReLU> randomized() {
        return KerasCodec.of(
                        RandomizedLeakyReLU.class,
                        required("lower", NUMBER, RandomizedLeakyReLU::lower),
                        required("upper", NUMBER, RandomizedLeakyReLU::upper),
                        RandomizedLeakyReLU::of)
                .registeredIn("cornu");
    }
}
