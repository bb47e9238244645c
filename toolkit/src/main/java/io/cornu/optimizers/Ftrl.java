package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Follows the regularized leader: many weights become exactly 0 (McMahan et al. 2013).
 *
 * <pre>
 * n = a + g^2
 * z = z + g + 2 l2Shrinkage w - (n^-p - a^-p) / learningRate w         p = learningRatePower
 * q = n^-p / learningRate + 2 (l2 + beta / (2 learningRate))
 * w = (min(max(z, -l1), l1) - z) / q
 * a = n
 * </pre>
 *
 * <p>The learning rate must be above 0 at every step.
 *
 * <p>Source: {@code keras.optimizers.Ftrl}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param learningRatePower p, at most 0; -0.5 by default, 0 for a rate that does not shrink
 * @param initialAccumulatorValue what a starts with, at least 0; 0.1 by default
 * @param l1RegularizationStrength l1, at least 0; 0 by default
 * @param l2RegularizationStrength l2, at least 0; 0 by default
 * @param l2ShrinkageRegularizationStrength l2Shrinkage, at least 0; 0 by default
 * @param beta at least 0; 0 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Ftrl(
        LearningRate learningRate,
        double learningRatePower,
        double initialAccumulatorValue,
        double l1RegularizationStrength,
        double l2RegularizationStrength,
        double l2ShrinkageRegularizationStrength,
        double beta,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<Ftrl>, FtrlBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the power is above 0 or another number is negative
     */
    public Ftrl {
        Arguments.require(
                learningRatePower <= 0 && Double.isFinite(learningRatePower),
                "Ftrl",
                "learningRatePower must be a finite number of at most 0",
                learningRatePower);
        Arguments.notNegative("Ftrl", "initialAccumulatorValue", initialAccumulatorValue);
        Arguments.notNegative("Ftrl", "l1RegularizationStrength", l1RegularizationStrength);
        Arguments.notNegative("Ftrl", "l2RegularizationStrength", l2RegularizationStrength);
        Arguments.notNegative("Ftrl", "l2ShrinkageRegularizationStrength", l2ShrinkageRegularizationStrength);
        Arguments.notNegative("Ftrl", "beta", beta);
    }

    /**
     * Ftrl with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Ftrl of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Ftrl with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Ftrl of(LearningRate learningRate) {
        return new Ftrl(learningRate, -.5, .1, 0, 0, 0, 0, OptimizerSettings.none());
    }

    @Override
    public Ftrl withSettings(OptimizerSettings settings) {
        return FtrlBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.filled("accumulator", initialAccumulatorValue), Slot.zeros("linear"));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> l2 = step.constant(l2RegularizationStrength);
        if (beta != 0) {
            l2 = tf.math.add(l2, tf.math.div(step.constant(beta / 2), step.learningRate()));
        }
        step.run(tf.train.resourceApplyFtrl(
                step.weightHandle(),
                step.slotHandle("accumulator"),
                step.slotHandle("linear"),
                step.gradient(),
                step.learningRate(),
                step.constant(l1RegularizationStrength),
                l2,
                step.constant(l2ShrinkageRegularizationStrength),
                step.constant(learningRatePower)));
    }
}
