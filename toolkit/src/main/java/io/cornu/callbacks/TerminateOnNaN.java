package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Ends training when the loss of a batch is NaN or infinite, with the history so far; without this callback such a
 * loss is a {@link io.cornu.model.NonFiniteLossException}.
 *
 * <p>Source: {@code keras.callbacks.TerminateOnNaN}, Keras 3.15.
 *
 * @param raiseError whether the fit fails, as without the callback, instead of ending: backups then stay; false by
 *     default
 */
@RecordBuilder
public record TerminateOnNaN(boolean raiseError) implements Callback, TerminateOnNaNBuilder.With {
    /**
     * The callback.
     *
     * @return the callback
     */
    public static TerminateOnNaN of() {
        return new TerminateOnNaN(false);
    }

    @Override
    public FitListener start(FitControl fit) {
        return new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                if (!raiseError && !Double.isFinite(batch.loss())) {
                    fit.stop("the loss was " + batch.loss() + " in epoch " + (batch.epoch() + 1) + ", batch "
                            + (batch.batch() + 1));
                }
            }
        };
    }
}
