package io.cornu.regularizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A penalty on a weight, added to the loss in training and evaluation.
 *
 * <p>Keras' own are in {@link Regularizers}. One of your own is a class with a formula; as a record it is equal to another
 * of the same options, which files need:
 *
 * <pre>{@code
 * record Entries(double factor) implements Regularizer {
 *     public <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight) {
 *         var bounded = tf.math.tanh(tf.math.square(weight));
 *         return tf.math.mul(GraphMath.constant(tf, weight, factor), GraphMath.sum(tf, bounded));
 *     }
 * }
 * }</pre>
 */
public interface Regularizer {
    /**
     * Adds the penalty to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param weight the weight, of known shape
     * @return a rank-0 penalty
     */
    <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight);
}
