package io.cornu.savedmodels.keras;

import io.cornu.layers.Layer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The layers of Keras that this toolkit has. Source: their {@code get_config}, Keras 3.15. */
final class StandardLayers {
    private StandardLayers() {}

    static ClassTable<Layer> table() {
        List<KerasCodec<? extends Layer>> codecs = Stream.of(
                        CoreCodecs.all(),
                        ConvolutionCodecs.all(),
                        PoolingCodecs.all(),
                        SpatialCodecs.all(),
                        NormalizationCodecs.all(),
                        ActivationCodecs.all(),
                        RegularizationCodecs.all(),
                        ReshapingCodecs.all(),
                        MergingCodecs.all(),
                        PreprocessingCodecs.all(),
                        AugmentationCodecs.all(),
                        RecurrentCodecs.all(),
                        AttentionCodecs.all(),
                        ApplicationCodecs.all())
                .flatMap(List::stream)
                .toList();
        return new ClassTable<>("layer", "keras.layers", codecs, Map.of(), config -> {});
    }

    static <T> KerasCodec<T> channelsLast(KerasCodec<T> codec) {
        return codec.lacking("data_format", "channels_last");
    }
}
