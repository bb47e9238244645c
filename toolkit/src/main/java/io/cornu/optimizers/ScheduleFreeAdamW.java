package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@link AdamW} that needs no schedule, since it averages instead of letting the rate fall (Defazio et al. 2024).
 *
 * <pre>
 * v = beta2 v + (1 - beta2) g^2
 * z = z - learningRate min(1, t / warmupSteps) g / (sqrt(v / (1 - beta2^t)) + epsilon)
 * x = (1 - 1/t) (w - (1 - beta1) z) / beta1 + z / t
 * w = (1 - beta1) z + beta1 x
 * </pre>
 *
 * <p>z is the slot {@code momentum} and starts as w. x is not kept, but taken from w and the z of this step, as Keras
 * does on TensorFlow, not of the step before, as in the paper and in Keras on JAX. In Python's {@code fit}, z starts as
 * 0 unless the optimizer was built before or comes from a file; its documentation says as w.
 *
 * <p>Source: {@code keras.optimizers.ScheduleFreeAdamW}, Keras 3.15.
 *
 * @param learningRate the rate; 0.0025 by default
 * @param beta1 the share of x in w, above 0 and less than 1; 0.9 by default
 * @param beta2 the decay of v, in [0, 1); 0.999 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-8 by default
 * @param warmupSteps how many steps the rate takes to rise, at least 0; 0 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record ScheduleFreeAdamW(
        LearningRate learningRate,
        double beta1,
        double beta2,
        double epsilon,
        int warmupSteps,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<ScheduleFreeAdamW>, ScheduleFreeAdamWBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a beta lies out of its range, epsilon is not above 0 or warmupSteps is negative
     */
    public ScheduleFreeAdamW {
        Arguments.require(beta1 > 0 && beta1 < 1, "ScheduleFreeAdamW", "beta1 must be above 0 and less than 1", beta1);
        Arguments.share("ScheduleFreeAdamW", "beta2", beta2);
        Arguments.positive("ScheduleFreeAdamW", "epsilon", epsilon);
        Arguments.require(warmupSteps >= 0, "ScheduleFreeAdamW", "warmupSteps must be at least 0", warmupSteps);
    }

    /**
     * ScheduleFreeAdamW with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static ScheduleFreeAdamW of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * ScheduleFreeAdamW with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static ScheduleFreeAdamW of(LearningRate learningRate) {
        return new ScheduleFreeAdamW(learningRate, .9, .999, 1e-8, 0, OptimizerSettings.none());
    }

    @Override
    public ScheduleFreeAdamW withSettings(OptimizerSettings settings) {
        return ScheduleFreeAdamWBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.copy(Rules.MOMENTUM), Slot.zeros(Rules.VELOCITY));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> v = Rules.follow(step, Rules.VELOCITY, tf.math.square(step.gradient()), 1 - beta2);
        Operand<T> spread = tf.math.sqrt(tf.math.div(v, Rules.rest(step, Rules.power(step, beta2))));
        Operand<T> oldZ = step.slot(Rules.MOMENTUM);
        Operand<T> z = tf.math.sub(
                oldZ,
                tf.math.div(tf.math.mul(rate(step), step.gradient()), tf.math.add(spread, step.constant(epsilon))));
        step.assignSlot(Rules.MOMENTUM, z);
        Operand<T> beta = step.constant(beta1);
        Operand<T> oldX = tf.math.div(tf.math.sub(step.weight(), tf.math.mul(Rules.rest(step, beta), z)), beta);
        Operand<T> share = tf.math.div(step.constant(1), step.number());
        Operand<T> x = Rules.blend(step, share, z, oldX);
        step.assign(Rules.blend(step, beta, x, z));
    }

    private <T extends TFloating> Operand<T> rate(UpdateStep<T> step) {
        if (warmupSteps == 0) {
            return step.learningRate();
        }
        Ops tf = step.tf();
        Operand<T> done = tf.math.div(step.number(), step.constant(warmupSteps));
        return tf.math.mul(step.learningRate(), tf.math.minimum(done, step.constant(1)));
    }
}
