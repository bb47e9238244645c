package io.cornu.regularizers;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A penalty on a weight, added to the loss in training and evaluation.
 *
 * <p>Keras' own are in {@link Regularizers}.
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
