package io.cornu.data;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Finds the first example that would spoil training, and names it. */
public final class DataChecks {
    private static final int CHUNK = 256;

    private DataChecks() {}

    /**
     * Checks that no number in inputs, targets and weights is NaN or infinite.
     *
     * @param dataset read once from start to end
     * @throws IllegalArgumentException if one is; the message names the first such example
     */
    public static void requireFinite(Dataset dataset) {
        for (int from = 0; from < dataset.size(); from += CHUNK) {
            int to = Math.min(dataset.size(), from + CHUNK);
            requireFinite(Examples.read(dataset, from, to), Examples.range(from, to));
        }
    }

    /**
     * Checks that no number in a batch is NaN or infinite.
     *
     * @param batch inputs, targets and weights
     * @param examples the examples' numbers in the dataset, for the message
     * @throws IllegalArgumentException if one is
     */
    public static void requireFinite(Batch batch, int[] examples) {
        requireFinite(batch.inputs(), "input ", examples);
        requireFinite(batch.targets(), "target ", examples);
        batch.sampleWeights().ifPresent(weights -> requireFinite(List.of(weights), "sample weights ", examples));
    }

    private static void requireFinite(List<Array> arrays, String what, int[] examples) {
        for (int number = 0; number < arrays.size(); number++) {
            Array array = arrays.get(number);
            if (!array.dataType().isFloating()) {
                continue;
            }
            for (int i = 0; i < array.size(); i++) {
                double value = array.at(i);
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "data: expected finite numbers, received " + value + " in " + what
                                    + number + " of example " + examples[i / (array.size() / examples.length)]
                                    + ". Remove the example or replace the number.");
                }
            }
        }
    }

    /**
     * Checks that a target holds class numbers.
     *
     * @param dataset read once from start to end
     * @param target which target, from 0
     * @param classes how many classes there are
     * @throws IllegalArgumentException if a number is not whole or lies outside [0, classes); the message names the
     *     first such example
     */
    public static void requireLabels(Dataset dataset, int target, int classes) {
        for (int from = 0; from < dataset.size(); from += CHUNK) {
            int to = Math.min(dataset.size(), from + CHUNK);
            requireLabels(Examples.read(dataset, from, to), target, classes, Examples.range(from, to));
        }
    }

    /**
     * Checks that a target of a batch holds class numbers.
     *
     * @param batch the examples
     * @param target which target, from 0
     * @param classes how many classes there are
     * @param examples the examples' numbers in the dataset, for the message
     * @throws IllegalArgumentException if a number is not whole or lies outside [0, classes)
     */
    public static void requireLabels(Batch batch, int target, int classes, int[] examples) {
        requireLabels(
                batch.targets().get(target), classes, OptionalInt.empty(), "data", row -> "example " + examples[row]);
    }

    /**
     * Checks that an array holds class numbers.
     *
     * @param labels one row an example
     * @param classes how many classes there are
     * @param ignored a number that stands for no class
     * @param where what the message starts with
     * @throws IllegalArgumentException if a number is neither that one nor whole and in [0, classes); the message names
     *     the first such example
     */
    public static void requireLabels(Array labels, long classes, OptionalInt ignored, String where) {
        requireLabels(labels, classes, ignored, where, row -> "example " + row);
    }

    static void requireLabels(
            Array labels, long classes, OptionalInt ignored, String where, IntFunction<String> rowName) {
        for (int i = 0; i < labels.size(); i++) {
            double label = labels.at(i);
            boolean isClass = label >= 0 && label < classes && label == Math.rint(label);
            if (!isClass && !(ignored.isPresent() && label == ignored.getAsInt())) {
                int row = i / (int) (labels.size() / labels.shape().get(0));
                throw new IllegalArgumentException(where + ": expected class numbers from 0 to " + (classes - 1)
                        + ", received " + (label == Math.rint(label) ? String.valueOf((long) label) : label) + " in "
                        + rowName.apply(row) + ". Number the classes from 0, or give the model more outputs.");
            }
        }
    }
}
