package io.cornu.model;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Phase;
import io.cornu.model.LayerCases.LayerCase;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

class MixedPrecisionTest {
    /** Writes down in which type it was called. */
    private record Witness(List<String> types, boolean isPrecisionSensitive) implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            types.add(call.input().type().getSimpleName());
            return call.tf().math.mul(call.input(), call.constant(1));
        }
    }

    /** Half types, and how far their results may be from those of float32. */
    private static final Map<DTypePolicy, Double> TOLERANCES =
            Map.of(DTypePolicy.MIXED_BFLOAT16, .02, DTypePolicy.MIXED_FLOAT16, .004, DTypePolicy.BFLOAT16, .02);

    static List<LayerCase> cases() {
        return LayerCases.all().values().stream()
                .filter(layer -> !layer.layer().isStochastic())
                .toList();
    }

    /**
     * Every layer computes and learns in half precision: about as in float32, of whose 24 bits bfloat16 keeps 8 and
     * float16 keeps 11; over a layer's sums of numbers of about 1, a few times the half unit of that, 2^-9 or 2^-12.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void layersComputeInHalfPrecision(LayerCase layer) {
        // Numbers that all types hold, so that maxima and kinks are where they are in float32.
        List<Array> inputs =
                layer.inputs(3, .137).stream().map(MixedPrecisionTest::rounded).toList();
        Architecture network = layer.network();
        try (GradientProbe full = new GradientProbe(network, DataType.FLOAT32, inputs)) {
            layer.setWeights(full.model());
            full.model().weights().byPath().forEach((path, value) -> full.model()
                    .setWeight(path, rounded(value)));
            TOLERANCES.forEach((policy, tolerance) -> {
                try (GradientProbe half = new GradientProbe(network.withPolicy(policy), DataType.FLOAT32, inputs)) {
                    full.model().weights().byPath().forEach(half.model()::setWeight);
                    requireClose(layer + " " + policy, half, full, tolerance);
                }
            });
        }
    }

    private static void requireClose(String what, GradientProbe half, GradientProbe full, double tolerance) {
        for (Phase phase : List.of(Phase.TRAINING, Phase.INFERENCE)) {
            Array output = full.output(phase);
            requireClose(what + " output", half.output(phase), output, tolerance);
            Array coefficients = LayerContract.coefficients(output.size());
            Map<String, Array> gradients = half.gradients(phase, coefficients);
            full.gradients(phase, coefficients)
                    .forEach((name, gradient) -> requireClose(
                            what + " " + name, Objects.requireNonNull(gradients.get(name)), gradient, tolerance));
        }
    }

    private static Array rounded(Array numbers) {
        return numbers.cast(DataType.BFLOAT16).cast(DataType.FLOAT32);
    }

    private static void requireClose(String what, Array received, Array expected, double tolerance) {
        double largest = 0;
        for (double value : expected.toDoubles()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(received.at(i))
                    .as("%s, number %s", what, i)
                    .isCloseTo(expected.at(i), within(tolerance * Math.max(largest, 1)));
        }
    }

    @Test
    void eachLayerHasItsOwnType() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<String> third = new ArrayList<>();
        Architecture network = Sequential.of(
                        Input.of(4),
                        new Witness(first, false),
                        new Witness(second, true),
                        new Witness(third, false)
                                .withPolicy(DTypePolicy.FLOAT32)
                                .named("third"),
                        Dense.of(1))
                .withPolicy(DTypePolicy.MIXED_BFLOAT16);
        try (Model model = network.build(Seed.of(1))) {
            Array input = Array.of(new float[] {1 + 0x1p-20f, 0, 0, 0}, 1, 4);
            assertThat(model.predict(input).dataType()).isEqualTo(DataType.FLOAT32);
            assertThat(first).containsExactly("TBfloat16");
            assertThat(second).containsExactly("TFloat32");
            assertThat(third).containsExactly("TFloat32");
            // What a sensitive layer gives is of the policy's type.
            try (Model part = model.outputsOf("witness_1")) {
                assertThat(part.predict(input).at(0)).isEqualTo(1);
            }
        }
        assertThat(network.graph().layers().get(3).policy()).contains(DTypePolicy.FLOAT32);
        assertThat(network.withPolicy(DTypePolicy.MIXED_FLOAT16)).isEqualTo(network);
    }

    @Test
    void weightsAndStatisticsAreFloat32AndLearn() {
        Architecture network = Sequential.of(
                        Input.of(4),
                        Dense.of(8),
                        BatchNormalization.of(),
                        Dropout.of(.25),
                        new Activation(io.cornu.activations.Activations.relu()),
                        Dense.of(1))
                .withPolicy(DTypePolicy.MIXED_BFLOAT16);
        try (Model model = network.build(Seed.of(1))) {
            Dataset data = Dataset.of(
                    LayerCases.numbers(org.tensorflow.ndarray.Shape.of(16, 4), 0, 1, 0),
                    LayerCases.numbers(org.tensorflow.ndarray.Shape.of(16, 1), 3, 1, 0));
            History history = model.compile(SGD.of(.05), meanSquaredError())
                    .fit(data, Fit.epochs(30).withBatchSize(8));
            assertThat(model.weights().byPath().values()).allMatch(value -> value.dataType() == DataType.FLOAT32);
            double[] losses = history.get("loss");
            assertThat(losses[29]).isLessThan(.7 * losses[0]);
        }
    }

    @Test
    void float16TrainingScalesTheLoss() {
        Architecture network = Sequential.of(Input.of(4), Dense.of(1)).withPolicy(DTypePolicy.MIXED_FLOAT16);
        try (Model model = network.build(Seed.of(1))) {
            assertThat(model.compile(SGD.of(.05), meanSquaredError())
                            .compilation()
                            .optimizer())
                    .isEqualTo(LossScaleOptimizer.of(SGD.of(.05)));
            LossScaleOptimizer own = LossScaleOptimizer.of(SGD.of(.05)).withInitialScale(8);
            assertThat(model.compile(own, meanSquaredError()).compilation().optimizer())
                    .isEqualTo(own);
        }
    }
}
