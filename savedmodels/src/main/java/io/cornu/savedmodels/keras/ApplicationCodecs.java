package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;

import io.cornu.layers.CustomScaleLayer;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerScale;
import io.cornu.layers.StochasticDepth;
import java.util.List;

/** Layers that Keras has for its applications only. Source: their {@code get_config}, Keras 3.15. */
final class ApplicationCodecs {
    private static final String CONVNEXT = "keras.src.applications.convnext";

    private ApplicationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(
                                CustomScaleLayer.class,
                                required("scale", NUMBER, CustomScaleLayer::scale),
                                CustomScaleLayer::of)
                        .inModule("keras.src.applications.inception_resnet_v2"),
                KerasCodec.of(
                                LayerScale.class,
                                required("init_values", NUMBER, LayerScale::initialValues),
                                required("projection_dim", INTEGER, LayerScale::channels),
                                LayerScale::of)
                        .inModule(CONVNEXT),
                KerasCodec.of(
                                StochasticDepth.class,
                                required("drop_path_rate", NUMBER, StochasticDepth::rate),
                                StochasticDepth::of)
                        .inModule(CONVNEXT));
    }
}
