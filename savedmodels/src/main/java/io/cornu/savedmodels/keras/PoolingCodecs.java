package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.PADDING;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;
import static io.cornu.savedmodels.keras.StandardLayers.channelsLast;

import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Layer;
import io.cornu.layers.MaxPooling2D;
import java.util.List;

/** Pooling layers. Source: their {@code get_config}, Keras 3.15. */
final class PoolingCodecs {
    private PoolingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(maxPooling2D(), averagePooling2D(), globalAveragePooling2D());
    }

    private static KerasCodec<MaxPooling2D> maxPooling2D() {
        KerasCodec<MaxPooling2D> codec = KerasCodec.of(
                        MaxPooling2D.class, required("pool_size", SIZE_2D, MaxPooling2D::poolSize), MaxPooling2D::of)
                .option("strides", SIZE_2D, MaxPooling2D::strides, MaxPooling2D::withStrides)
                .option("padding", PADDING, MaxPooling2D::padding, MaxPooling2D::withPadding);
        return channelsLast(codec);
    }

    private static KerasCodec<AveragePooling2D> averagePooling2D() {
        KerasCodec<AveragePooling2D> codec = KerasCodec.of(
                        AveragePooling2D.class,
                        required("pool_size", SIZE_2D, AveragePooling2D::poolSize),
                        AveragePooling2D::of)
                .option("strides", SIZE_2D, AveragePooling2D::strides, AveragePooling2D::withStrides)
                .option("padding", PADDING, AveragePooling2D::padding, AveragePooling2D::withPadding);
        return channelsLast(codec);
    }

    private static KerasCodec<GlobalAveragePooling2D> globalAveragePooling2D() {
        return channelsLast(KerasCodec.of(GlobalAveragePooling2D.class, GlobalAveragePooling2D::of)
                .option(
                        "keepdims",
                        FLAG,
                        GlobalAveragePooling2D::keepDimensions,
                        GlobalAveragePooling2D::withKeepDimensions));
    }
}
