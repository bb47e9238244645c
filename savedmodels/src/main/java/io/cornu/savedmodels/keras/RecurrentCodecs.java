package io.cornu.savedmodels.keras;

import io.cornu.layers.Layer;
import java.util.List;

/** Recurrent layers. Source: their {@code get_config}, Keras 3.15. */
final class RecurrentCodecs {
    private RecurrentCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of();
    }
}
