package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.ACTIVATION;
import static io.cornu.savedmodels.keras.OptionType.CONSTRAINT;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INITIALIZER;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.PADDING;
import static io.cornu.savedmodels.keras.OptionType.REGULARIZER;
import static io.cornu.savedmodels.keras.OptionType.SIZE_1D;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;
import static io.cornu.savedmodels.keras.OptionType.SIZE_3D;

import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Layer;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import java.util.List;

/** Convolutions. Source: their {@code get_config}, Keras 3.15. */
final class ConvolutionCodecs {
    /** One whole number, or a list of them; null is none. */
    private static final OptionType<List<Integer>> OUTPUT_PADDING = OptionType.AXES;

    private ConvolutionCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(Conv1D.class, ConvolutionCodecs::conv1D),
                later(Conv2D.class, ConvolutionCodecs::conv2D),
                later(Conv3D.class, ConvolutionCodecs::conv3D),
                later(Conv1DTranspose.class, ConvolutionCodecs::conv1DTranspose),
                later(Conv2DTranspose.class, ConvolutionCodecs::conv2DTranspose),
                later(Conv3DTranspose.class, ConvolutionCodecs::conv3DTranspose),
                later(DepthwiseConv1D.class, ConvolutionCodecs::depthwiseConv1D),
                later(DepthwiseConv2D.class, ConvolutionCodecs::depthwiseConv2D),
                later(SeparableConv1D.class, ConvolutionCodecs::separableConv1D),
                later(SeparableConv2D.class, ConvolutionCodecs::separableConv2D));
    }

    private static KerasCodec<Conv1D> conv1D() {
        return KerasCodec.of(
                        Conv1D.class,
                        required("filters", INTEGER, Conv1D::filters),
                        required("kernel_size", SIZE_1D, Conv1D::kernelSize),
                        Conv1D::of)
                .option("strides", SIZE_1D, Conv1D::strides, Conv1D::withStrides)
                .option("padding", PADDING, Conv1D::padding, Conv1D::withPadding)
                .option("data_format", DATA_FORMAT, Conv1D::dataFormat, Conv1D::withDataFormat)
                .option("dilation_rate", SIZE_1D, Conv1D::dilationRate, Conv1D::withDilationRate)
                .option("groups", INTEGER, Conv1D::groups, Conv1D::withGroups)
                .option("activation", ACTIVATION, Conv1D::activation, Conv1D::withActivation)
                .option("use_bias", FLAG, Conv1D::useBias, Conv1D::withUseBias)
                .option("kernel_initializer", INITIALIZER, Conv1D::kernelInitializer, Conv1D::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Conv1D::biasInitializer, Conv1D::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Conv1D::kernelRegularizer, Conv1D::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Conv1D::biasRegularizer, Conv1D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv1D::activityRegularizer,
                        Conv1D::withActivityRegularizer)
                .option("kernel_constraint", CONSTRAINT, Conv1D::kernelConstraint, Conv1D::withKernelConstraint)
                .option("bias_constraint", CONSTRAINT, Conv1D::biasConstraint, Conv1D::withBiasConstraint)
                .lacking("lora_rank")
                .lacking("lora_alpha")
                .lacking("quantization_config");
    }

    private static KerasCodec<Conv2D> conv2D() {
        return KerasCodec.of(
                        Conv2D.class,
                        required("filters", INTEGER, Conv2D::filters),
                        required("kernel_size", SIZE_2D, Conv2D::kernelSize),
                        Conv2D::of)
                .option("strides", SIZE_2D, Conv2D::strides, Conv2D::withStrides)
                .option("padding", PADDING, Conv2D::padding, Conv2D::withPadding)
                .option("data_format", DATA_FORMAT, Conv2D::dataFormat, Conv2D::withDataFormat)
                .option("dilation_rate", SIZE_2D, Conv2D::dilationRate, Conv2D::withDilationRate)
                .option("groups", INTEGER, Conv2D::groups, Conv2D::withGroups)
                .option("activation", ACTIVATION, Conv2D::activation, Conv2D::withActivation)
                .option("use_bias", FLAG, Conv2D::useBias, Conv2D::withUseBias)
                .option("kernel_initializer", INITIALIZER, Conv2D::kernelInitializer, Conv2D::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Conv2D::biasInitializer, Conv2D::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Conv2D::kernelRegularizer, Conv2D::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Conv2D::biasRegularizer, Conv2D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv2D::activityRegularizer,
                        Conv2D::withActivityRegularizer)
                .option("kernel_constraint", CONSTRAINT, Conv2D::kernelConstraint, Conv2D::withKernelConstraint)
                .option("bias_constraint", CONSTRAINT, Conv2D::biasConstraint, Conv2D::withBiasConstraint)
                .lacking("lora_rank")
                .lacking("lora_alpha")
                .lacking("quantization_config");
    }

    private static KerasCodec<Conv3D> conv3D() {
        return KerasCodec.of(
                        Conv3D.class,
                        required("filters", INTEGER, Conv3D::filters),
                        required("kernel_size", SIZE_3D, Conv3D::kernelSize),
                        Conv3D::of)
                .option("strides", SIZE_3D, Conv3D::strides, Conv3D::withStrides)
                .option("padding", PADDING, Conv3D::padding, Conv3D::withPadding)
                .option("data_format", DATA_FORMAT, Conv3D::dataFormat, Conv3D::withDataFormat)
                .option("dilation_rate", SIZE_3D, Conv3D::dilationRate, Conv3D::withDilationRate)
                .option("groups", INTEGER, Conv3D::groups, Conv3D::withGroups)
                .option("activation", ACTIVATION, Conv3D::activation, Conv3D::withActivation)
                .option("use_bias", FLAG, Conv3D::useBias, Conv3D::withUseBias)
                .option("kernel_initializer", INITIALIZER, Conv3D::kernelInitializer, Conv3D::withKernelInitializer)
                .option("bias_initializer", INITIALIZER, Conv3D::biasInitializer, Conv3D::withBiasInitializer)
                .option("kernel_regularizer", REGULARIZER, Conv3D::kernelRegularizer, Conv3D::withKernelRegularizer)
                .option("bias_regularizer", REGULARIZER, Conv3D::biasRegularizer, Conv3D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv3D::activityRegularizer,
                        Conv3D::withActivityRegularizer)
                .option("kernel_constraint", CONSTRAINT, Conv3D::kernelConstraint, Conv3D::withKernelConstraint)
                .option("bias_constraint", CONSTRAINT, Conv3D::biasConstraint, Conv3D::withBiasConstraint)
                .lacking("lora_rank")
                .lacking("lora_alpha")
                .lacking("quantization_config");
    }

    private static KerasCodec<Conv1DTranspose> conv1DTranspose() {
        return KerasCodec.of(
                        Conv1DTranspose.class,
                        required("filters", INTEGER, Conv1DTranspose::filters),
                        required("kernel_size", SIZE_1D, Conv1DTranspose::kernelSize),
                        Conv1DTranspose::of)
                .option("strides", SIZE_1D, Conv1DTranspose::strides, Conv1DTranspose::withStrides)
                .option("padding", PADDING, Conv1DTranspose::padding, Conv1DTranspose::withPadding)
                .option(
                        "output_padding",
                        OUTPUT_PADDING,
                        Conv1DTranspose::outputPadding,
                        Conv1DTranspose::withOutputPadding)
                .option("data_format", DATA_FORMAT, Conv1DTranspose::dataFormat, Conv1DTranspose::withDataFormat)
                .option("dilation_rate", SIZE_1D, Conv1DTranspose::dilationRate, Conv1DTranspose::withDilationRate)
                .option("activation", ACTIVATION, Conv1DTranspose::activation, Conv1DTranspose::withActivation)
                .option("use_bias", FLAG, Conv1DTranspose::useBias, Conv1DTranspose::withUseBias)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        Conv1DTranspose::kernelInitializer,
                        Conv1DTranspose::withKernelInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        Conv1DTranspose::biasInitializer,
                        Conv1DTranspose::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        Conv1DTranspose::kernelRegularizer,
                        Conv1DTranspose::withKernelRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        Conv1DTranspose::biasRegularizer,
                        Conv1DTranspose::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv1DTranspose::activityRegularizer,
                        Conv1DTranspose::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        Conv1DTranspose::kernelConstraint,
                        Conv1DTranspose::withKernelConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        Conv1DTranspose::biasConstraint,
                        Conv1DTranspose::withBiasConstraint);
    }

    private static KerasCodec<Conv2DTranspose> conv2DTranspose() {
        return KerasCodec.of(
                        Conv2DTranspose.class,
                        required("filters", INTEGER, Conv2DTranspose::filters),
                        required("kernel_size", SIZE_2D, Conv2DTranspose::kernelSize),
                        Conv2DTranspose::of)
                .option("strides", SIZE_2D, Conv2DTranspose::strides, Conv2DTranspose::withStrides)
                .option("padding", PADDING, Conv2DTranspose::padding, Conv2DTranspose::withPadding)
                .option(
                        "output_padding",
                        OUTPUT_PADDING,
                        Conv2DTranspose::outputPadding,
                        Conv2DTranspose::withOutputPadding)
                .option("data_format", DATA_FORMAT, Conv2DTranspose::dataFormat, Conv2DTranspose::withDataFormat)
                .option("dilation_rate", SIZE_2D, Conv2DTranspose::dilationRate, Conv2DTranspose::withDilationRate)
                .option("activation", ACTIVATION, Conv2DTranspose::activation, Conv2DTranspose::withActivation)
                .option("use_bias", FLAG, Conv2DTranspose::useBias, Conv2DTranspose::withUseBias)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        Conv2DTranspose::kernelInitializer,
                        Conv2DTranspose::withKernelInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        Conv2DTranspose::biasInitializer,
                        Conv2DTranspose::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        Conv2DTranspose::kernelRegularizer,
                        Conv2DTranspose::withKernelRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        Conv2DTranspose::biasRegularizer,
                        Conv2DTranspose::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv2DTranspose::activityRegularizer,
                        Conv2DTranspose::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        Conv2DTranspose::kernelConstraint,
                        Conv2DTranspose::withKernelConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        Conv2DTranspose::biasConstraint,
                        Conv2DTranspose::withBiasConstraint);
    }

    private static KerasCodec<Conv3DTranspose> conv3DTranspose() {
        return KerasCodec.of(
                        Conv3DTranspose.class,
                        required("filters", INTEGER, Conv3DTranspose::filters),
                        required("kernel_size", SIZE_3D, Conv3DTranspose::kernelSize),
                        Conv3DTranspose::of)
                .option("strides", SIZE_3D, Conv3DTranspose::strides, Conv3DTranspose::withStrides)
                .option("padding", PADDING, Conv3DTranspose::padding, Conv3DTranspose::withPadding)
                .option(
                        "output_padding",
                        OUTPUT_PADDING,
                        Conv3DTranspose::outputPadding,
                        Conv3DTranspose::withOutputPadding)
                .option("data_format", DATA_FORMAT, Conv3DTranspose::dataFormat, Conv3DTranspose::withDataFormat)
                .option("dilation_rate", SIZE_3D, Conv3DTranspose::dilationRate, Conv3DTranspose::withDilationRate)
                .option("activation", ACTIVATION, Conv3DTranspose::activation, Conv3DTranspose::withActivation)
                .option("use_bias", FLAG, Conv3DTranspose::useBias, Conv3DTranspose::withUseBias)
                .option(
                        "kernel_initializer",
                        INITIALIZER,
                        Conv3DTranspose::kernelInitializer,
                        Conv3DTranspose::withKernelInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        Conv3DTranspose::biasInitializer,
                        Conv3DTranspose::withBiasInitializer)
                .option(
                        "kernel_regularizer",
                        REGULARIZER,
                        Conv3DTranspose::kernelRegularizer,
                        Conv3DTranspose::withKernelRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        Conv3DTranspose::biasRegularizer,
                        Conv3DTranspose::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        Conv3DTranspose::activityRegularizer,
                        Conv3DTranspose::withActivityRegularizer)
                .option(
                        "kernel_constraint",
                        CONSTRAINT,
                        Conv3DTranspose::kernelConstraint,
                        Conv3DTranspose::withKernelConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        Conv3DTranspose::biasConstraint,
                        Conv3DTranspose::withBiasConstraint);
    }

    private static KerasCodec<DepthwiseConv1D> depthwiseConv1D() {
        return KerasCodec.of(
                        DepthwiseConv1D.class,
                        required("kernel_size", SIZE_1D, DepthwiseConv1D::kernelSize),
                        DepthwiseConv1D::of)
                .option("strides", SIZE_1D, DepthwiseConv1D::strides, DepthwiseConv1D::withStrides)
                .option("padding", PADDING, DepthwiseConv1D::padding, DepthwiseConv1D::withPadding)
                .option(
                        "depth_multiplier",
                        INTEGER,
                        DepthwiseConv1D::depthMultiplier,
                        DepthwiseConv1D::withDepthMultiplier)
                .option("data_format", DATA_FORMAT, DepthwiseConv1D::dataFormat, DepthwiseConv1D::withDataFormat)
                .option("dilation_rate", SIZE_1D, DepthwiseConv1D::dilationRate, DepthwiseConv1D::withDilationRate)
                .option("activation", ACTIVATION, DepthwiseConv1D::activation, DepthwiseConv1D::withActivation)
                .option("use_bias", FLAG, DepthwiseConv1D::useBias, DepthwiseConv1D::withUseBias)
                .option(
                        "depthwise_initializer",
                        INITIALIZER,
                        DepthwiseConv1D::depthwiseInitializer,
                        DepthwiseConv1D::withDepthwiseInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        DepthwiseConv1D::biasInitializer,
                        DepthwiseConv1D::withBiasInitializer)
                .option(
                        "depthwise_regularizer",
                        REGULARIZER,
                        DepthwiseConv1D::depthwiseRegularizer,
                        DepthwiseConv1D::withDepthwiseRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        DepthwiseConv1D::biasRegularizer,
                        DepthwiseConv1D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        DepthwiseConv1D::activityRegularizer,
                        DepthwiseConv1D::withActivityRegularizer)
                .option(
                        "depthwise_constraint",
                        CONSTRAINT,
                        DepthwiseConv1D::depthwiseConstraint,
                        DepthwiseConv1D::withDepthwiseConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        DepthwiseConv1D::biasConstraint,
                        DepthwiseConv1D::withBiasConstraint);
    }

    private static KerasCodec<DepthwiseConv2D> depthwiseConv2D() {
        return KerasCodec.of(
                        DepthwiseConv2D.class,
                        required("kernel_size", SIZE_2D, DepthwiseConv2D::kernelSize),
                        DepthwiseConv2D::of)
                .option("strides", SIZE_2D, DepthwiseConv2D::strides, DepthwiseConv2D::withStrides)
                .option("padding", PADDING, DepthwiseConv2D::padding, DepthwiseConv2D::withPadding)
                .option(
                        "depth_multiplier",
                        INTEGER,
                        DepthwiseConv2D::depthMultiplier,
                        DepthwiseConv2D::withDepthMultiplier)
                .option("data_format", DATA_FORMAT, DepthwiseConv2D::dataFormat, DepthwiseConv2D::withDataFormat)
                .option("dilation_rate", SIZE_2D, DepthwiseConv2D::dilationRate, DepthwiseConv2D::withDilationRate)
                .option("activation", ACTIVATION, DepthwiseConv2D::activation, DepthwiseConv2D::withActivation)
                .option("use_bias", FLAG, DepthwiseConv2D::useBias, DepthwiseConv2D::withUseBias)
                .option(
                        "depthwise_initializer",
                        INITIALIZER,
                        DepthwiseConv2D::depthwiseInitializer,
                        DepthwiseConv2D::withDepthwiseInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        DepthwiseConv2D::biasInitializer,
                        DepthwiseConv2D::withBiasInitializer)
                .option(
                        "depthwise_regularizer",
                        REGULARIZER,
                        DepthwiseConv2D::depthwiseRegularizer,
                        DepthwiseConv2D::withDepthwiseRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        DepthwiseConv2D::biasRegularizer,
                        DepthwiseConv2D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        DepthwiseConv2D::activityRegularizer,
                        DepthwiseConv2D::withActivityRegularizer)
                .option(
                        "depthwise_constraint",
                        CONSTRAINT,
                        DepthwiseConv2D::depthwiseConstraint,
                        DepthwiseConv2D::withDepthwiseConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        DepthwiseConv2D::biasConstraint,
                        DepthwiseConv2D::withBiasConstraint);
    }

    private static KerasCodec<SeparableConv1D> separableConv1D() {
        return KerasCodec.of(
                        SeparableConv1D.class,
                        required("filters", INTEGER, SeparableConv1D::filters),
                        required("kernel_size", SIZE_1D, SeparableConv1D::kernelSize),
                        SeparableConv1D::of)
                .option("strides", SIZE_1D, SeparableConv1D::strides, SeparableConv1D::withStrides)
                .option("padding", PADDING, SeparableConv1D::padding, SeparableConv1D::withPadding)
                .option("data_format", DATA_FORMAT, SeparableConv1D::dataFormat, SeparableConv1D::withDataFormat)
                .option("dilation_rate", SIZE_1D, SeparableConv1D::dilationRate, SeparableConv1D::withDilationRate)
                .option(
                        "depth_multiplier",
                        INTEGER,
                        SeparableConv1D::depthMultiplier,
                        SeparableConv1D::withDepthMultiplier)
                .option("activation", ACTIVATION, SeparableConv1D::activation, SeparableConv1D::withActivation)
                .option("use_bias", FLAG, SeparableConv1D::useBias, SeparableConv1D::withUseBias)
                .option(
                        "depthwise_initializer",
                        INITIALIZER,
                        SeparableConv1D::depthwiseInitializer,
                        SeparableConv1D::withDepthwiseInitializer)
                .option(
                        "pointwise_initializer",
                        INITIALIZER,
                        SeparableConv1D::pointwiseInitializer,
                        SeparableConv1D::withPointwiseInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        SeparableConv1D::biasInitializer,
                        SeparableConv1D::withBiasInitializer)
                .option(
                        "depthwise_regularizer",
                        REGULARIZER,
                        SeparableConv1D::depthwiseRegularizer,
                        SeparableConv1D::withDepthwiseRegularizer)
                .option(
                        "pointwise_regularizer",
                        REGULARIZER,
                        SeparableConv1D::pointwiseRegularizer,
                        SeparableConv1D::withPointwiseRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        SeparableConv1D::biasRegularizer,
                        SeparableConv1D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        SeparableConv1D::activityRegularizer,
                        SeparableConv1D::withActivityRegularizer)
                .option(
                        "depthwise_constraint",
                        CONSTRAINT,
                        SeparableConv1D::depthwiseConstraint,
                        SeparableConv1D::withDepthwiseConstraint)
                .option(
                        "pointwise_constraint",
                        CONSTRAINT,
                        SeparableConv1D::pointwiseConstraint,
                        SeparableConv1D::withPointwiseConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        SeparableConv1D::biasConstraint,
                        SeparableConv1D::withBiasConstraint);
    }

    private static KerasCodec<SeparableConv2D> separableConv2D() {
        return KerasCodec.of(
                        SeparableConv2D.class,
                        required("filters", INTEGER, SeparableConv2D::filters),
                        required("kernel_size", SIZE_2D, SeparableConv2D::kernelSize),
                        SeparableConv2D::of)
                .option("strides", SIZE_2D, SeparableConv2D::strides, SeparableConv2D::withStrides)
                .option("padding", PADDING, SeparableConv2D::padding, SeparableConv2D::withPadding)
                .option("data_format", DATA_FORMAT, SeparableConv2D::dataFormat, SeparableConv2D::withDataFormat)
                .option("dilation_rate", SIZE_2D, SeparableConv2D::dilationRate, SeparableConv2D::withDilationRate)
                .option(
                        "depth_multiplier",
                        INTEGER,
                        SeparableConv2D::depthMultiplier,
                        SeparableConv2D::withDepthMultiplier)
                .option("activation", ACTIVATION, SeparableConv2D::activation, SeparableConv2D::withActivation)
                .option("use_bias", FLAG, SeparableConv2D::useBias, SeparableConv2D::withUseBias)
                .option(
                        "depthwise_initializer",
                        INITIALIZER,
                        SeparableConv2D::depthwiseInitializer,
                        SeparableConv2D::withDepthwiseInitializer)
                .option(
                        "pointwise_initializer",
                        INITIALIZER,
                        SeparableConv2D::pointwiseInitializer,
                        SeparableConv2D::withPointwiseInitializer)
                .option(
                        "bias_initializer",
                        INITIALIZER,
                        SeparableConv2D::biasInitializer,
                        SeparableConv2D::withBiasInitializer)
                .option(
                        "depthwise_regularizer",
                        REGULARIZER,
                        SeparableConv2D::depthwiseRegularizer,
                        SeparableConv2D::withDepthwiseRegularizer)
                .option(
                        "pointwise_regularizer",
                        REGULARIZER,
                        SeparableConv2D::pointwiseRegularizer,
                        SeparableConv2D::withPointwiseRegularizer)
                .option(
                        "bias_regularizer",
                        REGULARIZER,
                        SeparableConv2D::biasRegularizer,
                        SeparableConv2D::withBiasRegularizer)
                .option(
                        "activity_regularizer",
                        REGULARIZER,
                        SeparableConv2D::activityRegularizer,
                        SeparableConv2D::withActivityRegularizer)
                .option(
                        "depthwise_constraint",
                        CONSTRAINT,
                        SeparableConv2D::depthwiseConstraint,
                        SeparableConv2D::withDepthwiseConstraint)
                .option(
                        "pointwise_constraint",
                        CONSTRAINT,
                        SeparableConv2D::pointwiseConstraint,
                        SeparableConv2D::withPointwiseConstraint)
                .option(
                        "bias_constraint",
                        CONSTRAINT,
                        SeparableConv2D::biasConstraint,
                        SeparableConv2D::withBiasConstraint);
    }
}
