package io.cornu.layers.recurrent;

import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Goes through sequences with the plainest cell; see {@link RecurrentLayer} for shapes, and {@link SimpleRNNCell} for what happens in a step.
 *
 * <pre>{@code
 * SimpleRNN.of(32).withReturnSequences(true)
 * SimpleRNN.of(SimpleRNNCell.of(32).withDropout(.2))
 * }</pre>
 *
 * <p>Source: {@code keras.layers.SimpleRNN}, Keras 3.15.
 *
 * @param cell what happens in a step
 * @param returnSequences whether the output of every step comes out; false by default
 * @param goBackwards whether it goes from the last step to the first; false by default
 * @param zeroOutputForMask whether steps that do not count give zeros; false by default
 * @param activityRegularizer the penalty on the output; none by default
 */
@RecordBuilder
public record SimpleRNN(
        SimpleRNNCell cell,
        boolean returnSequences,
        boolean goBackwards,
        boolean zeroOutputForMask,
        Regularizer activityRegularizer)
        implements RecurrentLayer, SimpleRNNBuilder.With {
    /**
     * A layer with Keras' defaults.
     *
     * @param units the size of the output, at least 1
     * @return the layer
     * @throws IllegalArgumentException if units is below 1
     */
    public static SimpleRNN of(int units) {
        return of(SimpleRNNCell.of(units));
    }

    /**
     * A layer with a cell of its own options.
     *
     * @param cell what happens in a step
     * @return the layer
     */
    public static SimpleRNN of(SimpleRNNCell cell) {
        return new SimpleRNN(cell, false, false, false, Regularizers.none());
    }

    @Override
    public SimpleRNN reversed() {
        return withGoBackwards(!goBackwards);
    }

    @Override
    public SimpleRNN withZeroOutputForMask(boolean isZero) {
        return SimpleRNNBuilder.With.super.withZeroOutputForMask(isZero);
    }
}
