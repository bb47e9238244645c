package io.cornu.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a fit stands: together with weights and optimizer state, all it takes to go on as if nothing had happened. What
 * a {@link io.cornu.optimizers.fullbatch.FullBatchOptimizer} gathered on its way is not kept: its search begins anew
 * from the weights.
 *
 * @param epoch the epoch to go on with, from 0
 * @param batch the batch of that epoch to go on with, from 0
 * @param steps how many steps the optimizer has made in that epoch: one for each batch, but for those that a
 *     {@link io.cornu.optimizers.LossScaleOptimizer} skipped
 * @param totals what the metrics have gathered in that epoch so far, by path
 * @param epochs the epochs finished
 * @param listeners what the callbacks remember, in their order
 */
public record FitProgress(
        int epoch,
        int batch,
        int steps,
        Map<String, double[]> totals,
        List<History.Epoch> epochs,
        List<FitListener.State> listeners) {
    /** Copies the collections. */
    public FitProgress {
        totals = Collections.unmodifiableMap(new LinkedHashMap<>(totals));
        epochs = List.copyOf(epochs);
        listeners = List.copyOf(listeners);
    }

    /**
     * The very beginning.
     *
     * @return no epoch, no batch
     */
    static FitProgress start() {
        return new FitProgress(0, 0, 0, Map.of(), List.of(), List.of());
    }

    /** The same with what the callbacks remember now. */
    FitProgress withListeners(List<FitListener.State> states) {
        return new FitProgress(epoch, batch, steps, totals, epochs, states);
    }
}
