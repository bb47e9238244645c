package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyKerasMomentum;
import org.tensorflow.types.family.TFloating;

/**
 * Gradient descent, with momentum if wanted.
 *
 * <pre>
 * without momentum: w = w - learningRate g
 * with momentum:    v = momentum v - learningRate g
 *                   w = w + v                                  plain
 *                   w = w + momentum v - learningRate g        nesterov
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.SGD}, Keras 3.15.
 *
 * @param learningRate the rate; 0.01 by default
 * @param momentum the share of the last step that is taken again, in [0, 1]; 0 by default
 * @param nesterov whether the gradient is taken as if after the momentum step; false by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record SGD(LearningRate learningRate, double momentum, boolean nesterov, OptimizerSettings settings)
        implements ConfigurableOptimizer<SGD>, SGDBuilder.With {
    /**
     * Checks the momentum.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public SGD {
        Arguments.require(momentum >= 0 && momentum <= 1, "SGD", "momentum must be in [0, 1]", momentum);
    }

    /**
     * Plain gradient descent.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static SGD of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Plain gradient descent.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static SGD of(LearningRate learningRate) {
        return new SGD(learningRate, 0, false, OptimizerSettings.none());
    }

    @Override
    public SGD withSettings(OptimizerSettings settings) {
        return SGDBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return momentum == 0 ? List.of() : List.of(Slot.zeros("momentum"));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        if (momentum == 0) {
            step.run(tf.train.resourceApplyGradientDescent(step.weightHandle(), step.learningRate(), step.gradient()));
            return;
        }
        step.run(tf.train.resourceApplyKerasMomentum(
                step.weightHandle(),
                step.slotHandle("momentum"),
                step.learningRate(),
                step.gradient(),
                step.constant(momentum),
                ResourceApplyKerasMomentum.useNesterov(nesterov)));
    }
}
