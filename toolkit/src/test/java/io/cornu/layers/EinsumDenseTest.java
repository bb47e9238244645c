package io.cornu.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.initializers.Initializers;
import io.cornu.initializers.RandomUniform;
import io.cornu.initializers.VarianceScaling;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.runtime.Seed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** What the parity tests cannot show. */
class EinsumDenseTest {
    /**
     * TensorFlow's Einsum gives wrong numbers for an ellipsis of three or more dimensions (2.18, so in Keras on the CPU,
     * too), which is why the equation is spelled out; Dense is the truth.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void anEllipsisOfAnyRankIsDense(int rank) {
        long[] example = {5, 3, 4, 2};
        long[] sizes = Arrays.copyOfRange(example, example.length - (rank - 1), example.length);
        Array x = random(Shape.of(sizes).prepend(6));
        EinsumDense einsum =
                EinsumDense.of("...x,xy->...y", 7).withBiasAxes("y").withBiasInitializer(RandomUniform.of(-1, 1));
        try (Model ours = Sequential.of(Input.of(sizes), einsum.named("layer")).build(Seed.of(1));
                Model dense = Sequential.of(Input.of(sizes), Dense.of(7).named("layer"))
                        .build(Seed.of(2))) {
            Map<String, Array> weights = new LinkedHashMap<>(ours.weights().byPath());
            dense.setWeights(new Weights(weights));
            Array expected = dense.predict(x);
            Array actual = ours.predict(x);
            assertThat(actual.shape()).isEqualTo(expected.shape());
            for (int i = 0; i < actual.size(); i++) {
                assertThat(actual.at(i)).isCloseTo(expected.at(i), within(1e-5));
            }
        }
    }

    /** The connections of a unit are counted along the kernel's letters, as Keras does since 3.14. */
    @ParameterizedTest
    @CsvSource({"'abc,cd->abd', 100", "'abc,dc->abd', 100", "'abc,bcd->ad', 1000"})
    void theKernelStartsByTheConnectionsOfItsEquation(String equation, double fanIn) {
        VarianceScaling scaling = (VarianceScaling) Initializers.lecunUniform();
        boolean hasSteps = equation.endsWith("abd");
        EinsumDense layer = (hasSteps ? EinsumDense.of(equation, -1, 50) : EinsumDense.of(equation, 50))
                .withKernelInitializer(scaling);
        try (Model model =
                Sequential.of(Input.of(10, 100), layer.named("layer")).build(Seed.of(1))) {
            double[] kernel = model.weights().get("layer/kernel").toDoubles();
            double limit = Math.sqrt(3 / fanIn);
            double largest = Arrays.stream(kernel).map(Math::abs).max().orElseThrow();
            // Of 5,000 uniform numbers the largest is all but the limit.
            assertThat(largest).isBetween(.99 * limit, limit);
        }
    }

    private static Array random(Shape shape) {
        Random random = new Random(3);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Array.of(values, shape.asArray());
    }
}
