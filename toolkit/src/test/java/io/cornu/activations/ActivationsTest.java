package io.cornu.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Formulas;
import io.cornu.data.Array;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What is no number: those are compared with Keras' in {@code LayerContractTest} and {@code ValueParityTest}. */
class ActivationsTest {
    @Test
    void namesAreThoseOfKeras() {
        // keras.activations.ALL_OBJECTS, Keras 3.15.1, but for threshold, which no name alone can stand for.
        assertThat(Activations.names())
                .containsExactlyInAnyOrder(
                        ("celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_tanh "
                                        + "leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu "
                                        + "soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax "
                                        + "squareplus tanh tanh_shrink")
                                .split(" "));
        for (String name : Activations.names()) {
            assertThat(Activations.named(name).map(Activation::name)).contains(name);
        }
        assertThat(Activations.named("swish")).contains(Activations.silu());
        assertThat(Activations.named("hard_swish")).contains(Activations.hardSilu());
        assertThat(Activations.named("threshold")).isEmpty();
        assertThat(Activations.named("Relu")).isEmpty();
    }

    @Test
    void argumentsOfTheDefaultMakeNoDifference() {
        assertThat(List.<Activation>of(
                        Activations.relu().withThreshold(0),
                        Activations.leakyRelu(.2),
                        Activations.elu(1),
                        Activations.celu(1),
                        Activations.gelu(false),
                        Activations.glu(-1),
                        Activations.hardShrink(.5),
                        Activations.softShrink(.5),
                        Activations.squareplus(4),
                        Activations.softmax(-1),
                        Activations.logSoftmax(-1),
                        Activations.sparsemax(-1)))
                .allSatisfy(activation ->
                        assertThat(Activations.named(activation.name())).contains(activation));
        assertThat(Activations.named("elu")).isNotEqualTo(Optional.of(Activations.elu(.5)));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(() -> Activations.relu().withNegativeSlope(-1), "relu", "negativeSlope", "-1.0"),
                wrong(() -> Activations.relu().withMaxValue(-1), "relu", "maxValue", "-1.0"),
                wrong(() -> Activations.relu().withMaxValue(Double.NaN), "relu", "maxValue", "NaN"),
                wrong(() -> Activations.relu().withThreshold(-1), "relu", "threshold", "-1.0"),
                wrong(() -> Activations.leakyRelu(Double.NaN), "leaky_relu", "negativeSlope", "NaN"),
                wrong(() -> Activations.elu(Double.POSITIVE_INFINITY), "elu", "alpha", "Infinity"),
                wrong(() -> Activations.celu(0), "celu", "alpha", "above 0", "0.0"),
                wrong(() -> Activations.hardShrink(-.5), "hard_shrink", "threshold", "-0.5"),
                wrong(() -> Activations.softShrink(Double.NaN), "soft_shrink", "threshold", "NaN"),
                wrong(() -> Activations.squareplus(-4), "squareplus", "b must", "-4.0"),
                wrong(() -> Activations.threshold(Double.NaN, 0), "threshold", "threshold must", "NaN"),
                wrong(() -> Activations.threshold(0, Double.NaN), "threshold", "defaultValue", "NaN"));
    }

    private static Arguments wrong(Supplier<Activation> activation, String... parts) {
        return Arguments.of(activation, parts);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void impossibleArgumentsAreRefused(Supplier<Activation> activation, String[] parts) {
        assertThatIllegalArgumentException().isThrownBy(activation::get).withMessageContainingAll(parts);
    }

    @Test
    void axesMustBeThere() {
        for (Activation activation : List.of(
                Activations.softmax(2), Activations.logSoftmax(-3), Activations.sparsemax(2), Activations.glu(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> network(Dense.of(4).withActivation(activation)))
                    .withMessageContainingAll("Dense 'dense'", activation.name(), "[-2, 2)", "(None, 4)");
        }
    }

    @Test
    void gluHalvesAnAxis() {
        assertThat(network(Dense.of(6).withActivation(Activations.glu()), Dense.of(2))
                        .graph()
                        .variables()
                        .get("dense_1/kernel"))
                .satisfies(kernel -> assertThat(kernel.shape()).isEqualTo(Shape.of(3, 2)));
        assertThat(outputShape(io.cornu.layers.Activation.of(Activations.glu()), Input.of(5, 4)))
                .isEqualTo("(None, 5, 2)");
        assertThat(outputShape(io.cornu.layers.Activation.of(Activations.glu(1)), Input.of(6, 4)))
                .isEqualTo("(None, 3, 4)");
        assertThat(outputShape(Conv2D.of(8, 3).withActivation(Activations.glu()), Input.of(5, 5, 1)))
                .isEqualTo("(None, 3, 3, 4)");
        assertThat(outputShape(Conv2D.of(8, 3).withActivation(Activations.relu()), Input.of(5, 5, 1)))
                .isEqualTo("(None, 3, 3, 8)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(Dense.of(5).withActivation(Activations.glu())))
                .withMessageContainingAll("Dense 'dense'", "glu", "even size along axis -1", "(None, 5)");
    }

    @Test
    void softmaxOfAVectorOfUnknownLength() {
        Array x = Array.of(new float[] {0, (float) Math.log(3)});
        Array y = Formulas.value(Activations.softmax()::apply, x, Shape.of(-1));
        assertThat(y.at(0)).isCloseTo(.25, within(1e-6));
        assertThat(y.at(1)).isCloseTo(.75, within(1e-6));
    }

    /** So that a change of Keras' formula is noticed, see {@link Activations#sparsemax()}. */
    @Test
    void sparsemaxAddsUpPartialSums() {
        // 1.2 > 0.2 / 1, 1 > 1.2 / 2 and 0.8 > 2 / 3: all three count. (1.2 + 2.2 + 3.0 - 1) / 3 = 1.8 is above them
        // all.
        assertThat(Formulas.value(Activations.sparsemax()::apply, Array.of(new float[] {1, 1.2f, .8f}))
                        .toFloats())
                .containsExactly(0, 0, 0);
        // Of 3, 1 and 0 only 3 > (3 - 1) / 1: the threshold is 2.
        assertThat(Formulas.value(Activations.sparsemax()::apply, Array.of(new float[] {0, 3, 1}))
                        .toFloats())
                .containsExactly(0, 1, 0);
    }

    private static String outputShape(Layer layer, Input input) {
        return Shapes.text(Sequential.of(input, layer).graph().outputShapes().get(0));
    }

    private static Architecture network(Layer... layers) {
        return Sequential.of(
                Stream.concat(Stream.of(Input.of(3)), Stream.of(layers)).toList());
    }
}
