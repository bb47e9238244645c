package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.constraints.Constraints;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.losses.Loss;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.ConfigurableOptimizer;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import io.cornu.optimizers.UpdateStep;
import io.cornu.runtime.Seed;
import io.cornu.schedules.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What the engine does around an update, by hand: one weight, w = 2 at first, x = 1 and the target as gradient. Keras'
 * own numbers are in the parity tests.
 */
class OptimizerSettingsTest {
    private static final double CLOSE = 1e-6;
    private static final Dense DENSE = Dense.of(1).withUseBias(false).withKernelInitializer(Constant.of(2));

    /** Target times prediction: the target is the gradient, whatever the weight is. */
    private record Product() implements Loss {
        @Override
        public String name() {
            return "product";
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            return tf.reduceSum(tf.math.mul(target, prediction), tf.constant(new int[] {1}));
        }
    }

    /** Counts its updates in a slot that all weights share, and subtracts learningRate g. */
    private record Counting(LearningRate learningRate, OptimizerSettings settings)
            implements ConfigurableOptimizer<Counting> {
        @Override
        public Counting withSettings(OptimizerSettings other) {
            return new Counting(learningRate, other);
        }

        @Override
        public List<Slot> slots() {
            return List.of(Slot.shared("count", 5));
        }

        @Override
        public <T extends TFloating> void update(UpdateStep<T> step) {
            Ops tf = step.tf();
            step.assignSlot("count", tf.math.add(step.slot("count"), step.constant(1)));
            step.assign(tf.math.sub(step.weight(), tf.math.mul(step.learningRate(), step.gradient())));
        }
    }

    /** The weight times the input, with a weight that may not be negative. */
    private record NotNegative() implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(VariableSpec.trainable("kernel", Shape.of(1), Constant.of(2))
                    .withConstraint(Constraints.nonNeg()));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            return call.tf().math.mul(call.input(), call.variable("kernel"));
        }
    }

    @Test
    void decayComesBeforeTheUpdate() {
        // w = 2 - 0.5 * 0.1 * 2 = 1.9, then 1.9 - 0.1 * 3
        assertThat(trained(SGD.of(.1).withWeightDecay(.5), 3)).isCloseTo(1.6, within(CLOSE));
        assertThat(trained(SGD.of(.1).withWeightDecay(.5).withoutWeightDecayOf("kernel"), 3))
                .isCloseTo(1.7, within(CLOSE));
        assertThat(trained(SGD.of(.1).withWeightDecay(.5).withoutWeightDecayOf("bias"), 3))
                .isCloseTo(1.6, within(CLOSE));
    }

    @Test
    void averagesBecomeTheWeightsAtTheEndOfAFit() {
        // Weights 1.9, 1.8, 1.7; averages 1.9, 1.85, 1.775.
        assertThat(trained(SGD.of(.1).withEma(.5), 1, 1, 1)).isCloseTo(1.775, within(CLOSE));
    }

    @Test
    void averagesOverwriteTheWeightsInTime() {
        // 1.9; 1.8, average 1.85 and overwritten; 1.75, average 1.8, at the end overwritten as well.
        List<Double> weights = new ArrayList<>();
        assertThat(trained(SGD.of(.1).withEma(.5, 2), weights, 1, 1, 1)).isCloseTo(1.8, within(CLOSE));
        assertThat(weights.get(0)).isCloseTo(1.9, within(CLOSE));
        assertThat(weights.get(1)).isCloseTo(1.85, within(CLOSE));
        assertThat(weights.get(2)).isCloseTo(1.75, within(CLOSE));
    }

    /** A fit that goes on later must find the weights, not their average. */
    @Test
    void aCancelledFitKeepsTheWeights() {
        try (Model model = model(DENSE)) {
            CompiledModel compiled = model.compile(SGD.of(.1).withEma(.5), new Product());
            AtomicInteger asked = new AtomicInteger();
            compiled.fit(data(1, 1, 1), fit().withCancellation(() -> asked.incrementAndGet() == 2));
            assertThat(weight(model)).isCloseTo(1.8, within(CLOSE));
        }
    }

    @Test
    void accumulatedGradientsAreAveraged() {
        List<Double> weights = new ArrayList<>();
        // (1 + 2 + 6) / 3 = 3; the fourth batch waits for two more.
        assertThat(trained(SGD.of(.1).withGradientAccumulationSteps(3), weights, 1, 2, 6, 100))
                .isCloseTo(1.7, within(CLOSE));
        assertThat(weights.get(1)).isEqualTo(2);
        assertThat(weights.get(2)).isCloseTo(1.7, within(CLOSE));
    }

    /** The number of the update is 1 for each of the first three batches, so Adam's first step is a first step. */
    @Test
    void theNumberCountsUpdates() {
        assertThat(trained(Adam.of(.1).withGradientAccumulationSteps(3), 4, 4, 4))
                .isCloseTo(1.9, within(1e-5));
        assertThat(trained(Adam.of(.1).withGradientAccumulationSteps(2), 4, 4, 4, 4))
                .isCloseTo(1.8, within(1e-5));
    }

    @Test
    void constraintsComeLast() {
        try (Model model = model(new NotNegative().named("dense"))) {
            CompiledModel compiled = model.compile(SGD.of(1).withEma(.5), new Product());
            List<Double> weights = new ArrayList<>();
            compiled.fit(data(5, -1), fit().withCallbacks(control -> new FitListener() {
                @Override
                public void batchEnd(BatchEnd batch) {
                    weights.add(weight(model));
                }
            }));
            // 2 - 5 = -3 becomes 0 after the average has seen it; then 1.
            assertThat(weights).containsExactly(0., 1.);
            // -3, then (-3 + 1) / 2, which the end of the fit makes the weight.
            assertThat(weight(model)).isEqualTo(-1);
        }
    }

    @Test
    void aBatchWithInfiniteGradientsLeavesNothingBehindButASmallerScale() {
        Optimizer inner = SGD.of(.1).withMomentum(.9);
        LossScaleOptimizer scaling =
                LossScaleOptimizer.of(inner).withInitialScale(0x1p126).withDynamicGrowthSteps(2);
        try (Model model = model(DENSE)) {
            CompiledModel compiled = model.compile(scaling, new Product());
            // 8 * 2^126 overflows; so does 8 * 2^125, for 2^128 is the limit.
            compiled.fit(data(8, 8), fit());
            assertThat(weight(model)).isEqualTo(2);
            OptimizerState skipped = compiled.optimizerState();
            assertThat(skipped.iterations()).isZero();
            assertThat(slot(skipped, "dynamic_scale", "shared")).isEqualTo(0x1p124);
            assertThat(slot(skipped, "momentum", "dense/kernel")).isZero();
            // 1 * 2^124 does not; after two updates the scale is doubled.
            compiled.fit(data(1, 1), fit());
            // v = -0.1, then -0.09 - 0.1
            assertThat(weight(model)).isCloseTo(2 - .1 - .19, within(CLOSE));
            OptimizerState updated = compiled.optimizerState();
            assertThat(updated.iterations()).isEqualTo(2);
            assertThat(slot(updated, "dynamic_scale", "shared")).isEqualTo(0x1p125);
            assertThat(slot(updated, "step_counter", "shared")).isZero();
        }
    }

    @Test
    void everyPartOfAMultiOptimizerHasItsOwnRate() {
        Dense dense = DENSE.withUseBias(true);
        try (Model model = model(dense)) {
            MultiOptimizer multi = MultiOptimizer.of(SGD.of(.1)).with("dense/bias", SGD.of(step -> step == 0 ? .5 : 0));
            CompiledModel compiled = model.compile(multi, new Product());
            compiled.fit(data(1, 1), fit());
            assertThat(weight(model)).isCloseTo(1.8, within(CLOSE));
            assertThat(model.weights().get("dense/bias").at(0)).isCloseTo(-.5, within(CLOSE));
            assertThat(compiled.learningRate()).isEqualTo(.1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> compiled.setLearningRate(1))
                    .withMessageContaining("several rates");
        }
    }

    /** z starts as the weight is when training begins, not as it was when the model was compiled. */
    @Test
    void copiesAreTakenWhenTrainingBegins() {
        try (Model model = model(DENSE)) {
            CompiledModel compiled = model.compile(ScheduleFreeAdamW.of(.1), new Product());
            model.setWeights(new Weights(Map.of("dense/kernel", Array.of(new float[] {7}, 1, 1))));
            compiled.fit(data(3), fit());
            // The first step is -0.1 for z, and x = z.
            assertThat(weight(model)).isCloseTo(6.9, within(1e-5));
            assertThat(slot(compiled.optimizerState(), "momentum", "dense/kernel"))
                    .isCloseTo(6.9, within(1e-5));
        }
    }

    @Test
    void anOptimizerOfOnesOwnHasAllSettings() {
        Counting own = new Counting(LearningRate.constant(.1), OptimizerSettings.none());
        try (Model model = model(DENSE.withUseBias(true))) {
            CompiledModel compiled =
                    model.compile(own.withClipvalue(1).withGradientAccumulationSteps(2), new Product());
            compiled.fit(data(9, 9, 9, 9, 9), fit());
            // Two updates by 0.1 * 1; the slot is shared by two weights and counts each update once.
            assertThat(weight(model)).isCloseTo(1.8, within(CLOSE));
            assertThat(slot(compiled.optimizerState(), "count", "shared")).isEqualTo(7);
        }
    }

    private static double slot(OptimizerState state, String slot, String owner) {
        return Objects.requireNonNull(
                        Objects.requireNonNull(state.slots().get(slot), slot).get(owner), owner)
                .at(0);
    }

    private static double trained(Optimizer optimizer, double... gradients) {
        return trained(optimizer, new ArrayList<>(), gradients);
    }

    private static double trained(Optimizer optimizer, List<Double> weights, double... gradients) {
        try (Model model = model(DENSE)) {
            CompiledModel compiled = model.compile(optimizer, new Product());
            compiled.fit(data(gradients), fit().withCallbacks(control -> new FitListener() {
                @Override
                public void batchEnd(BatchEnd batch) {
                    weights.add(weight(model));
                }
            }));
            return weight(model);
        }
    }

    private static Model model(Layer layer) {
        return Sequential.of(Input.of(1), layer).build(Seed.of(1));
    }

    private static double weight(Model model) {
        return model.weights().get("dense/kernel").at(0);
    }

    private static Fit fit() {
        return Fit.epochs(1).withBatchSize(1).withShuffle(false);
    }

    private static Dataset data(double... gradients) {
        float[] x = new float[gradients.length];
        float[] y = new float[gradients.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = 1;
            y[i] = (float) gradients[i];
        }
        return Dataset.of(Array.of(x, x.length, 1), Array.of(y, y.length, 1));
    }
}
