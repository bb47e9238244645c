package io.cornu.layers.recurrent;

import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Goes through sequences with any cell; see {@link RecurrentLayer} for shapes, and {@link RecurrentCell} for what happens in a step.
 *
 * <p>Source: {@code keras.layers.RNN}, Keras 3.15.
 *
 * @param cell what happens in a step
 * @param returnSequences whether the output of every step comes out; false by default
 * @param goBackwards whether it goes from the last step to the first; false by default
 * @param zeroOutputForMask whether steps that do not count give zeros; false by default
 * @param activityRegularizer the penalty on the output; none by default
 */
@RecordBuilder
public record RNN(
        RecurrentCell cell,
        boolean returnSequences,
        boolean goBackwards,
        boolean zeroOutputForMask,
        Regularizer activityRegularizer)
        implements RecurrentLayer, RNNBuilder.With {
    /**
     * A layer with a cell of its own options.
     *
     * @param cell what happens in a step
     * @return the layer
     */
    public static RNN of(RecurrentCell cell) {
        return new RNN(cell, false, false, false, Regularizers.none());
    }

    @Override
    public RNN reversed() {
        return withGoBackwards(!goBackwards);
    }

    @Override
    public RNN withZeroOutputForMask(boolean isZero) {
        return RNNBuilder.With.super.withZeroOutputForMask(isZero);
    }
}
