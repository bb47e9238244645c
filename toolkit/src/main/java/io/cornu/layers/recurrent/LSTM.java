package io.cornu.layers.recurrent;

import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Goes through sequences with long short-term memory (Hochreiter and Schmidhuber 1997); see {@link RecurrentLayer} for shapes, and {@link LSTMCell} for what happens in a step.
 *
 * <pre>{@code
 * LSTM.of(32).withReturnSequences(true)
 * LSTM.of(LSTMCell.of(32).withDropout(.2))
 * }</pre>
 *
 * <p>Source: {@code keras.layers.LSTM}, Keras 3.15.
 *
 * @param cell what happens in a step
 * @param returnSequences whether the output of every step comes out; false by default
 * @param goBackwards whether it goes from the last step to the first; false by default
 * @param zeroOutputForMask whether steps that do not count give zeros; false by default
 * @param activityRegularizer the penalty on the output; none by default
 */
@RecordBuilder
public record LSTM(
        LSTMCell cell,
        boolean returnSequences,
        boolean goBackwards,
        boolean zeroOutputForMask,
        Regularizer activityRegularizer)
        implements RecurrentLayer, LSTMBuilder.With {
    /**
     * A layer with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the layer
     * @throws IllegalArgumentException if units is below 1
     */
    public static LSTM of(int units) {
        return of(LSTMCell.of(units));
    }

    /**
     * A layer with a cell of its own options.
     *
     * @param cell what happens in a step
     * @return the layer
     */
    public static LSTM of(LSTMCell cell) {
        return new LSTM(cell, false, false, false, Regularizers.none());
    }

    @Override
    public LSTM reversed() {
        return withGoBackwards(!goBackwards);
    }

    @Override
    public LSTM withZeroOutputForMask(boolean isZero) {
        return LSTMBuilder.With.super.withZeroOutputForMask(isZero);
    }
}
