package io.cornu.tests.parity;

import static io.cornu.activations.Activations.glu;
import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.constraints.Constraints.maxNorm;
import static io.cornu.constraints.Constraints.nonNeg;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.initializers.Initializers.ones;
import static io.cornu.layers.DataFormat.CHANNELS_FIRST;
import static io.cornu.layers.Padding.CAUSAL;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;
import static io.cornu.regularizers.Regularizers.l1;
import static io.cornu.regularizers.Regularizers.l1L2;
import static io.cornu.regularizers.Regularizers.l2;

import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DataFormat;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Padding;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of every kind: paddings, strides, dilations, groups, data formats.
 *
 * <p>With the channels first, no case has as many filters as columns come out: there Keras 3.15 on TensorFlow adds the
 * bias along the columns ({@code keras.src.backend.tensorflow.numpy.add} takes it for NHWC), and only there.
 */
class ConvolutionParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        for (Padding padding : List.of(VALID, SAME)) {
            for (DataFormat format : DataFormat.values()) {
                String name = padding.kerasName() + " " + format.kerasName() + " ";
                sequences(
                        cases,
                        "Conv1D " + name,
                        Conv1D.of(14, 2).withPadding(padding).withDataFormat(format));
                images(
                        cases,
                        "Conv2D " + name,
                        Conv2D.of(8, 2).withPadding(padding).withDataFormat(format));
                volumes(
                        cases,
                        "Conv3D " + name,
                        Conv3D.of(15, 2).withPadding(padding).withDataFormat(format));
                depthwise(cases, name, padding, format);
                separable(cases, name, padding, format);
                transposed(cases, name, padding, format);
            }
        }
        causal(cases);
        options(cases);
        return cases;
    }

    /** 7 steps of 5 channels, or 5 steps of 7 channels. */
    private static void sequences(List<LayerCase> cases, String name, Conv1D layer) {
        int channels = layer.dataFormat() == CHANNELS_FIRST ? 7 : 5;
        Conv1D grouped = layer.withFilters(2 * channels).withGroups(channels);
        cases.add(sequence(name, layer));
        cases.add(sequence(name + "size 3 stride 2", layer.withKernelSize(3).withStrides(2)));
        cases.add(sequence(name + "stride 3", layer.withStrides(3)));
        cases.add(sequence(name + "dilation 3", layer.withDilationRate(3)));
        cases.add(sequence(name + "groups", grouped));
        cases.add(sequence(
                name + "groups stride 2 no bias", grouped.withStrides(2).withUseBias(false)));
        cases.add(sequence(name + "groups dilation 2", grouped.withDilationRate(2)));
    }

    /** 8 x 7 of 4 channels, or 7 x 4 of 8 channels. */
    private static void images(List<LayerCase> cases, String name, Conv2D layer) {
        cases.add(image(name, layer));
        cases.add(image(
                name + "size (3, 2) stride (2, 3)",
                layer.withKernelSize(Size2D.of(3, 2)).withStrides(Size2D.of(2, 3))));
        cases.add(image(name + "dilation (3, 2)", layer.withDilationRate(Size2D.of(3, 2))));
        cases.add(image(name + "groups 4", layer.withGroups(4)));
        cases.add(image(
                name + "groups 2 stride 2 no bias",
                layer.withGroups(2).withStrides(2).withUseBias(false)));
        cases.add(image(name + "groups 4 dilation 2", layer.withGroups(4).withDilationRate(2)));
    }

    /** 5 x 6 x 4 of 3 channels, or 6 x 4 x 3 of 5 channels. */
    private static void volumes(List<LayerCase> cases, String name, Conv3D layer) {
        int channels = layer.dataFormat() == CHANNELS_FIRST ? 5 : 3;
        cases.add(volume(name, layer));
        cases.add(volume(
                name + "size (1, 3, 2) stride (2, 1, 3)",
                layer.withKernelSize(Size3D.of(1, 3, 2)).withStrides(Size3D.of(2, 1, 3))));
        cases.add(volume(name + "dilation 2", layer.withDilationRate(2)));
        cases.add(volume(name + "dilation (1, 3, 2)", layer.withDilationRate(Size3D.of(1, 3, 2))));
        cases.add(volume(name + "groups no bias", layer.withGroups(channels).withUseBias(false)));
        cases.add(volume(name + "groups stride 2", layer.withGroups(channels).withStrides(2)));
        cases.add(volume(name + "groups dilation 2", layer.withGroups(channels).withDilationRate(2)));
    }

    private static void depthwise(List<LayerCase> cases, String ending, Padding padding, DataFormat format) {
        String one = "DepthwiseConv1D " + ending;
        DepthwiseConv1D steps = DepthwiseConv1D.of(2).withPadding(padding).withDataFormat(format);
        cases.add(sequence(one, steps));
        cases.add(sequence(one + "times 3 no bias", steps.withDepthMultiplier(3).withUseBias(false)));
        cases.add(sequence(one + "stride 2", steps.withKernelSize(3).withStrides(2)));
        cases.add(sequence(one + "dilation 2", steps.withDilationRate(2)));
        cases.add(sequence(one + "stride 2 dilation 3", steps.withStrides(2).withDilationRate(3)));
        String two = "DepthwiseConv2D " + ending;
        DepthwiseConv2D pixels = DepthwiseConv2D.of(2).withPadding(padding).withDataFormat(format);
        cases.add(image(two, pixels));
        cases.add(image(two + "times 2 no bias", pixels.withDepthMultiplier(2).withUseBias(false)));
        cases.add(image(
                two + "size (3, 2) stride 2",
                pixels.withKernelSize(Size2D.of(3, 2)).withStrides(2)));
        cases.add(image(two + "stride (1, 2)", pixels.withStrides(Size2D.of(1, 2))));
        cases.add(image(
                two + "dilation (1, 2) times 2",
                pixels.withDilationRate(Size2D.of(1, 2)).withDepthMultiplier(2)));
        cases.add(image(two + "stride 2 dilation 3", pixels.withStrides(2).withDilationRate(3)));
    }

    private static void separable(List<LayerCase> cases, String ending, Padding padding, DataFormat format) {
        String one = "SeparableConv1D " + ending;
        SeparableConv1D steps = SeparableConv1D.of(9, 2).withPadding(padding).withDataFormat(format);
        cases.add(sequence(one, steps));
        cases.add(
                sequence(one + "times 2 stride 3", steps.withDepthMultiplier(2).withStrides(3)));
        cases.add(sequence(one + "dilation 2 no bias", steps.withDilationRate(2).withUseBias(false)));
        String two = "SeparableConv2D " + ending;
        SeparableConv2D pixels = SeparableConv2D.of(9, 2).withPadding(padding).withDataFormat(format);
        cases.add(image(two, pixels));
        cases.add(image(two + "times 2 stride 2", pixels.withDepthMultiplier(2).withStrides(2)));
        cases.add(image(two + "dilation 2 no bias", pixels.withDilationRate(2).withUseBias(false)));
        cases.add(image(two + "stride 2 dilation 2", pixels.withStrides(2).withDilationRate(2)));
    }

    private static void transposed(List<LayerCase> cases, String ending, Padding padding, DataFormat format) {
        Conv1DTranspose steps = Conv1DTranspose.of(3, 2).withPadding(padding).withDataFormat(format);
        Conv2DTranspose pixels = Conv2DTranspose.of(3, 2).withPadding(padding).withDataFormat(format);
        Conv3DTranspose voxels = Conv3DTranspose.of(2, 2).withPadding(padding).withDataFormat(format);
        for (int size = 1; size <= 3; size++) {
            // TensorFlow crashes in Python where size is 1 and stride above 1, see Convolutions.
            for (int stride = 1; stride <= (size == 1 ? 1 : 3); stride++) {
                String numbers = ending + "size " + size + " stride " + stride;
                Conv2DTranspose layer =
                        pixels.withKernelSize(Size2D.square(size)).withStrides(stride);
                cases.add(image("Conv2DTranspose " + numbers, layer));
                int padded = stride - 1;
                if (padding == VALID || size % 2 > 0 || padded > 0) {
                    cases.add(image(
                            "Conv2DTranspose " + numbers + " output padding " + padded,
                            layer.withOutputPadding(padded)));
                }
            }
            String dilated = ending + "size " + size + " dilation 2";
            cases.add(sequence(
                    "Conv1DTranspose " + dilated, steps.withKernelSize(size).withDilationRate(2)));
            cases.add(image(
                    "Conv2DTranspose " + dilated,
                    pixels.withKernelSize(Size2D.square(size)).withDilationRate(Size2D.of(2, 1))));
            cases.add(volume(
                    "Conv3DTranspose " + dilated,
                    voxels.withKernelSize(Size3D.cube(size)).withDilationRate(2)));
        }
        String one = "Conv1DTranspose " + ending;
        cases.add(sequence(one, steps));
        cases.add(sequence(
                one + "size 3 stride 2 no bias",
                steps.withKernelSize(3).withStrides(2).withUseBias(false)));
        cases.add(
                sequence(one + "stride 3 output padding 1", steps.withStrides(3).withOutputPadding(1)));
        String three = "Conv3DTranspose " + ending;
        cases.add(volume(three, voxels));
        cases.add(volume(
                three + "size (1, 3, 2) stride (2, 1, 3) no bias",
                voxels.withKernelSize(Size3D.of(1, 3, 2))
                        .withStrides(Size3D.of(2, 1, 3))
                        .withUseBias(false)));
        cases.add(volume(
                three + "stride 2 output padding",
                voxels.withStrides(2).withKernelSize(Size3D.cube(3)).withOutputPadding(1, 0, 1)));
    }

    private static void causal(List<LayerCase> cases) {
        for (DataFormat format : DataFormat.values()) {
            String name = "Conv1D causal " + format.kerasName() + " ";
            sequences(cases, name, Conv1D.of(14, 2).withPadding(CAUSAL).withDataFormat(format));
        }
    }

    private static void options(List<LayerCase> cases) {
        cases.add(sequence(
                "Conv1D with everything",
                Conv1D.of(4, 2)
                        .withActivation(relu())
                        .withKernelInitializer(heNormal())
                        .withBiasInitializer(ones())
                        .withKernelRegularizer(l2(.1))
                        .withBiasRegularizer(l1(.2))
                        .withActivityRegularizer(l1L2(.1, .2))
                        .withKernelConstraint(nonNeg())
                        .withBiasConstraint(maxNorm(3))));
        cases.add(image(
                "Conv2D with everything",
                Conv2D.of(4, 2)
                        .withDataFormat(CHANNELS_FIRST)
                        .withActivation(softmax())
                        .withKernelRegularizer(l2(.1))
                        .withActivityRegularizer(l2(.3))
                        .withKernelConstraint(maxNorm(2))
                        .withBiasConstraint(nonNeg())));
        cases.add(volume(
                "Conv3D with everything",
                Conv3D.of(4, 2)
                        .withActivation(glu())
                        .withBiasInitializer(ones())
                        .withBiasRegularizer(l2(.1))
                        .withActivityRegularizer(l1(.3))
                        .withKernelConstraint(maxNorm(2))));
        cases.add(image(
                "Conv2DTranspose with everything",
                Conv2DTranspose.of(4, 2)
                        .withActivation(softmax())
                        .withKernelInitializer(heNormal())
                        .withKernelRegularizer(l2(.1))
                        .withActivityRegularizer(l2(.3))
                        .withBiasConstraint(nonNeg())));
        cases.add(image(
                "DepthwiseConv2D with everything",
                DepthwiseConv2D.of(2)
                        .withActivation(relu())
                        .withDepthwiseInitializer(heNormal())
                        .withBiasInitializer(ones())
                        .withDepthwiseRegularizer(l2(.1))
                        .withBiasRegularizer(l1(.1))
                        .withActivityRegularizer(l2(.3))
                        .withDepthwiseConstraint(maxNorm(1))
                        .withBiasConstraint(nonNeg())));
        cases.add(image(
                "SeparableConv2D with everything",
                SeparableConv2D.of(3, 2)
                        .withActivation(relu())
                        .withDepthwiseInitializer(heNormal())
                        .withPointwiseInitializer(heNormal())
                        .withDepthwiseRegularizer(l2(.1))
                        .withPointwiseRegularizer(l1(.1))
                        .withBiasRegularizer(l1(.1))
                        .withActivityRegularizer(l2(.3))
                        .withDepthwiseConstraint(maxNorm(1))
                        .withPointwiseConstraint(nonNeg())
                        .withBiasConstraint(nonNeg())));
    }
}
