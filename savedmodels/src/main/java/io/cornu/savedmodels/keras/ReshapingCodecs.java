package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.SHAPE;
import static io.cornu.savedmodels.keras.OptionType.SIZES;

import io.cornu.layers.Flatten;
import io.cornu.layers.Layer;
import io.cornu.layers.Permute;
import io.cornu.layers.RepeatVector;
import io.cornu.layers.Reshape;
import java.util.List;

/** Layers that change shapes. Source: their {@code get_config}, Keras 3.15. */
final class ReshapingCodecs {
    private ReshapingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(Flatten.class, Flatten::of)
                        .option("data_format", DATA_FORMAT, Flatten::dataFormat, Flatten::withDataFormat),
                KerasCodec.of(Reshape.class, required("target_shape", SHAPE, Reshape::targetShape), Reshape::new),
                KerasCodec.of(Permute.class, required("dims", SIZES, Permute::dimensions), Permute::new),
                KerasCodec.of(RepeatVector.class, required("n", INTEGER, RepeatVector::n), RepeatVector::of));
    }
}
