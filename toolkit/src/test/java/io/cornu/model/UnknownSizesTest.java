package io.cornu.model;

import static io.cornu.layers.DataFormat.CHANNELS_FIRST;
import static io.cornu.layers.Padding.CAUSAL;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.AdaptiveAveragePooling2D;
import io.cornu.layers.AveragePooling3D;
import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.GlobalMaxPooling3D;
import io.cornu.layers.Input;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Phase;
import io.cornu.layers.SeparableConv2D;
import io.cornu.layers.Size2D;
import io.cornu.layers.UpSampling1D;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.UpSampling3D;
import io.cornu.layers.ZeroPadding3D;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Sequences, images and volumes of any size, as Keras takes them with {@code None}: the same numbers as of known ones. */
class UnknownSizesTest {
    static Stream<Layer> layers() {
        Conv2D conv = Conv2D.of(4, 3);
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(3);
        return Stream.of(
                Conv1D.of(4, 2).withPadding(CAUSAL).withDilationRate(2),
                conv.withPadding(SAME).withStrides(2),
                conv.withDilationRate(2).withPadding(SAME),
                conv.withDilationRate(2).withGroups(2),
                Conv3D.of(2, 2).withDilationRate(2).withPadding(SAME),
                Conv1DTranspose.of(3, 2).withStrides(3),
                Conv2DTranspose.of(3, 3).withStrides(2).withPadding(SAME),
                Conv2DTranspose.of(3, 3).withDilationRate(2),
                Conv3DTranspose.of(2, 2).withStrides(2).withOutputPadding(1),
                DepthwiseConv1D.of(2).withStrides(2).withPadding(SAME),
                depthwise.withDilationRate(2).withPadding(SAME),
                depthwise.withDilationRate(2).withPadding(SAME).withStrides(2),
                depthwise.withStrides(Size2D.of(1, 2)),
                SeparableConv2D.of(3, 2).withDilationRate(2),
                MaxPooling1D.of(2).withPadding(SAME),
                MaxPooling2D.of(2),
                AveragePooling3D.of(2),
                GlobalAveragePooling1D.of(),
                GlobalMaxPooling3D.of().withKeepDimensions(true),
                Cropping2D.of(Margin.of(1), Margin.of(0, 2)),
                ZeroPadding3D.of(2),
                UpSampling1D.of(2),
                UpSampling2D.of(2),
                UpSampling2D.of(3).withInterpolation(Interpolation.BILINEAR),
                UpSampling2D.of(3).withInterpolation(Interpolation.BICUBIC),
                UpSampling2D.of(Size2D.of(1, 2)).withInterpolation(Interpolation.LANCZOS3),
                UpSampling3D.of(2));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void numbersAreThoseOfKnownSizes(Layer layer) {
        boolean isSequence = layer.kind().contains("1D");
        boolean isVolume = layer.kind().contains("3D");
        Input known = isSequence ? Input.of(7, 4) : isVolume ? Input.of(4, 5, 6, 4) : Input.of(6, 7, 4);
        Input open = isSequence ? Input.of(-1, 4) : isVolume ? Input.of(-1, 5, -1, 4) : Input.of(-1, -1, 4);
        Array input = LayerCases.numbers(known.exampleShape().prepend(2), 0.2, 1, 0);
        for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
            try (GradientProbe a = new GradientProbe(network(known, layer), type, List.of(input));
                    GradientProbe b = new GradientProbe(network(open, layer), type, List.of(input))) {
                b.model().setWeights(a.model().weights());
                Array expected = a.output(Phase.INFERENCE);
                Numbers.requireClose("output", b.output(Phase.INFERENCE), expected.toDoubles(), 1e-6);
                Array coefficients = LayerContract.coefficients(expected.size());
                Map<String, Array> gradients = b.gradients(Phase.TRAINING, coefficients);
                a.gradients(Phase.TRAINING, coefficients)
                        .forEach((name, gradient) -> Numbers.requireClose(
                                name, Objects.requireNonNull(gradients.get(name)), gradient.toDoubles(), 1e-5));
            }
        }
    }

    @Test
    void shapesSayWhatIsKnown() {
        assertThat(shape(Input.of(-1, 9, 3), Conv2D.of(4, 3))).containsExactly(-1, -1, 7, 4);
        assertThat(shape(Input.of(3, -1, 9), Conv2D.of(4, 3).withDataFormat(CHANNELS_FIRST)))
                .containsExactly(-1, 4, -1, 7);
        assertThat(shape(Input.of(-1, 9, 3), Conv2DTranspose.of(4, 3).withStrides(2)))
                .containsExactly(-1, -1, 19, 4);
        assertThat(shape(Input.of(-1, 9, 3), MaxPooling2D.of(2))).containsExactly(-1, -1, 4, 3);
        assertThat(shape(Input.of(-1, 9, 3), UpSampling2D.of(2))).containsExactly(-1, -1, 18, 3);
        assertThat(shape(Input.of(-1, 9, 3), Cropping2D.of(2))).containsExactly(-1, -1, 5, 3);
    }

    @Test
    void adaptivePoolingMustKnowThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(Input.of(-1, 9, 3), AdaptiveAveragePooling2D.of(2)))
                .withMessageContainingAll("AdaptiveAveragePooling2D", "known height", "(None, None, 9, 3)");
    }

    private static long[] shape(Input input, Layer layer) {
        Shape shape = network(input, layer).graph().outputShapes().get(0);
        return shape.asArray();
    }

    private static Sequential network(Input input, Layer layer) {
        return Sequential.of(input, layer.named("layer"));
    }
}
