package io.cornu.optimizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.family.TFloating;

/** What several update rules have in common. */
final class Rules {
    static final String MOMENTUM = "momentum";
    static final String VELOCITY = "velocity";
    static final String VELOCITY_HAT = "velocity_hat";

    private Rules() {}

    /** Adam by TensorFlow's kernel, which does Keras' step in one pass over memory. */
    static <T extends TFloating> void adam(
            UpdateStep<T> step, double beta1, double beta2, double epsilon, boolean amsgrad) {
        Ops tf = step.tf();
        Operand<T> beta1Power = power(step, beta1);
        Operand<T> beta2Power = power(step, beta2);
        Class<T> type = step.gradient().type();
        if (type == TBfloat16.class || type == TFloat16.class) {
            shortAdam(step, beta1, beta2, epsilon, amsgrad);
        } else if (amsgrad) {
            step.run(tf.train.resourceApplyAdamWithAmsgrad(
                    step.weightHandle(),
                    step.slotHandle(MOMENTUM),
                    step.slotHandle(VELOCITY),
                    step.slotHandle(VELOCITY_HAT),
                    beta1Power,
                    beta2Power,
                    step.learningRate(),
                    step.constant(beta1),
                    step.constant(beta2),
                    step.constant(epsilon),
                    step.gradient()));
        } else {
            step.run(tf.train.resourceApplyAdam(
                    step.weightHandle(),
                    step.slotHandle(MOMENTUM),
                    step.slotHandle(VELOCITY),
                    beta1Power,
                    beta2Power,
                    step.learningRate(),
                    step.constant(beta1),
                    step.constant(beta2),
                    step.constant(epsilon),
                    step.gradient()));
        }
    }

    /** Adam as Keras computes it, whose roundings count in a short type: 1 - 0.999 is 0 for the kernel in bfloat16. */
    private static <T extends TFloating> void shortAdam(
            UpdateStep<T> step, double beta1, double beta2, double epsilon, boolean amsgrad) {
        Ops tf = step.tf();
        Operand<T> alpha = tf.math.div(
                tf.math.mul(step.learningRate(), tf.math.sqrt(rest(step, power(step, beta2)))),
                rest(step, power(step, beta1)));
        Operand<T> m = follow(step, MOMENTUM, step.gradient(), 1 - beta1);
        Operand<T> v = follow(step, VELOCITY, tf.math.square(step.gradient()), 1 - beta2);
        if (amsgrad) {
            v = tf.math.maximum(step.slot(VELOCITY_HAT), v);
            step.assignSlot(VELOCITY_HAT, v);
        }
        Operand<T> spread = tf.math.add(tf.math.sqrt(v), step.constant(epsilon));
        step.assign(tf.math.sub(step.weight(), tf.math.div(tf.math.mul(m, alpha), spread)));
    }

    /** A number to the power of the update's number. */
    static <T extends TFloating> Operand<T> power(UpdateStep<T> step, double base) {
        return step.tf().math.pow(step.constant(base), step.number());
    }

    /** 1 less a number. */
    static <T extends TFloating> Operand<T> rest(UpdateStep<T> step, Operand<T> value) {
        return step.tf().math.sub(step.constant(1), value);
    }

    /** Moves a slot towards a value: old + (value - old) share; gives the new value. */
    static <T extends TFloating> Operand<T> follow(UpdateStep<T> step, String slot, Operand<T> value, double share) {
        Ops tf = step.tf();
        Operand<T> old = step.slot(slot);
        Operand<T> moved = tf.math.add(old, tf.math.mul(tf.math.sub(value, old), step.constant(share)));
        step.assignSlot(slot, moved);
        return moved;
    }

    /** A weighted mean: share old + (1 - share) value. */
    static <T extends TFloating> Operand<T> blend(
            UpdateStep<T> step, Operand<T> share, Operand<T> old, Operand<T> value) {
        Ops tf = step.tf();
        return tf.math.add(tf.math.mul(share, old), tf.math.mul(rest(step, share), value));
    }

    /** The mean over one axis, counted from the end if negative. */
    static <T extends TFloating> Operand<T> mean(UpdateStep<T> step, Operand<T> values, int axis, boolean isKept) {
        Ops tf = step.tf();
        return tf.math.mean(values, tf.constant(axis), Mean.keepDims(isKept));
    }
}
