package io.cornu.optimizers;

import io.cornu.schedules.LearningRate;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Steps scaled by a running average of the squared gradient (Hinton 2012).
 *
 * <pre>
 * v = rho v + (1 - rho) g^2
 * d = v + epsilon                                 centered: v - a^2 + epsilon with a = rho a + (1 - rho) g
 * without momentum: w = w - learningRate g / sqrt(d)
 * with momentum:    m = momentum m + learningRate g / sqrt(d)
 *                   w = w - m
 * </pre>
 *
 * <p>Source: {@code keras.optimizers.RMSprop}, Keras 3.15.
 *
 * @param learningRate the rate; 0.001 by default
 * @param rho the decay of v, in [0, 1); 0.9 by default
 * @param momentum the share of the last step that is taken again, in [0, 1]; 0 by default
 * @param epsilon what keeps the division away from 0, above 0; 1e-7 by default
 * @param centered whether v is taken around the average gradient; false by default
 * @param settings clipping, weight decay, averages and the like; none by default
 */
@RecordBuilder
public record RMSprop(
        LearningRate learningRate,
        double rho,
        double momentum,
        double epsilon,
        boolean centered,
        OptimizerSettings settings)
        implements ConfigurableOptimizer<RMSprop>, RMSpropBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if rho lies outside [0, 1), momentum outside [0, 1], or epsilon is not above 0
     */
    public RMSprop {
        Arguments.share("RMSprop", "rho", rho);
        Arguments.require(momentum >= 0 && momentum <= 1, "RMSprop", "momentum must be in [0, 1]", momentum);
        Arguments.positive("RMSprop", "epsilon", epsilon);
    }

    /**
     * RMSprop with Keras' defaults.
     *
     * @param learningRate the rate, finite and at least 0
     * @return the optimizer
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public static RMSprop of(double learningRate) {
        return of(LearningRate.constant(learningRate));
    }

    /**
     * RMSprop with Keras' defaults.
     *
     * @param learningRate the rate as a function of the step
     * @return the optimizer
     */
    public static RMSprop of(LearningRate learningRate) {
        return new RMSprop(learningRate, .9, 0, 1e-7, false, OptimizerSettings.none());
    }

    @Override
    public RMSprop withSettings(OptimizerSettings settings) {
        return RMSpropBuilder.With.super.withSettings(settings);
    }

    @Override
    public List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        slots.add(Slot.zeros("velocity"));
        if (momentum != 0) {
            slots.add(Slot.zeros("momentum"));
        }
        if (centered) {
            slots.add(Slot.zeros("average_gradient"));
        }
        return slots;
    }

    @Override
    public <T extends TFloating> void update(UpdateStep<T> step) {
        Ops tf = step.tf();
        Operand<T> gradient = step.gradient();
        Operand<T> velocity = decayed(step, "velocity", tf.math.square(gradient));
        Operand<T> spread = centered
                ? tf.math.sub(velocity, tf.math.square(decayed(step, "average_gradient", gradient)))
                : velocity;
        Operand<T> change = tf.math.div(
                tf.math.mul(step.learningRate(), gradient), tf.math.sqrt(tf.math.add(spread, step.constant(epsilon))));
        if (momentum != 0) {
            change = tf.math.add(tf.math.mul(step.constant(momentum), step.slot("momentum")), change);
            step.assignSlot("momentum", change);
        }
        step.assign(tf.math.sub(step.weight(), change));
    }

    private <T extends TFloating> Operand<T> decayed(UpdateStep<T> step, String slot, Operand<T> value) {
        Ops tf = step.tf();
        Operand<T> decayed = tf.math.add(
                tf.math.mul(step.constant(rho), step.slot(slot)), tf.math.mul(step.constant(1 - rho), value));
        step.assignSlot(slot, decayed);
        return decayed;
    }
}
