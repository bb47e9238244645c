package io.cornu.model;

import io.cornu.data.Array;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an optimizer remembers.
 *
 * @param iterations the steps made
 * @param learningRate the rate in force: a schedule's at this step, or a number that callbacks may have changed
 * @param slots by the name of the slot, then by the path of the weight in the model's order; a number that all weights
 *     share stands under {@code shared}, that of a further optimizer of a MultiOptimizer under {@code shared_1} and so
 *     on
 */
public record OptimizerState(long iterations, double learningRate, Map<String, Map<String, Array>> slots) {
    /** Copies the maps, keeping their order. */
    public OptimizerState {
        Map<String, Map<String, Array>> copy = new LinkedHashMap<>();
        slots.forEach((name, values) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        slots = Collections.unmodifiableMap(copy);
    }

    /**
     * What stands in the place of a weight's path for a number that all weights share.
     *
     * @param optimizer the number of the optimizer, 0 if there is only one
     * @return the key
     */
    public static String sharedKey(int optimizer) {
        return optimizer == 0 ? "shared" : "shared_" + optimizer;
    }
}
