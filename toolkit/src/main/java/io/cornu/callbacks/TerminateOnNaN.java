package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;

/**
 * Ends training when the loss of a batch is NaN or infinite, with the history so far; without this callback such a
 * loss is a {@link io.cornu.model.NonFiniteLossException}.
 *
 * <p>Source: {@code keras.callbacks.TerminateOnNaN}, Keras 3.15.
 */
public record TerminateOnNaN() implements Callback {
    /**
     * The callback.
     *
     * @return the callback
     */
    public static TerminateOnNaN of() {
        return new TerminateOnNaN();
    }

    @Override
    public FitListener start(FitControl fit) {
        return new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                if (!Double.isFinite(batch.loss())) {
                    fit.stop("the loss was " + batch.loss() + " in epoch " + (batch.epoch() + 1) + ", batch "
                            + (batch.batch() + 1));
                }
            }
        };
    }
}
