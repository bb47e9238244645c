package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.types.family.TFloating;

/**
 * Multiplies the loss before gradients are taken by a scale that finds itself, so that small gradients survive in
 * float16.
 *
 * <pre>
 * all gradients finite: the inner optimizer's update by g / scale; after dynamicGrowthSteps of them, scale = 2 scale
 * else: nothing changes but scale = scale / 2
 * </pre>
 *
 * <p>A batch without an update does not count as a step. The scale and its counter stand in
 * {@link io.cornu.model.OptimizerState#slots} as {@code dynamic_scale} and {@code step_counter}. A
 * {@linkplain OptimizerSettings#lossScaleFactor fixed factor} of the inner optimizer becomes 1.
 *
 * <p>Source: {@code keras.optimizers.LossScaleOptimizer}, Keras 3.15.
 *
 * @param inner makes the updates; no other LossScaleOptimizer
 * @param initialScale what the scale starts with, above 0; 2^15 by default
 * @param dynamicGrowthSteps after how many updates the scale is doubled, at least 1; 2000 by default
 */
@RecordBuilder
public record LossScaleOptimizer(Optimizer inner, double initialScale, int dynamicGrowthSteps)
        implements Optimizer, LossScaleOptimizerBuilder.With {
    /**
     * Checks numbers and inner optimizer.
     *
     * @throws IllegalArgumentException if a number is not above 0 or the inner optimizer scales the loss as well
     */
    public LossScaleOptimizer {
        Arguments.positive("LossScaleOptimizer", "initialScale", initialScale);
        Arguments.positive("LossScaleOptimizer", "dynamicGrowthSteps", dynamicGrowthSteps);
        Arguments.require(
                !(inner instanceof LossScaleOptimizer),
                "LossScaleOptimizer",
                "inner must be an optimizer that does not scale the loss itself",
                inner.getClass().getSimpleName());
        inner = withFactor(inner, 1);
    }

    /** An optimizer's own factor gives way to that of a wrapper, as in Keras. */
    static Optimizer withFactor(Optimizer optimizer, double factor) {
        if (optimizer instanceof MultiOptimizer multi) {
            return multi.lossScaleFactor() == factor ? multi : multi.withLossScaleFactor(factor);
        }
        return optimizer instanceof ConfigurableOptimizer<?> configurable
                ? configurable.withLossScaleFactor(factor)
                : optimizer;
    }

    /**
     * Scales the loss for another optimizer, with Keras' defaults.
     *
     * @param inner makes the updates
     * @return the optimizer
     * @throws IllegalArgumentException if the inner optimizer scales the loss as well
     */
    public static LossScaleOptimizer of(Optimizer inner) {
        return new LossScaleOptimizer(inner, 0x1p15, 2000);
    }

    @Override
    public LearningRate learningRate() {
        return inner.learningRate();
    }

    /** The inner optimizer's. */
    @Override
    public OptimizerSettings settings() {
        return inner.settings();
    }

    @Override
    public List<Slot> slots() {
        return inner.slots();
    }

    @Override
    public List<Slot> slots(OptimizedWeight weight) {
        return inner.slots(weight);
    }

    @Override
    public double weightDecay(OptimizedWeight weight) {
        return inner.weightDecay(weight);
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        inner.update(step);
    }
}
