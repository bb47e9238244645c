package io.cornu.savedmodels.keras;

import io.cornu.layers.Layer;
import java.util.List;
import java.util.Map;

/** The layers of Keras that this toolkit has. Source: their {@code get_config}, Keras 3.15. */
final class StandardLayers {
    private StandardLayers() {}

    static ClassTable<Layer> table() {
        // First what most models are made of.
        List<Lazy<List<KerasCodec<? extends Layer>>>> families = List.of(
                new Lazy<>(CoreCodecs::all),
                new Lazy<>(ConvolutionCodecs::all),
                new Lazy<>(PoolingCodecs::all),
                new Lazy<>(SpatialCodecs::all),
                new Lazy<>(NormalizationCodecs::all),
                new Lazy<>(ActivationCodecs::all),
                new Lazy<>(MergingCodecs::all),
                new Lazy<>(ReshapingCodecs::all),
                new Lazy<>(RegularizationCodecs::all),
                new Lazy<>(PreprocessingCodecs::all),
                new Lazy<>(AugmentationCodecs::all),
                new Lazy<>(RecurrentCodecs::all),
                new Lazy<>(AttentionCodecs::all),
                new Lazy<>(ApplicationCodecs::all));
        return new ClassTable<>("layer", "keras.layers", families, Map.of(), config -> {});
    }

    static <T> KerasCodec<T> channelsLast(KerasCodec<T> codec) {
        return codec.lacking("data_format", "channels_last");
    }
}
