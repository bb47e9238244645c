package io.cornu.savedmodels.keras;

import io.cornu.layers.Layer;
import java.util.List;

/** Attention layers. Source: their {@code get_config}, Keras 3.15. */
final class AttentionCodecs {
    private AttentionCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of();
    }
}
