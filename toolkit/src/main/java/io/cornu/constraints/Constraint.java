package io.cornu.constraints;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A projection of a weight onto allowed values, after each step of an optimizer.
 *
 * <p>Keras' own are in {@link Constraints}. One of your own is a class with a formula; as a record it is equal to
 * another of the same options, which files need:
 *
 * <pre>{@code
 * record AtMost(double limit) implements Constraint {
 *     public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
 *         return tf.math.minimum(weight, GraphMath.constant(tf, weight, limit));
 *     }
 * }
 * }</pre>
 */
public interface Constraint {
    /**
     * Adds the projection to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param weight the weight after an update, of known shape
     * @return its new value, of the same shape
     */
    <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight);
}
