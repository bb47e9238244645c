package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.SHAPE;
import static io.cornu.savedmodels.keras.StandardLayers.channelsLast;

import io.cornu.layers.Flatten;
import io.cornu.layers.Layer;
import io.cornu.layers.Reshape;
import java.util.List;

/** Layers that change shapes. Source: their {@code get_config}, Keras 3.15. */
final class ReshapingCodecs {
    private ReshapingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                channelsLast(KerasCodec.of(Flatten.class, Flatten::of)),
                KerasCodec.of(Reshape.class, required("target_shape", SHAPE, Reshape::targetShape), Reshape::new));
    }
}
