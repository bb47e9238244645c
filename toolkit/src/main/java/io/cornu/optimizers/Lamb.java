package io.cornu.optimizers;

import io.cornu.ops.GraphMath;
import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} with steps in proportion to the norm of each weight, for large batches (You et al. 2020).
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * d = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * w = w - learningRate |w| / |d| d         without the ratio where a norm is 0
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.Lamb}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta1 the decay of m, in [0, 1); 0.9 by default
 * @param beta2 the decay of v, in [0, 1); 0.999 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Lamb(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerSettings settings)
        implements ConfigurableOptimizer<Lamb>, LambBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a beta lies outside [0, 1) or epsilon is not above 0
     */
    public Lamb {
        Arguments.share("Lamb", "beta1", beta1);
        Arguments.share("Lamb", "beta2", beta2);
        Arguments.positive("Lamb", "epsilon", epsilon);
    }

    /**
     * Lamb with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Lamb of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Lamb with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Lamb of(LearningRate learningRate) {
        return new Lamb(learningRate, .9, .999, 1e-7, OptimizerSettings.none());
    }

    @Override
    public Lamb withSettings(OptimizerSettings settings) {
        return LambBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(Rules.MOMENTUM), Slot.zeros(Rules.VELOCITY));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> m = Rules.follow(step, Rules.MOMENTUM, step.gradient(), 1 - beta1);
        Operand<T> v = Rules.follow(step, Rules.VELOCITY, tf.math.square(step.gradient()), 1 - beta2);
        Operand<T> mean = tf.math.div(m, Rules.rest(step, Rules.power(step, beta1)));
        Operand<T> spread = tf.math.sqrt(tf.math.div(v, Rules.rest(step, Rules.power(step, beta2))));
        Operand<T> direction = tf.math.div(mean, tf.math.add(spread, step.constant(epsilon)));
        Operand<T> weightNorm = norm(tf, step.weight());
        Operand<T> norm = norm(tf, direction);
        Operand<T> zero = step.constant(0);
        Operand<T> ratio = tf.select(
                tf.math.logicalAnd(tf.math.greater(weightNorm, zero), tf.math.greater(norm, zero)),
                tf.math.div(weightNorm, norm),
                step.constant(1));
        step.assign(tf.math.sub(step.weight(), tf.math.mul(tf.math.mul(ratio, step.learningRate()), direction)));
    }

    private static <T extends TFloating> Operand<T> norm(Ops tf, Operand<T> values) {
        return tf.math.sqrt(GraphMath.sum(tf, tf.math.square(values)));
    }
}
