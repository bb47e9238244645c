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
 * @param slots by the name of the slot, then by the path of the weight in the model's order
 */
public record OptimizerState(long iterations, double learningRate, Map<String, Map<String, Array>> slots) {
    /** Copies the maps, keeping their order. */
    public OptimizerState {
        Map<String, Map<String, Array>> copy = new LinkedHashMap<>();
        slots.forEach((name, values) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        slots = Collections.unmodifiableMap(copy);
    }
}
