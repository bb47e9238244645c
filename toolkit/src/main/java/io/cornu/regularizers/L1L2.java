package io.cornu.regularizers;

import static io.cornu.ops.GraphMath.constant;
import static io.cornu.ops.GraphMath.sum;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The penalty {@code l1 sum(|w|) + l2 sum(w^2)}.
 *
 * <p>Source: {@code keras.regularizers.L1L2}, Keras 3.15. Made by {@link Regularizers}.
 *
 * @param l1 the factor of the absolute values, at least 0
 * @param l2 the factor of the squares, at least 0
 */
public record L1L2(double l1, double l2) implements Regularizer {
    /**
     * Checks the factors.
     *
     * @throws IllegalArgumentException if one is negative or not finite
     */
    public L1L2 {
        Arguments.notNegative("L1L2", "l1", l1);
        Arguments.notNegative("L1L2", "l2", l2);
    }

    @Override
    public <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight) {
        Operand<T> penalty = constant(tf, weight, 0);
        if (l1 != 0) {
            penalty = tf.math.add(penalty, tf.math.mul(constant(tf, weight, l1), sum(tf, tf.math.abs(weight))));
        }
        if (l2 != 0) {
            penalty = tf.math.add(penalty, tf.math.mul(constant(tf, weight, l2), sum(tf, tf.math.square(weight))));
        }
        return penalty;
    }
}
