package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.PADDING;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;
import static io.cornu.savedmodels.keras.OptionType.SHAPE;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;

import io.cornu.layers.Activation;
import io.cornu.layers.Add;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Layer;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers of Keras that this toolkit has. Source: their {@code get_config}, Keras 3.15. */
final class StandardLayers {
    private StandardLayers() {}

    static ClassTable<Layer> table() {
        return new ClassTable<>(
                "layer",
                "keras.layers",
                List.of(
                        dense(),
                        conv2D(),
                        maxPooling2D(),
                        averagePooling2D(),
                        globalAveragePooling2D(),
                        batchNormalization(),
                        KerasCodec.of(
                                Activation.class,
                                required("activation", ACTIVATION, Activation::activation),
                                Activation::of),
                        relu(),
                        KerasCodec.of(LeakyReLU.class, LeakyReLU::of)
                                .option(
                                        "negative_slope",
                                        NUMBER,
                                        LeakyReLU::negativeSlope,
                                        (layer, slope) -> LeakyReLU.of(slope)),
                        KerasCodec.of(Dropout.class, required("rate", NUMBER, Dropout::rate), Dropout::of)
                                .lacking("noise_shape")
                                .ignoring("seed"),
                        channelsLast(KerasCodec.of(Flatten.class, Flatten::of)),
                        KerasCodec.of(
                                Reshape.class, required("target_shape", SHAPE, Reshape::targetShape), Reshape::new),
                        KerasCodec.of(Add.class, Add::of),
                        KerasCodec.of(Concatenate.class, Concatenate::of)
                                .option("axis", INTEGER, Concatenate::axis, (layer, axis) -> Concatenate.of(axis)),
                        KerasCodec.of(Rescaling.class, required("scale", NUMBER, Rescaling::scale), Rescaling::of)
                                .option("offset", NUMBER, Rescaling::offset, Rescaling::withOffset)),
                Map.of(),
                config -> config.requireDefault("activity_regularizer", Set.of()));
    }

    private static KerasCodec<Dense> dense() {
        return KerasCodec.of(Dense.class, required("units", INTEGER, Dense::units), Dense::of)
                .option("activation", ACTIVATION, Dense::activation, Dense::withActivation)
                .option("use_bias", FLAG, Dense::useBias, Dense::withUseBias)
                .option("kernel_initializer", INITIALIZER, Dense::kernelInitializer, Dense::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Dense::biasInitializer, Dense::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Dense::kernelRegularizer, Dense::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Dense::biasRegularizer, Dense::withBiasRegularizer)
                .lacking("kernel_constraint")
                .lacking("bias_constraint")
                .lacking("lora_rank")
                .lacking("quantization_config");
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

    private static KerasCodec<BatchNormalization> batchNormalization() {
        return KerasCodec.of(BatchNormalization.class, BatchNormalization::of)
                .option("axis", INTEGER, BatchNormalization::axis, BatchNormalization::withAxis)
                .option("momentum", NUMBER, BatchNormalization::momentum, BatchNormalization::withMomentum)
                .option("epsilon", NUMBER, BatchNormalization::epsilon, BatchNormalization::withEpsilon)
                .option("center", FLAG, BatchNormalization::center, BatchNormalization::withCenter)
                .option("scale", FLAG, BatchNormalization::scale, BatchNormalization::withScale)
                .option(
                        "beta_initializer",
                        INITIALIZER,
                        BatchNormalization::betaInitializer,
                        BatchNormalization::withBetaInitializer)
                .option(
                        "gamma_initializer",
                        INITIALIZER,
                        BatchNormalization::gammaInitializer,
                        BatchNormalization::withGammaInitializer)
                .option(
                        "moving_mean_initializer",
                        INITIALIZER,
                        BatchNormalization::movingMeanInitializer,
                        BatchNormalization::withMovingMeanInitializer)
                .option(
                        "moving_variance_initializer",
                        INITIALIZER,
                        BatchNormalization::movingVarianceInitializer,
                        BatchNormalization::withMovingVarianceInitializer)
                .option(
                        "beta_regularizer",
                        REGULARIZER,
                        BatchNormalization::betaRegularizer,
                        BatchNormalization::withBetaRegularizer)
                .option(
                        "gamma_regularizer",
                        REGULARIZER,
                        BatchNormalization::gammaRegularizer,
                        BatchNormalization::withGammaRegularizer)
                .lacking("beta_constraint")
                .lacking("gamma_constraint")
                .lacking("synchronized", false)
                .lacking("renorm", false)
                .lacking("renorm_clipping")
                // It means something with renorm only.
                .ignoring("renorm_momentum");
    }

    private static KerasCodec<ReLU> relu() {
        return KerasCodec.of(ReLU.class, ReLU::of)
                .option("max_value", NUMBER, ReLU::maxValue, ReLU::withMaxValue)
                .option("negative_slope", NUMBER, ReLU::negativeSlope, ReLU::withNegativeSlope)
                .option("threshold", NUMBER, ReLU::threshold, ReLU::withThreshold);
    }

    private static <T> KerasCodec<T> channelsLast(KerasCodec<T> codec) {
        return codec.lacking("data_format", "channels_last");
    }
}
