package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.layers.Layer;
import io.cornu.layers.Rescaling;
import java.util.List;

/** Layers that prepare or augment images and features. Source: their {@code get_config}, Keras 3.15. */
final class PreprocessingCodecs {
    private PreprocessingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(KerasCodec.of(Rescaling.class, required("scale", NUMBER, Rescaling::scale), Rescaling::of)
                .option("offset", NUMBER, Rescaling::offset, Rescaling::withOffset));
    }
}
