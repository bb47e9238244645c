package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Steps of the same size for all numbers, by the sign of a running average (Chen et al. 2023).
 *
 * <pre>
 * w = w - learningRate sign(beta1 m + (1 - beta1) g)
 * m = beta2 m + (1 - beta2) g
 * </pre>
 *
 * <p>Wants a learning rate of a third to a tenth of {@link Adam}'s, and a weight decay as much larger.
 *
 * <p>Source: {@code keras.optimizers.Lion}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta1 the share of m in the step, above 0 and at most 1; 0.9 by default
 * @param beta2 the decay of m, in [0, 1); 0.99 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Lion(LearningRate learningRate, double beta1, double beta2, OptimizerSettings settings)
        implements ConfigurableOptimizer<Lion>, LionBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if beta1 is not above 0 or exceeds 1, or beta2 lies outside [0, 1)
     */
    public Lion {
        Arguments.require(beta1 > 0 && beta1 <= 1, "Lion", "beta1 must be above 0 and at most 1", beta1);
        Arguments.share("Lion", "beta2", beta2);
    }

    /**
     * Lion with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Lion of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Lion with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Lion of(LearningRate learningRate) {
        return new Lion(learningRate, .9, .99, OptimizerSettings.none());
    }

    @Override
    public Lion withSettings(OptimizerSettings settings) {
        return LionBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(Rules.MOMENTUM));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> m = step.slot(Rules.MOMENTUM);
        Operand<T> direction = tf.math.sign(Rules.blend(step, step.constant(beta1), m, step.gradient()));
        step.assign(tf.math.sub(step.weight(), tf.math.mul(step.learningRate(), direction)));
        step.assignSlot(Rules.MOMENTUM, Rules.blend(step, step.constant(beta2), m, step.gradient()));
    }
}
