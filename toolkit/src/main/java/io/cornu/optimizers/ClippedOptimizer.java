package io.cornu.optimizers;

/**
 * An optimizer whose clipping can be set under Keras' names.
 *
 * @param <O> the optimizer itself
 */
public interface ClippedOptimizer<O extends Optimizer> extends Optimizer {
    /**
     * The same optimizer with another clipping.
     *
     * @param clipping how gradients are cut
     * @return a copy
     */
    O withClipping(Clipping clipping);

    /**
     * The same optimizer with every number of a gradient limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withClipvalue(double limit) {
        return withClipping(Clipping.byValue(limit));
    }

    /**
     * The same optimizer with the norm of each gradient limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withClipnorm(double limit) {
        return withClipping(Clipping.byNorm(limit));
    }

    /**
     * The same optimizer with the norm of all gradients together limited.
     *
     * @param limit above 0
     * @return a copy, with this clipping only
     * @throws IllegalArgumentException if the limit is not above 0
     */
    default O withGlobalClipnorm(double limit) {
        return withClipping(Clipping.byGlobalNorm(limit));
    }
}
