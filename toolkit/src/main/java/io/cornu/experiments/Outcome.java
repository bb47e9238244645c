package io.cornu.experiments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one training.
 *
 * @param variant what was trained
 * @param seed where its randomness came from
 * @param history the values of each epoch, by Keras' names
 * @param results single values, such as {@code test_accuracy}
 * @param seconds how long it took
 */
public record Outcome(
        String variant, long seed, Map<String, List<Double>> history, Map<String, Double> results, double seconds) {
    /** Copies the values. */
    public Outcome {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        history.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        history = Collections.unmodifiableMap(copy);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /**
     * One result.
     *
     * @param name such as {@code test_accuracy}
     * @return the value
     * @throws IllegalArgumentException if there is none of that name
     */
    public double result(String name) {
        return found("results", results, name);
    }

    /**
     * The values of one column.
     *
     * @param name such as {@code val_loss}
     * @return one an epoch
     * @throws IllegalArgumentException if there is none of that name
     */
    public List<Double> column(String name) {
        return found("history", history, name);
    }

    private <T> T found(String what, Map<String, T> values, String name) {
        T value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(what + " of '" + variant + "': expected one of "
                    + String.join(", ", values.keySet()) + ", received '" + name + "'.");
        }
        return value;
    }
}
