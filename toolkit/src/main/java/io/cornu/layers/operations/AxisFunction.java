package io.cornu.layers.operations;

/**
 * What works along one axis.
 *
 * <p>Source: {@code keras.ops}, Keras 3.15, under the same names.
 */
public enum AxisFunction {
    /** Exponentials that sum to 1. */
    SOFTMAX,
    /** The logarithm of {@link #SOFTMAX}. */
    LOG_SOFTMAX,
    /** Half of the axis, gated by the other half. */
    GLU,
    /** The nearest numbers from 0 that sum to 1. */
    SPARSEMAX,
    /** Vectors of length 1. */
    NORMALIZE,
    /** Sums of all up to each place. */
    CUMSUM,
    /** The other way round. */
    FLIP,
    /** From the smallest to the largest. */
    SORT,
    /** The places that would sort; no gradient. */
    ARGSORT,
    /** The place of the largest, without the axis; no gradient. */
    ARGMAX,
    /** The place of the smallest, without the axis; no gradient. */
    ARGMIN,
    /** A new axis of size 1 there. */
    EXPAND_DIMS,
    /** Without the axis, which must be of size 1. */
    SQUEEZE,
    /** Several tensors, one after the other. */
    CONCATENATE,
    /** Several tensors of one shape, along a new axis. */
    STACK;

    /**
     * Keras' class of it.
     *
     * @return such as {@code LogSoftmax}
     */
    public String kerasName() {
        return KerasNames.className(this);
    }

    boolean takesSeveral() {
        return this == CONCATENATE || this == STACK;
    }

    boolean addsAxis() {
        return this == EXPAND_DIMS || this == STACK;
    }

    boolean dropsAxis() {
        return this == ARGMAX || this == ARGMIN || this == SQUEEZE;
    }
}
