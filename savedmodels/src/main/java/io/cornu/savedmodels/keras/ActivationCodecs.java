package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.layers.Activation;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.ReLU;
import java.util.List;

/** Activation layers. Source: their {@code get_config}, Keras 3.15. */
final class ActivationCodecs {
    private ActivationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(
                        Activation.class, required("activation", ACTIVATION, Activation::activation), Activation::of),
                relu(),
                KerasCodec.of(LeakyReLU.class, LeakyReLU::of)
                        .option(
                                "negative_slope",
                                NUMBER,
                                LeakyReLU::negativeSlope,
                                (layer, slope) -> LeakyReLU.of(slope)));
    }

    private static KerasCodec<ReLU> relu() {
        return KerasCodec.of(ReLU.class, ReLU::of)
                .option("max_value", NUMBER, ReLU::maxValue, ReLU::withMaxValue)
                .option("negative_slope", NUMBER, ReLU::negativeSlope, ReLU::withNegativeSlope)
                .option("threshold", NUMBER, ReLU::threshold, ReLU::withThreshold);
    }
}
