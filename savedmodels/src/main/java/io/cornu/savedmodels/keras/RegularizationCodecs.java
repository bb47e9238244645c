package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.layers.Dropout;
import io.cornu.layers.Layer;
import java.util.List;

/** Layers that disturb or penalize while training. Source: their {@code get_config}, Keras 3.15. */
final class RegularizationCodecs {
    private RegularizationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(KerasCodec.of(Dropout.class, required("rate", NUMBER, Dropout::rate), Dropout::of)
                .lacking("noise_shape")
                .ignoring("seed"));
    }
}
