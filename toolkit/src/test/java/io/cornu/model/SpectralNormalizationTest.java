package io.cornu.model;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.initializers.Initializers;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Phase;
import io.cornu.layers.SpectralNormalization;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerCases.LayerCase;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.LBFGS;
import io.cornu.runtime.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/** Kernels that are replaced within a step. */
class SpectralNormalizationTest {
    private static final Architecture NETWORK = Sequential.of(
            Input.of(2),
            SpectralNormalization.of(Dense.of(2).withUseBias(false)).named("sn"));
    private static final Dataset DATA =
            Dataset.of(Array.of(new float[] {1, 1}, 1, 2), Array.of(new float[] {0, 0}, 1, 2));

    static List<LayerCase> cases() {
        return List.of(
                new LayerCase("dense", SpectralNormalization.of(Dense.of(3)), List.of(Shape.of(4))),
                new LayerCase("conv", SpectralNormalization.of(Conv2D.of(3, 2)), List.of(Shape.of(4, 4, 2))));
    }

    /** Training is no function of the kernel, which it replaces: its gradients are compared with Keras'. */
    @ParameterizedTest
    @MethodSource("cases")
    void gradientInInferenceIsThatOfTheLayer(LayerCase layer) {
        try (GradientProbe exact = LayerContract.probe(layer, DataType.FLOAT64, 0.137);
                GradientProbe single = LayerContract.probe(layer, DataType.FLOAT32, 0.137)) {
            LayerContract.requireGradient(exact, Phase.INFERENCE);
            LayerContract.requireSameGradient(exact, single, Phase.INFERENCE);
            LayerContract.requireSameGradient(exact, single, Phase.TRAINING);
        }
    }

    /**
     * Kernel diag(3, 1) and u = (1, 0): v = u, sigma = 3, kernel diag(1, 1/3). Inputs (1, 1) give (1, 1/3); the mean of
     * squares is 5/9, its gradient by the outputs (1, 1/3), by the kernel ((1, 1/3), (1, 1/3)). A step of rate 0.3 gives
     * ((0.7, -0.1), (-0.3, 1/3 - 0.1)).
     */
    @Test
    void optimizersGoOnFromTheNormalizedKernel() {
        try (Model model = diagonal()) {
            History history = model.compile(SGD.of(.3), meanSquaredError()).fit(DATA, Fit.epochs(1));
            assertThat(history.last().get("loss")).isCloseTo(5. / 9, within(1e-6));
            assertThat(model.weights().get("sn/layer/kernel").toDoubles())
                    .containsExactly(new double[] {.7, -.1, -.3, 1. / 3 - .1}, within(1e-6));
            assertThat(model.weights().get("sn/vector_u").toDoubles()).containsExactly(1, 0);
        }
    }

    @Test
    void predictionEvaluationAndFrozenLayersLeaveTheKernel() {
        try (Model model = diagonal()) {
            assertThat(model.predict(Array.of(new float[] {1, 1}, 1, 2)).toDoubles())
                    .containsExactly(3, 1);
            CompiledModel compiled = model.compile(SGD.of(.3), meanSquaredError());
            assertThat(compiled.evaluate(DATA).get("loss")).isEqualTo(5);
            model.freeze("sn");
            model.compile(SGD.of(.3), meanSquaredError()).fit(DATA, Fit.epochs(1));
            assertThat(model.weights().get("sn/layer/kernel").toDoubles()).containsExactly(3, 0, 0, 1);
        }
    }

    @Test
    void aKernelOfZerosStays() {
        try (Model model = diagonal()) {
            model.setWeight("sn/layer/kernel", Array.of(new float[4], 2, 2));
            model.compile(SGD.of(.3), meanSquaredError()).fit(DATA, Fit.epochs(1));
            assertThat(model.weights().get("sn/layer/kernel").toDoubles()).containsExactly(0, 0, 0, 0);
            assertThat(model.weights().get("sn/vector_u").toDoubles()).containsExactly(1, 0);
        }
    }

    @Test
    void fullBatchOptimizersAreRefused() {
        try (Model model = diagonal()) {
            CompiledModel compiled = model.compile(SGD.of(.3), meanSquaredError());
            assertThatThrownBy(() -> compiled.fit(DATA, Fit.epochs(1).withFullBatch(LBFGS.of())))
                    .hasMessageContaining("sn/layer/kernel")
                    .hasMessageContaining("Fit in batches");
        }
    }

    @Test
    void layersWithoutAKernelAreRefused() {
        assertThatThrownBy(() -> Sequential.of(Input.of(3), SpectralNormalization.of(BatchNormalization.of())))
                .hasMessageContaining("SpectralNormalization 'spectral_normalization'")
                .hasMessageContaining("kernel or embeddings")
                .hasMessageContaining("BatchNormalization")
                .hasMessageContaining("gamma");
        assertThatThrownBy(() -> SpectralNormalization.of(Embedding.of(3, 2)).withPowerIterations(0))
                .hasMessageContaining("SpectralNormalization")
                .hasMessageContaining("powerIterations");
    }

    @Test
    void statisticsAreUpdatedAndNotReplaced() {
        try (Model model = Sequential.of(Input.of(2), new Replacing()).build(Seed.of(1))) {
            assertThatThrownBy(() -> model.predict(Array.of(new float[] {1, 1}, 1, 2)))
                    .hasMessageContaining("Replacing 'replacing'")
                    .hasMessageContaining("statistic total");
        }
    }

    /** Takes a statistic for a weight. */
    private record Replacing() implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(VariableSpec.statistic("total", Shape.of(1), Initializers.zeros()));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            call.replace("total", call.variable("total"));
            return call.input();
        }
    }

    private static Model diagonal() {
        Model model = NETWORK.build(Seed.of(1));
        model.setWeight("sn/layer/kernel", Array.of(new float[] {3, 0, 0, 1}, 2, 2));
        model.setWeight("sn/vector_u", Array.of(new float[] {1, 0}, 1, 2));
        return model;
    }
}
