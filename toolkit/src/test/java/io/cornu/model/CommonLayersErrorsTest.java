package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.layers.ActivityRegularization;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dot;
import io.cornu.layers.Dropout;
import io.cornu.layers.ELU;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Embedding;
import io.cornu.layers.GaussianDropout;
import io.cornu.layers.GaussianNoise;
import io.cornu.layers.GroupNormalization;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.Masking;
import io.cornu.layers.Maximum;
import io.cornu.layers.PReLU;
import io.cornu.layers.Permute;
import io.cornu.layers.RMSNormalization;
import io.cornu.layers.RandomizedLeakyReLU;
import io.cornu.layers.RepeatVector;
import io.cornu.layers.Softmax;
import io.cornu.layers.SpatialDropout1D;
import io.cornu.layers.SpatialDropout2D;
import io.cornu.layers.SpatialDropout3D;
import io.cornu.layers.Subtract;
import io.cornu.layers.UnitNormalization;
import io.cornu.model.Functional.Node;
import io.cornu.runtime.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What the layers of the core and its neighbors refuse, and how they say so. */
class CommonLayersErrorsTest {
    private static final Shape VECTOR = Shape.of(6);
    private static final Shape SEQUENCE = Shape.of(3, 4);
    private static final Shape IMAGE = Shape.of(8, 8, 3);

    static Stream<Arguments> arguments() {
        return Stream.of(
                wrong(() -> EinsumDense.of("ab,bc", 3), "EinsumDense", "'ab,bc->ac'", "'ab,bc'"),
                wrong(() -> EinsumDense.of("...ab,bc->ac", 3), "EinsumDense", "'...ab,bc->ac'"),
                wrong(() -> EinsumDense.of("a...,bc->ac...", 3), "EinsumDense", "'a...,bc->ac...'"),
                wrong(() -> EinsumDense.of("aab,bc->ac", 3), "EinsumDense", "once", "'aab,bc->ac'"),
                wrong(() -> EinsumDense.of("ab,bc->ad", 3), "EinsumDense", "twice", "'ab,bc->ad'"),
                wrong(() -> EinsumDense.of("ab,bcd->ac", 3), "EinsumDense", "twice"),
                wrong(() -> EinsumDense.of("ab,bc->ac", 0), "EinsumDense", "outputShape", "[0]"),
                wrong(() -> EinsumDense.of("ab,bc->ac", 3).withBiasAxes("d"), "biasAxes", "'ac'", "'d'"),
                wrong(() -> Embedding.of(0, 3), "Embedding", "inputDim", "0"),
                wrong(() -> Embedding.of(1 << 25, 3), "Embedding", "inputDim", "16777216"),
                wrong(() -> Embedding.of(3, 0), "Embedding", "outputDim", "0"),
                wrong(() -> Masking.of(Double.NaN), "Masking", "maskValue", "NaN"),
                wrong(() -> LayerNormalization.of().withEpsilon(0), "LayerNormalization", "epsilon", "0.0"),
                wrong(() -> LayerNormalization.of().withAxis(), "LayerNormalization", "axis", "[]"),
                wrong(() -> LayerNormalization.of().withAxis(1, 1), "LayerNormalization", "axis", "[1, 1]"),
                wrong(() -> GroupNormalization.of(0), "GroupNormalization", "groups", "0"),
                wrong(() -> GroupNormalization.of().withEpsilon(-1), "GroupNormalization", "epsilon", "-1.0"),
                wrong(() -> RMSNormalization.of().withEpsilon(0), "RMSNormalization", "epsilon", "0.0"),
                wrong(() -> UnitNormalization.of(2, 2), "UnitNormalization", "axis", "[2, 2]"),
                wrong(() -> ELU.of(Double.NaN), "ELU", "alpha", "NaN"),
                wrong(() -> PReLU.of().withSharedAxes(0), "PReLU", "sharedAxes", "[0]"),
                wrong(() -> new Softmax(List.of()), "Softmax", "axis", "[]"),
                wrong(() -> RandomizedLeakyReLU.of(-.1, .2), "RandomizedLeakyReLU", "lower", "-0.1"),
                wrong(() -> RandomizedLeakyReLU.of(.3, .2), "RandomizedLeakyReLU", "upper", "0.3", "0.2"),
                wrong(() -> Dropout.of(.5).withNoiseShape(0), "Dropout", "noiseShape", "[0]"),
                wrong(() -> SpatialDropout1D.of(-.1), "SpatialDropout1D", "rate", "-0.1"),
                wrong(() -> SpatialDropout2D.of(1.5), "SpatialDropout2D", "rate", "1.5"),
                wrong(() -> SpatialDropout3D.of(Double.NaN), "SpatialDropout3D", "rate", "NaN"),
                wrong(() -> AlphaDropout.of(1), "AlphaDropout", "rate", "[0, 1)", "1.0"),
                wrong(() -> AlphaDropout.of(.1).withNoiseShape(-2), "AlphaDropout", "noiseShape", "[-2]"),
                wrong(() -> GaussianDropout.of(1), "GaussianDropout", "rate", "[0, 1)", "1.0"),
                wrong(() -> GaussianNoise.of(1.5), "GaussianNoise", "standardDeviation", "1.5"),
                wrong(() -> ActivityRegularization.of().withL1(-1), "ActivityRegularization", "l1", "-1.0"),
                wrong(() -> ActivityRegularization.of().withL2(-1), "ActivityRegularization", "l2", "-1.0"),
                wrong(() -> Permute.of(), "Permute", "dimensions", "[]"),
                wrong(() -> Permute.of(1, 3), "Permute", "dimensions", "[1, 3]"),
                wrong(() -> RepeatVector.of(0), "RepeatVector", "n", "0"),
                wrong(() -> Dot.of(0), "Dot", "axes", "[0]"),
                wrong(() -> new Dot(List.of(1, 2, 3), false), "Dot", "axes", "[1, 2, 3]"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                refused(EinsumDense.of("abc,cd->abd", -1, 3), "3 dimension(s)", "(None, 6)", VECTOR),
                refused(EinsumDense.of("ab,bc->ac", 3), "2 dimension(s)", "'...'", SEQUENCE),
                refused(EinsumDense.of("abc,cd->abd", 3), "2 size(s)", "[3]", SEQUENCE),
                refused(EinsumDense.of("abc,cd->abd", 5, 3), "'b'", "5", SEQUENCE),
                refused(EinsumDense.of("abc,cd->abd", -1, -1), "kernel's dimension 'd'", "(None, 3, 4)", SEQUENCE),
                refused(LayerNormalization.of().withAxis(3), "axis 3", "(None, 3, 4)", SEQUENCE),
                refused(LayerNormalization.of().withAxis(0), "known size", "axis 0", SEQUENCE),
                refused(LayerNormalization.of().withAxis(2, -1), "different axes", "[-1, 2]", SEQUENCE),
                refused(GroupNormalization.of(), "groups (32)", "(None, 8, 8, 3)", IMAGE),
                refused(GroupNormalization.of(1).withAxis(4), "axis 4", "(None, 8, 8, 3)", IMAGE),
                refused(RMSNormalization.of().withAxis(1), "last axes", "[1]", SEQUENCE),
                refused(UnitNormalization.of(3), "axis 3", "(None, 3, 4)", SEQUENCE),
                refused(PReLU.of().withSharedAxes(3), "axis 3", "(None, 3, 4)", SEQUENCE),
                refused(PReLU.of(), "known size", "(None, None, 4)", Shape.of(-1, 4)),
                refused(Softmax.of(-3), "axis -3", "(None, 6)", VECTOR),
                refused(Masking.of(), "(batch, steps, ..., features)", "(None,)", Shape.scalar()),
                refused(Dropout.of(.5).withNoiseShape(-1, 1), "[-1, 1]", "(None, 3, 4)", SEQUENCE),
                refused(Dropout.of(.5).withNoiseShape(-1, 2, 1), "[-1, 2, 1]", "(None, 3, 4)", SEQUENCE),
                refused(SpatialDropout1D.of(.5), "(batch, steps, channels)", "(None, 6)", VECTOR),
                refused(SpatialDropout2D.of(.5), "(batch, height, width, channels)", "(None, 6)", VECTOR),
                refused(SpatialDropout3D.of(.5), "depth", "(None, 8, 8, 3)", IMAGE),
                refused(Permute.of(2, 1), "3 dimensions", "(None, 6)", VECTOR),
                refused(RepeatVector.of(2), "(batch, features)", "(None, 3, 4)", SEQUENCE),
                refused(Maximum.of(), "at least two", "1", VECTOR),
                refused(Subtract.of(), "two inputs", "3", VECTOR, VECTOR, VECTOR),
                refused(Concatenate.of(1), "axis 1", "(None, 8, 8, 3)", SEQUENCE, IMAGE),
                refused(Dot.of(1), "two inputs", "1", VECTOR),
                refused(Dot.of(1), "axes [1, 1]", "(None, 3, 4)", VECTOR, SEQUENCE),
                refused(Dot.of(-2), "batch", "-2", VECTOR, SEQUENCE));
    }

    private static Arguments wrong(Supplier<Object> what, String... words) {
        return Arguments.of(what, words);
    }

    private static Arguments refused(Layer layer, String expected, String received, Shape... shapes) {
        Supplier<Object> network = () -> {
            Functional.Builder net = Functional.builder();
            List<Node> inputs = Arrays.stream(shapes)
                    .map(shape -> net.input(Input.of(shape.asArray())))
                    .toList();
            return net.add(layer.named("x"), inputs.toArray(Node[]::new));
        };
        return Arguments.of(network, new String[] {layer.kind() + " 'x'", expected, received});
    }

    @ParameterizedTest
    @MethodSource({"arguments", "shapes"})
    void whatIsWrongIsRefusedAtOnce(Supplier<Object> what, String[] words) {
        assertThatIllegalArgumentException()
                .isThrownBy(what::get)
                .withMessageContainingAll(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void numbersWithoutAVectorEndTheRun() {
        try (Model model =
                Sequential.of(Input.of(2), Embedding.of(5, 3).named("words")).build(Seed.of(1))) {
            for (float number : new float[] {5, -1, 1e9f, Float.NaN}) {
                assertThatThrownBy(() -> model.predict(Array.of(new float[] {0, number}, 1, 2)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("indices[0,1]", "is not in [0, 5)");
            }
            // The model lives on, and cuts fractions off.
            assertThat(model.predict(Array.of(new float[] {4.9f, 0}, 1, 2)))
                    .isEqualTo(model.predict(Array.of(new float[] {4, 0.5f}, 1, 2)));
        }
    }
}
