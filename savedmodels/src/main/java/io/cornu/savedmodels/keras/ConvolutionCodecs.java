package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.PADDING;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;
import static io.cornu.savedmodels.keras.StandardLayers.channelsLast;

import io.cornu.layers.Conv2D;
import io.cornu.layers.Layer;
import java.util.List;

/** Convolutions. Source: their {@code get_config}, Keras 3.15. */
final class ConvolutionCodecs {
    private ConvolutionCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(conv2D());
    }

    private static KerasCodec<Conv2D> conv2D() {
        KerasCodec<Conv2D> codec = KerasCodec.of(
                        Conv2D.class,
                        required("filters", INTEGER, Conv2D::filters),
                        required("kernel_size", SIZE_2D, Conv2D::kernelSize),
                        Conv2D::of)
                .option("strides", SIZE_2D, Conv2D::strides, Conv2D::withStrides)
                .option("padding", PADDING, Conv2D::padding, Conv2D::withPadding)
                .option("dilation_rate", SIZE_2D, Conv2D::dilationRate, Conv2D::withDilationRate)
                .option("groups", INTEGER, Conv2D::groups, Conv2D::withGroups)
                .option("activation", ACTIVATION, Conv2D::activation, Conv2D::withActivation)
                .option("use_bias", FLAG, Conv2D::useBias, Conv2D::withUseBias)
                .option("kernel_initializer", INITIALIZER, Conv2D::kernelInitializer, Conv2D::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Conv2D::biasInitializer, Conv2D::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Conv2D::kernelRegularizer, Conv2D::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Conv2D::biasRegularizer, Conv2D::withBiasRegularizer)
                .lacking("kernel_constraint")
                .lacking("bias_constraint")
                .lacking("lora_rank")
                .lacking("quantization_config");
        return channelsLast(codec);
    }
}
