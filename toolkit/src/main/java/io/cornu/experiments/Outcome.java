package io.cornu.experiments;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** One result. */
    double result(String name) {
        Double value = results.get(name);
        if (value == null) {
            throw new IllegalArgumentException("results of '" + variant + "': expected one of "
                    + results.keySet().stream().collect(Collectors.joining(", ")) + ", received '" + name + "'.");
        }
        return value;
    }
}
