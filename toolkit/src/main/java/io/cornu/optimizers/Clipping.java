package io.cornu.optimizers;

import io.cornu.text.Arguments;

/**
 * How gradients are cut before the update; Keras' {@code clipvalue}, {@code clipnorm} and {@code global_clipnorm},
 * of which at most one holds.
 *
 * <p>Source: {@code keras.optimizers.Optimizer}, Keras 3.15.
 *
 * @param kind what is limited
 * @param limit the limit, above 0; infinite if nothing is limited
 */
public record Clipping(Kind kind, double limit) {
    /** What is limited. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** Every number of a gradient lies in [-limit, limit]. */
        VALUE,
        /** The Euclidean norm of each gradient is at most the limit; direction is kept. */
        NORM,
        /** The Euclidean norm of all gradients together is at most the limit; direction is kept. */
        GLOBAL_NORM
    }

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Clipping {
        Arguments.require(limit > 0, "Clipping", "limit must be above 0", limit);
    }

    /**
     * No clipping, the default.
     *
     * @return the clipping
     */
    public static Clipping none() {
        return new Clipping(Kind.NONE, Double.POSITIVE_INFINITY);
    }

    /**
     * Limits every number of a gradient.
     *
     * @param limit above 0
     * @return the clipping
     * @throws IllegalArgumentException if the limit is not above 0
     */
    public static Clipping byValue(double limit) {
        return new Clipping(Kind.VALUE, limit);
    }

    /**
     * Limits the norm of each gradient.
     *
     * @param limit above 0
     * @return the clipping
     * @throws IllegalArgumentException if the limit is not above 0
     */
    public static Clipping byNorm(double limit) {
        return new Clipping(Kind.NORM, limit);
    }

    /**
     * Limits the norm of all gradients together.
     *
     * @param limit above 0
     * @return the clipping
     * @throws IllegalArgumentException if the limit is not above 0
     */
    public static Clipping byGlobalNorm(double limit) {
        return new Clipping(Kind.GLOBAL_NORM, limit);
    }
}
