package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Phase;
import io.cornu.model.LayerCases.LayerCase;
import io.cornu.runtime.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * What every layer promises: the shape it says, and the gradient of what it computes. A family of layers is a class with
 * a table of {@link LayerCase cases}.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class LayerContract {
    private static final int BATCH = 3;

    /** The cases of a family. */
    abstract List<LayerCase> cases();

    @ParameterizedTest
    @MethodSource("cases")
    void shapeIsTheOneStated(LayerCase layer) {
        List<Shape> stated = layer.network().graph().outputShapes();
        try (Model model = layer.network().build(Seed.of(1))) {
            for (int batch : new int[] {1, 2, 5}) {
                Dataset data = Dataset.ofInputs(layer.inputs(batch, 0).toArray(Array[]::new));
                Array output = model.predict(data, 8).get(0);
                assertThat(output.shape().asArray())
                        .isEqualTo(stated.get(0)
                                .takeLast(stated.get(0).numDimensions() - 1)
                                .prepend(batch)
                                .asArray());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientIsThatOfWhatIsComputed(LayerCase layer) {
        // Shifted, because the inputs of the file begin with zero, where many activations have a kink.
        try (GradientProbe exact = probe(layer, DataType.FLOAT64, 0.137);
                GradientProbe single = probe(layer, DataType.FLOAT32, 0.137)) {
            for (Phase phase : List.of(Phase.TRAINING, Phase.INFERENCE)) {
                requireGradient(exact, phase);
                // Random numbers of another type are other numbers.
                if (!layer.layer().isStochastic()) {
                    requireSameGradient(exact, single, phase);
                }
            }
        }
    }

    /**
     * Central differences in float64. A step of 1e-5 leaves an error of about 1e-10 from the third derivative and as
     * much from rounding, so 1e-6 can only be missed by a wrong gradient, or at a kink, where no case is.
     */
    static void requireGradient(GradientProbe probe, Phase phase) {
        Array coefficients = coefficients(probe.output(phase).size());
        Map<String, Array> gradients = probe.gradients(phase, coefficients);
        Random random = new Random(11);
        gradients.forEach((name, gradient) -> {
            double[] values = gradient.toDoubles();
            for (int i = 0; i < 4; i++) {
                // Along two random directions, which see every number, and along two single numbers.
                double[] direction = new double[values.length];
                if (i < 2) {
                    Arrays.setAll(direction, j -> random.nextGaussian());
                } else {
                    direction[random.nextInt(values.length)] = 1;
                }
                double expected = probe.slope(name, direction, 1e-5, p -> p.loss(phase, coefficients));
                double slope = 0;
                for (int j = 0; j < values.length; j++) {
                    slope += values[j] * direction[j];
                }
                assertThat(slope)
                        .as("gradient by %s in %s, direction %s", name, phase, i)
                        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
            }
        });
    }

    /** Float32 takes other kernels, such as fused batch normalization, whose differences would be too coarse. */
    static void requireSameGradient(GradientProbe exact, GradientProbe single, Phase phase) {
        Array coefficients = coefficients(exact.output(phase).size());
        Map<String, Array> gradients = single.gradients(phase, coefficients);
        exact.gradients(phase, coefficients).forEach((name, expected) -> {
            Array gradient = Objects.requireNonNull(gradients.get(name));
            Numbers.requireClose("float32 gradient by " + name + " in " + phase, gradient, expected.toDoubles(), 2e-5);
        });
    }

    static Array coefficients(int size) {
        return LayerCases.numbers(Shape.of(size), 0.5, 1, 0.3);
    }

    static GradientProbe probe(LayerCase layer, DataType type) {
        return probe(layer, type, 0);
    }

    static GradientProbe probe(LayerCase layer, DataType type, double shift) {
        GradientProbe probe = new GradientProbe(layer.network(), type, layer.inputs(BATCH, shift));
        layer.setWeights(probe.model());
        return probe;
    }
}
