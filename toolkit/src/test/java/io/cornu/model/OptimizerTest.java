package io.cornu.model;

import static io.cornu.Golden.number;
import static io.cornu.Golden.numbers;
import static io.cornu.Golden.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Golden;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** What every optimizer promises: Keras' steps ({@code optimizers.py}), and a state that can be kept and given back. */
class OptimizerTest {
    private static final int STEPS = 12;
    private static final int BATCH = 4;
    private static final Map<String, List<Map<String, String>>> GOLDEN =
            Golden.byColumn(OptimizerTest.class, "optimizers.csv", "optimizer");

    private static final Map<String, Optimizer> OPTIMIZERS = Map.ofEntries(
            Map.entry("sgd", SGD.of(0.1)),
            Map.entry("sgd_momentum", SGD.of(0.05).withMomentum(0.9)),
            Map.entry("sgd_nesterov", SGD.of(0.05).withMomentum(0.8).withNesterov(true)),
            Map.entry("adam", Adam.of(0.02)),
            Map.entry(
                    "adam_numbers", Adam.of(0.03).withBeta1(0.7).withBeta2(0.9).withEpsilon(1e-3)),
            Map.entry("adam_amsgrad", Adam.of(0.05).withBeta2(0.8).withAmsgrad(true)),
            Map.entry("rmsprop", RMSprop.of(0.01)),
            Map.entry("rmsprop_momentum", RMSprop.of(0.01).withRho(0.8).withMomentum(0.7)),
            Map.entry("rmsprop_centered", RMSprop.of(0.01).withCentered(true)),
            Map.entry(
                    "rmsprop_all",
                    RMSprop.of(0.02)
                            .withRho(0.7)
                            .withMomentum(0.5)
                            .withEpsilon(1e-2)
                            .withCentered(true)),
            Map.entry("sgd_clipvalue", SGD.of(0.1).withClipvalue(0.05)),
            Map.entry("sgd_clipnorm", SGD.of(0.1).withClipnorm(0.2)),
            Map.entry("sgd_global_clipnorm", SGD.of(0.1).withGlobalClipnorm(0.3)),
            Map.entry("adam_global_clipnorm", Adam.of(0.02).withEpsilon(0.1).withGlobalClipnorm(0.3)),
            Map.entry("sgd_clipnorm_loose", SGD.of(0.1).withClipnorm(100)));

    static Set<String> cases() {
        return GOLDEN.keySet();
    }

    @Test
    void everyCaseIsPlayed() {
        assertThat(OPTIMIZERS.keySet()).isEqualTo(GOLDEN.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsAreThoseOfKeras(String name) {
        try (Model model = model()) {
            CompiledModel compiled = compile(model, name);
            for (int step = 1; step <= STEPS; step++) {
                train(compiled, step);
                Weights weights = model.weights();
                for (Map<String, String> row : Objects.requireNonNull(GOLDEN.get(name))) {
                    if (number(row, "step") == step && text(row, "slot").isEmpty()) {
                        requireClose(row, weights.get(text(row, "variable")));
                    }
                }
            }
            assertThat(compiled.optimizerState().iterations()).isEqualTo(STEPS);
            requireSlots(name, compiled.optimizerState());
        }
    }

    /** Another model, made from the state after some steps, goes on to the same numbers. */
    @ParameterizedTest
    @MethodSource("cases")
    void stateIsAllThatItTakesToGoOn(String name) {
        Weights weights;
        OptimizerState state;
        try (Model model = model()) {
            CompiledModel compiled = compile(model, name);
            for (int step = 1; step <= 5; step++) {
                train(compiled, step);
            }
            weights = model.weights();
            state = compiled.optimizerState();
        }
        try (Model model = model()) {
            CompiledModel compiled = compile(model, name);
            model.setWeights(weights);
            compiled.setOptimizerState(state);
            assertThat(compiled.optimizerState()).isEqualTo(state);
            for (int step = 6; step <= STEPS; step++) {
                train(compiled, step);
            }
            for (Map<String, String> row : Objects.requireNonNull(GOLDEN.get(name))) {
                if (number(row, "step") == STEPS && text(row, "slot").isEmpty()) {
                    requireClose(row, model.weights().get(text(row, "variable")));
                }
            }
            requireSlots(name, compiled.optimizerState());
        }
    }

    /**
     * One step on one weight: w = 2, x = 3, y = 1, so the loss is (3 w - 1)^2 = 25 and its gradient is
     * g = 2 (3 w - 1) 3 = 30.
     */
    static List<Arguments> handSteps() {
        return List.of(
                // w - 0.1 g
                Arguments.of(SGD.of(0.1), 2 - 3.0),
                // v = -0.1 g; w + v
                Arguments.of(SGD.of(0.1).withMomentum(0.9), 2 - 3.0),
                // v = -3; w + 0.9 v - 0.1 g
                Arguments.of(SGD.of(0.1).withMomentum(0.9).withNesterov(true), 2 - 2.7 - 3.0),
                // m / (1 - beta1) = g and v / (1 - beta2) = g^2, so w - 0.1 g / |g|, epsilon = 1e-7 aside
                Arguments.of(Adam.of(0.1), 2 - 0.1),
                // v = 0.1 g^2 = 90; w - 0.1 g / sqrt(v)
                Arguments.of(RMSprop.of(0.1), 2 - 3 / Math.sqrt(90)),
                // a = 0.1 g = 3; w - 0.1 g / sqrt(90 - 9)
                Arguments.of(RMSprop.of(0.1).withCentered(true), 2 - 3 / 9.0),
                // g = 5, then g = 6 and g = 7
                Arguments.of(SGD.of(0.1).withClipvalue(5), 2 - 0.5),
                Arguments.of(SGD.of(0.1).withClipnorm(6), 2 - 0.6),
                Arguments.of(SGD.of(0.1).withGlobalClipnorm(7), 2 - 0.7));
    }

    @ParameterizedTest
    @MethodSource("handSteps")
    void oneStepByHand(Optimizer optimizer, double expected) {
        Dataset data = Dataset.of(Array.of(new float[] {3}, 1, 1), Array.of(new float[] {1}, 1, 1));
        try (Model model = Sequential.of(
                        Input.of(1), Dense.of(1).withUseBias(false).withKernelInitializer(Constant.of(2)))
                .build(Seed.of(1))) {
            model.compile(optimizer, Losses.meanSquaredError()).fit(data, Fit.epochs(1));
            assertThat(model.weights().get("dense/kernel").at(0)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void learningRateIsKeptWithTheState() {
        try (Model model = model()) {
            CompiledModel compiled = compile(model, "sgd_momentum");
            compiled.setLearningRate(0.0625);
            OptimizerState state = compiled.optimizerState();
            assertThat(state.learningRate()).isEqualTo(0.0625);
            CompiledModel other = compile(model, "sgd_momentum");
            assertThat(other.learningRate()).isEqualTo(0.05);
            other.setOptimizerState(state);
            assertThat(other.learningRate()).isEqualTo(0.0625);
            Array before = model.weights().get("dense_1/kernel");
            other.setLearningRate(0);
            train(other, 1);
            assertThat(model.weights().get("dense_1/kernel")).isEqualTo(before);
            assertThatIllegalArgumentException().isThrownBy(() -> other.setLearningRate(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> other.setLearningRate(Double.NaN));
        }
    }

    @Test
    void schedulesFollowTheStep() {
        try (Model model = model()) {
            // No step at all but the fourth.
            CompiledModel compiled = model.compile(SGD.of(step -> step == 3 ? 0.1 : 0), Losses.meanSquaredError());
            for (int step = 1; step <= 5; step++) {
                Weights before = model.weights();
                assertThat(compiled.learningRate()).isEqualTo(step == 4 ? 0.1 : 0);
                train(compiled, step);
                assertThat(model.weights().equals(before)).isEqualTo(step != 4);
            }
            assertThatIllegalStateException()
                    .isThrownBy(() -> compiled.setLearningRate(0.1))
                    .withMessageContaining("schedule");
        }
    }

    @Test
    void foreignStateIsRefusedAsAWhole() {
        try (Model model = model()) {
            CompiledModel compiled = compile(model, "adam");
            train(compiled, 1);
            OptimizerState state = compiled.optimizerState();
            Map<String, Map<String, Array>> slots = new LinkedHashMap<>(state.slots());
            slots.put("momentum", Map.of("dense/kernel", Array.of(new float[] {1, 2})));
            OptimizerState foreign = new OptimizerState(7, 0.5, slots);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.setOptimizerState(foreign))
                    .withMessageContainingAll(
                            "3 of 6",
                            "dense/kernel/momentum expected (5, 3), received (2,)",
                            "dense/bias/momentum is missing",
                            "dense_1/kernel/momentum is missing");
            assertThat(compiled.optimizerState()).isEqualTo(state);
        }
    }

    private static void requireSlots(String name, OptimizerState state) {
        for (Map<String, String> row : Objects.requireNonNull(GOLDEN.get(name))) {
            String slot = text(row, "slot");
            if (!slot.isEmpty()) {
                requireClose(
                        row,
                        Objects.requireNonNull(
                                Objects.requireNonNull(state.slots().get(slot), slot)
                                        .get(text(row, "variable"))));
            }
        }
    }

    private static void requireClose(Map<String, String> row, Array value) {
        String what = text(row, "variable") + " " + text(row, "slot") + ", step " + text(row, "step");
        // The rate is fed as a float32, which costs the eighth digit; Python's Adam rounds its betas to float32 even
        // in float64, and 1 - 0.999 loses five digits by it.
        double tolerance = text(row, "optimizer").startsWith("adam") ? 2e-6 : 1e-7;
        Numbers.requireClose(what, value, numbers(row, "values"), tolerance);
    }

    private static CompiledModel compile(Model model, String name) {
        return model.compile(Objects.requireNonNull(OPTIMIZERS.get(name)), Losses.meanSquaredError());
    }

    private static void train(CompiledModel model, int step) {
        Dataset data = Dataset.of(
                LayerCases.numbers(Shape.of(STEPS * BATCH, 5), 0.3, 1, 0),
                LayerCases.numbers(Shape.of(STEPS * BATCH, 2), 1.1, 2, 0));
        model.fit(
                data.slice((step - 1) * BATCH, step * BATCH),
                Fit.epochs(1).withBatchSize(BATCH).withShuffle(false));
    }

    private static Model model() {
        Model model = Sequential.of(
                        Input.of(5),
                        Dense.of(3).withActivation(Activations.tanh()),
                        Dense.of(2).withUseBias(false))
                .build(BuildOptions.of(Seed.of(1)).withDataType(DataType.FLOAT64));
        model.setWeights(new Weights(Map.of(
                "dense/kernel", LayerCases.numbers(Shape.of(5, 3), 10, 1, 0),
                "dense/bias", LayerCases.numbers(Shape.of(3), 11, 1, 0),
                "dense_1/kernel", LayerCases.numbers(Shape.of(3, 2), 12, 1, 0))));
        return model;
    }
}
