package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.INTEGER;

import io.cornu.layers.Add;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Layer;
import java.util.List;

/** Layers that make one of several inputs. Source: their {@code get_config}, Keras 3.15. */
final class MergingCodecs {
    private MergingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(Add.class, Add::of),
                KerasCodec.of(Concatenate.class, Concatenate::of)
                        .option("axis", INTEGER, Concatenate::axis, (layer, axis) -> Concatenate.of(axis)));
    }
}
