package io.cornu.model;

import static io.cornu.layers.DataFormat.CHANNELS_FIRST;
import static io.cornu.layers.Padding.CAUSAL;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.layers.AdaptiveAveragePooling1D;
import io.cornu.layers.AdaptiveAveragePooling2D;
import io.cornu.layers.AdaptiveAveragePooling3D;
import io.cornu.layers.AdaptiveMaxPooling1D;
import io.cornu.layers.AdaptiveMaxPooling2D;
import io.cornu.layers.AdaptiveMaxPooling3D;
import io.cornu.layers.AveragePooling1D;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.AveragePooling3D;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.Cropping1D;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.Cropping3D;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.GlobalAveragePooling3D;
import io.cornu.layers.GlobalMaxPooling1D;
import io.cornu.layers.GlobalMaxPooling2D;
import io.cornu.layers.GlobalMaxPooling3D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.MaxPooling3D;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.layers.Size3D;
import io.cornu.layers.UpSampling1D;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.UpSampling3D;
import io.cornu.layers.ZeroPadding1D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.layers.ZeroPadding3D;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with convolutions, pooling and resizing is said before TensorFlow sees it. */
class SpatialErrorsTest {
    private static Arguments wrong(Supplier<Object> what, String... words) {
        return Arguments.of(what, words);
    }

    static Stream<Arguments> arguments() {
        return Stream.of(
                wrong(() -> Conv1D.of(0, 3), "Conv1D", "filters", "0"),
                wrong(() -> Conv1D.of(4, 0), "Conv1D", "kernelSize", "0"),
                wrong(() -> Conv1D.of(4, 3).withStrides(0), "Conv1D", "strides", "0"),
                wrong(() -> Conv1D.of(4, 3).withDilationRate(-1), "Conv1D", "dilationRate", "-1"),
                wrong(() -> Conv1D.of(4, 3).withStrides(2).withDilationRate(2), "Conv1D", "strides", "dilationRate"),
                wrong(() -> Conv2D.of(4, 3).withPadding(CAUSAL), "Conv2D", "VALID or SAME", "CAUSAL"),
                wrong(() -> Conv3D.of(4, 3).withGroups(3), "Conv3D", "multiple of groups (3)", "4"),
                wrong(() -> Conv3D.of(4, 3).withStrides(0), "Size3D", "depth", "0"),
                wrong(() -> Conv3D.of(4, Size3D.of(1, 1, 0)), "Size3D", "width", "0"),
                wrong(() -> Conv3D.of(4, 3).withPadding(CAUSAL), "Conv3D", "CAUSAL"),
                wrong(() -> Conv1DTranspose.of(0, 3), "Conv1DTranspose", "filters", "0"),
                wrong(() -> Conv1DTranspose.of(4, 3).withPadding(CAUSAL), "Conv1DTranspose", "CAUSAL"),
                wrong(
                        () -> Conv2DTranspose.of(4, 3).withStrides(2).withOutputPadding(2),
                        "Conv2DTranspose",
                        "outputPadding",
                        "less than the strides [2, 2]",
                        "[2]"),
                wrong(() -> Conv2DTranspose.of(4, 3).withOutputPadding(-1), "Conv2DTranspose", "[-1]"),
                wrong(
                        () -> Conv2DTranspose.of(4, 3).withStrides(2).withOutputPadding(1, 1, 1),
                        "one number, or 2",
                        "[1, 1, 1]"),
                // Python Keras 3.15 with TensorFlow 2.18 dies of this one.
                wrong(
                        () -> Conv3DTranspose.of(4, 2)
                                .withPadding(SAME)
                                .withStrides(2)
                                .withOutputPadding(1, 0, 1),
                        "Conv3DTranspose",
                        "at least 1",
                        "SAME",
                        "[1, 0, 1]"),
                wrong(() -> Conv3DTranspose.of(4, 2).withStrides(2).withDilationRate(2), "Conv3DTranspose", "strides"),
                wrong(() -> DepthwiseConv1D.of(0), "DepthwiseConv1D", "kernelSize", "0"),
                wrong(() -> DepthwiseConv1D.of(2).withPadding(CAUSAL), "DepthwiseConv1D", "CAUSAL"),
                wrong(() -> DepthwiseConv2D.of(2).withDepthMultiplier(0), "DepthwiseConv2D", "depthMultiplier", "0"),
                wrong(() -> SeparableConv1D.of(0, 2), "SeparableConv1D", "filters", "0"),
                wrong(() -> SeparableConv1D.of(1, 2).withStrides(0), "SeparableConv1D", "strides", "0"),
                wrong(() -> SeparableConv2D.of(1, 2).withPadding(CAUSAL), "SeparableConv2D", "CAUSAL"),
                wrong(() -> MaxPooling1D.of(0), "MaxPooling1D", "poolSize", "0"),
                wrong(() -> MaxPooling2D.of(2).withPadding(CAUSAL), "MaxPooling2D", "CAUSAL"),
                wrong(() -> MaxPooling3D.of(0), "Size3D", "depth", "0"),
                wrong(() -> AveragePooling1D.of(2).withStrides(0), "AveragePooling1D", "strides", "0"),
                wrong(() -> AveragePooling2D.of(2).withPadding(CAUSAL), "AveragePooling2D", "CAUSAL"),
                wrong(() -> AveragePooling3D.of(2).withPadding(CAUSAL), "AveragePooling3D", "CAUSAL"),
                wrong(() -> AdaptiveMaxPooling1D.of(0), "AdaptiveMaxPooling1D", "outputSize", "0"),
                wrong(() -> AdaptiveAveragePooling1D.of(-1), "AdaptiveAveragePooling1D", "outputSize", "-1"),
                wrong(() -> AdaptiveAveragePooling2D.of(0), "Size2D", "height", "0"),
                wrong(() -> Margin.of(-1), "Margin", "before", "-1"),
                wrong(() -> Margin.of(0, -2), "Margin", "after", "-2"),
                wrong(() -> Cropping2D.of(-1), "Margin", "-1"),
                wrong(() -> UpSampling1D.of(0), "UpSampling1D", "size", "0"),
                wrong(() -> UpSampling2D.of(0), "Size2D", "0"),
                wrong(() -> UpSampling3D.of(0), "Size3D", "0"));
    }

    static Stream<Arguments> layers() {
        return Stream.concat(
                Stream.of(
                                Conv1D.of(4, 3),
                                Conv1DTranspose.of(4, 3),
                                DepthwiseConv1D.of(2),
                                SeparableConv1D.of(1, 2),
                                MaxPooling1D.of(2),
                                AveragePooling1D.of(2),
                                GlobalMaxPooling1D.of(),
                                GlobalAveragePooling1D.of(),
                                AdaptiveMaxPooling1D.of(2),
                                AdaptiveAveragePooling1D.of(2),
                                Cropping1D.of(1),
                                ZeroPadding1D.of(1),
                                UpSampling1D.of(2))
                        .map(layer -> Arguments.of(layer, "(batch, steps, channels)")),
                Stream.concat(
                        Stream.of(
                                        Conv2DTranspose.of(4, 3),
                                        DepthwiseConv2D.of(2),
                                        SeparableConv2D.of(1, 2),
                                        GlobalMaxPooling2D.of(),
                                        GlobalAveragePooling2D.of(),
                                        AdaptiveMaxPooling2D.of(2),
                                        AdaptiveAveragePooling2D.of(2),
                                        MaxPooling2D.of(2),
                                        AveragePooling2D.of(2),
                                        Cropping2D.of(1),
                                        ZeroPadding2D.of(1),
                                        UpSampling2D.of(2))
                                .map(layer -> Arguments.of(layer, "(batch, height, width, channels)")),
                        Stream.of(
                                        Conv3D.of(4, 3),
                                        Conv3DTranspose.of(4, 3),
                                        MaxPooling3D.of(2),
                                        AveragePooling3D.of(2),
                                        GlobalMaxPooling3D.of(),
                                        GlobalAveragePooling3D.of(),
                                        AdaptiveMaxPooling3D.of(2),
                                        AdaptiveAveragePooling3D.of(2),
                                        Cropping3D.of(1),
                                        ZeroPadding3D.of(1),
                                        UpSampling3D.of(2))
                                .map(layer -> Arguments.of(layer, "(batch, depth, height, width, channels)"))));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyLayerSaysWhatItTakes(Layer layer, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sequential.of(Input.of(784), layer))
                .withMessageContainingAll(layer.kind(), "expected input " + expected, "(None, 784)", "Reshape.of(");
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                wrong(() -> Sequential.of(Input.of(4, 2), Conv1D.of(1, 5)), "'conv1d'", "steps of at least 5", "SAME"),
                wrong(
                        () -> Sequential.of(
                                Input.of(2, 4),
                                Conv1D.of(1, 3).withDataFormat(CHANNELS_FIRST).withDilationRate(2)),
                        "steps of at least 5",
                        "(None, 2, 4)"),
                wrong(
                        () -> Sequential.of(Input.of(9, 9), Conv2D.of(1, 3).withDataFormat(CHANNELS_FIRST)),
                        "(batch, channels, height, width)"),
                wrong(() -> Sequential.of(Input.of(9, 9, -1), Conv2D.of(1, 3)), "'conv2d'", "known number of channels"),
                wrong(() -> Sequential.of(Input.of(9, 9, -1), Conv2DTranspose.of(1, 3)), "known number of channels"),
                wrong(() -> Sequential.of(Input.of(9, 9, -1), DepthwiseConv2D.of(3)), "known number of channels"),
                wrong(() -> Sequential.of(Input.of(9, 9, -1), SeparableConv2D.of(1, 3)), "known number of channels"),
                wrong(() -> Sequential.of(Input.of(5, 5, 2, 1), Conv3D.of(1, 3)), "width of at least 3"),
                wrong(() -> Sequential.of(Input.of(5, 5, 3), Conv3D.of(1, 3)), "Conv3D", "(None, 5, 5, 3)"),
                wrong(
                        () -> Sequential.of(
                                Input.of(5, 4, 4, 3), Conv3D.of(4, 3).withGroups(2)),
                        "multiple of groups (2)"),
                wrong(() -> Sequential.of(Input.of(2, 9, 1), DepthwiseConv2D.of(3)), "height of at least 3"),
                wrong(() -> Sequential.of(Input.of(2, 1), MaxPooling1D.of(3)), "MaxPooling1D", "steps of at least 3"),
                wrong(
                        () -> Sequential.of(Input.of(2, 1), Cropping1D.of(1)),
                        "Cropping1D",
                        "steps above 2",
                        "Cut off less"),
                wrong(
                        () -> Sequential.of(Input.of(9, 3, 1), Cropping2D.of(Margin.of(1), Margin.of(2, 1))),
                        "width above 3",
                        "(None, 9, 3, 1)"),
                wrong(() -> Sequential.of(Input.of(9, 2, 9, 1), Cropping3D.of(1)), "Cropping3D", "height above 2"),
                wrong(
                        () -> Sequential.of(Input.of(-1, 2), AdaptiveMaxPooling1D.of(1)),
                        "known steps",
                        "(None, None, 2)"));
    }

    @ParameterizedTest
    @MethodSource({"arguments", "shapes"})
    void whatIsWrongIsRefusedAtOnce(Supplier<Object> what, String[] words) {
        assertThatIllegalArgumentException()
                .isThrownBy(what::get)
                .withMessageContainingAll(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
