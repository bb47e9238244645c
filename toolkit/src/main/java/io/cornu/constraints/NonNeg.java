package io.cornu.constraints;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Weights of at least zero.
 *
 * <pre>w = max(w, 0)</pre>
 *
 * <p>Source: {@code keras.constraints.NonNeg}, Keras 3.15.
 */
public record NonNeg() implements Constraint {
    /**
     * The constraint.
     *
     * @return the constraint
     */
    public static NonNeg of() {
        return new NonNeg();
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
        return tf.math.maximum(weight, constant(tf, weight, 0));
    }
}
