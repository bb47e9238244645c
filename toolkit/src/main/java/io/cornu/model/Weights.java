package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * The values of a model's variables, by path ({@code conv2d/kernel}) in the order of the layers: a value that can be
 * kept, compared, written, and given back to a model of the same architecture.
 *
 * @param byPath the values
 */
public record Weights(Map<String, Array> byPath) {
    /** Copies the map, keeping its order. */
    public Weights {
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /**
     * One value.
     *
     * @param path such as {@code conv2d/kernel}
     * @return the value
     * @throws IllegalArgumentException if there is none of that path
     */
    public Array get(String path) {
        Array value = byPath.get(path);
        if (value == null) {
            throw new IllegalArgumentException(
                    "weights: expected one of " + byPath.keySet() + ", received '" + path + "'.");
        }
        return value;
    }

    /** All that is missing, too much or of another shape, in one message. */
    static void requireMatch(String where, Map<String, Shape> expected, Map<String, Array> received) {
        List<String> problems = new ArrayList<>();
        expected.forEach((path, shape) -> {
            Array value = received.get(path);
            if (value == null) {
                problems.add(path + " is missing");
            } else if (!value.shape().equals(shape)) {
                problems.add(path + " expected " + Shapes.text(shape) + ", received " + Shapes.text(value.shape()));
            }
        });
        received.keySet().stream()
                .filter(path -> !expected.containsKey(path))
                .forEach(path -> problems.add(path + " belongs to no layer"));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(where + ": " + problems.size() + " of " + expected.size()
                    + " variables do not match: " + String.join("; ", problems) + ".");
        }
    }
}
