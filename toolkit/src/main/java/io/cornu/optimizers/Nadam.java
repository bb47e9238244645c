package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@link Adam} with Nesterov's momentum (Dozat 2015).
 *
 * <pre>
 * u(t) = beta1 (1 - 0.96^t / 2), U(t) = u(1) u(2) ... u(t)
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * d = u(t + 1) m / (1 - U(t + 1)) + (1 - u(t)) g / (1 - U(t))
 * w = w - learningRate d / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.Nadam}, Keras 3.15.
 *
 * @param learningRate the rate; .001 by default
 * @param beta1 the decay of m, in [0, 1); 0.9 by default
 * @param beta2 the decay of v, in [0, 1); 0.999 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record Nadam(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerSettings settings)
        implements ConfigurableOptimizer<Nadam>, NadamBuilder.With {
    private static final double DECAY = .96;
    private static final String PRODUCT = "u_product";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a beta lies outside [0, 1) or epsilon is not above 0
     */
    public Nadam {
        Arguments.share("Nadam", "beta1", beta1);
        Arguments.share("Nadam", "beta2", beta2);
        Arguments.positive("Nadam", "epsilon", epsilon);
    }

    /**
     * Nadam with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static Nadam of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * Nadam with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static Nadam of(LearningRate learningRate) {
        return new Nadam(learningRate, .9, .999, 1e-7, OptimizerSettings.none());
    }

    @Override
    public Nadam withSettings(OptimizerSettings settings) {
        return NadamBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        return List.of(Slot.zeros(Rules.MOMENTUM), Slot.zeros(Rules.VELOCITY), Slot.shared(PRODUCT, 1));
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> gradient = step.gradient();
        Operand<T> now = momentumOf(step, step.number());
        Operand<T> next = momentumOf(step, tf.math.add(step.number(), step.constant(1)));
        Operand<T> product = tf.math.mul(step.slot(PRODUCT), now);
        step.assignSlot(PRODUCT, product);
        Operand<T> m = Rules.follow(step, Rules.MOMENTUM, gradient, 1 - beta1);
        Operand<T> v = Rules.follow(step, Rules.VELOCITY, tf.math.square(gradient), 1 - beta2);
        Operand<T> direction = tf.math.add(
                tf.math.div(tf.math.mul(next, m), Rules.rest(step, tf.math.mul(product, next))),
                tf.math.div(tf.math.mul(Rules.rest(step, now), gradient), Rules.rest(step, product)));
        Operand<T> spread = tf.math.sqrt(tf.math.div(v, Rules.rest(step, Rules.power(step, beta2))));
        step.assign(tf.math.sub(
                step.weight(),
                tf.math.div(tf.math.mul(direction, step.learningRate()), tf.math.add(spread, step.constant(epsilon)))));
    }

    private <T extends TFloating> Operand<T> momentumOf(UpdateStep<T> step, Operand<T> number) {
        Ops tf = step.tf();
        Operand<T> half = tf.math.mul(step.constant(.5), tf.math.pow(step.constant(DECAY), number));
        return tf.math.mul(step.constant(beta1), Rules.rest(step, half));
    }
}
