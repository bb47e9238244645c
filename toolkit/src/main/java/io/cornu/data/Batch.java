package io.cornu.data;

import java.util.List;
import java.util.Optional;

/**
 * Some examples side by side: every array has one row an example.
 *
 * @param inputs the model's inputs, in its order; at least one
 * @param targets what the outputs should be, in the model's order; empty where nothing is to be learned
 * @param sampleWeights how much each example counts, of shape (examples); empty for all the same
 */
public record Batch(List<Array> inputs, List<Array> targets, Optional<Array> sampleWeights) {
    /**
     * Checks that all arrays have as many rows.
     *
     * @throws IllegalArgumentException if there is no input or the rows differ
     */
    public Batch {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("Data: expected at least one input, received none.");
        }
        long rows = rows(inputs.get(0), "input 0");
        for (int i = 1; i < inputs.size(); i++) {
            requireRows(rows, inputs.get(i), "input " + i);
        }
        for (int i = 0; i < targets.size(); i++) {
            requireRows(rows, targets.get(i), "target " + i);
        }
        sampleWeights.ifPresent(weights -> requireRows(rows, weights, "sample weights"));
    }

    /**
     * The number of examples.
     *
     * @return the rows of every array
     */
    public int size() {
        return (int) inputs.get(0).shape().get(0);
    }

    private static void requireRows(long expected, Array array, String what) {
        if (rows(array, what) != expected) {
            throw new IllegalArgumentException("Data: expected " + expected + " rows in " + what + ", as in input 0, "
                    + "received " + rows(array, what) + ". Give one row an example.");
        }
    }

    private static long rows(Array array, String what) {
        if (array.shape().numDimensions() == 0) {
            throw new IllegalArgumentException(
                    "Data: expected " + what + " to have one row an example, received a single number.");
        }
        return array.shape().get(0);
    }
}
