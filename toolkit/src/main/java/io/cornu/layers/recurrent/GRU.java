package io.cornu.layers.recurrent;

import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Goes through sequences with gated recurrent units (Cho et al. 2014); see {@link RecurrentLayer} for shapes, and {@link GRUCell} for what happens in a step.
 *
 * <pre>{@code
 * GRU.of(32).withReturnSequences(true)
 * GRU.of(GRUCell.of(32).withDropout(.2))
 * }</pre>
 *
 * <p>Source: {@code keras.layers.GRU}, Keras 3.15.
 *
 * @param cell what happens in a step
 * @param returnSequences whether the output of every step comes out; false by default
 * @param goBackwards whether it goes from the last step to the first; false by default
 * @param zeroOutputForMask whether steps that do not count give zeros; false by default
 * @param activityRegularizer the penalty on the output; none by default
 */
@RecordBuilder
public record GRU(
        GRUCell cell,
        boolean returnSequences,
        boolean goBackwards,
        boolean zeroOutputForMask,
        Regularizer activityRegularizer)
        implements RecurrentLayer, GRUBuilder.With {
    /**
     * A layer with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the layer
     * @throws IllegalArgumentException if units is below 1
     */
    public static GRU of(int units) {
        return of(GRUCell.of(units));
    }

    /**
     * A layer with a cell of its own options.
     *
     * @param cell what happens in a step
     * @return the layer
     */
    public static GRU of(GRUCell cell) {
        return new GRU(cell, false, false, false, Regularizers.none());
    }

    @Override
    public GRU reversed() {
        return withGoBackwards(!goBackwards);
    }

    @Override
    public GRU withZeroOutputForMask(boolean isZero) {
        return GRUBuilder.With.super.withZeroOutputForMask(isZero);
    }
}
