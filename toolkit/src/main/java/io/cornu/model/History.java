package io.cornu.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a fit.
 *
 * @param epochs the epochs that were finished, in order, those of an interrupted run before it included
 * @param stopReason why training ended before the last epoch; empty if it did not
 * @param progress where it ended, and all it takes to go on from there
 */
public record History(List<Epoch> epochs, Optional<String> stopReason, FitProgress progress) {
    /** Copies the list. */
    public History {
        epochs = List.copyOf(epochs);
    }

    /**
     * An epoch.
     *
     * @param number from 0
     * @param values by Keras' names: {@code loss}, the metrics, both again with {@code val_} before them where there
     *     is validation data, and {@code learning_rate}, the one in force after the epoch's last step
     */
    public record Epoch(int number, Map<String, Double> values) {
        /** Copies the map, keeping its order. */
        public Epoch {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /**
         * One value.
         *
         * @param name such as {@code val_loss}
         * @return the value
         * @throws IllegalArgumentException if there is none of that name
         */
        public double get(String name) {
            Double value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "history: expected one of " + values.keySet() + ", received '" + name + "'.");
            }
            return value;
        }
    }

    /**
     * One value over the epochs.
     *
     * @param name such as {@code val_loss}
     * @return one number an epoch
     * @throws IllegalArgumentException if there is none of that name
     */
    public double[] get(String name) {
        return epochs.stream().mapToDouble(epoch -> epoch.get(name)).toArray();
    }

    /**
     * The last epoch.
     *
     * @return the epoch
     * @throws IllegalStateException if none was finished
     */
    public Epoch last() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("history: no epoch was finished.");
        }
        return epochs.get(epochs.size() - 1);
    }
}
