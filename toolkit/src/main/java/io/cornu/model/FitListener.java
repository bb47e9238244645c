package io.cornu.model;

import java.util.Map;
import java.util.function.Supplier;

/** Hears of what happens in one fit, on the thread that trains. Started by a {@link Callback}. */
public interface FitListener {
    /**
     * An epoch begins, or goes on after an interruption.
     *
     * @param epoch its number, from 0
     */
    default void epochBegin(int epoch) {}

    /**
     * A batch was learned from.
     *
     * @param batch what came of it
     */
    default void batchEnd(BatchEnd batch) {}

    /**
     * An epoch and its validation are over.
     *
     * @param epoch its number and values
     */
    default void epochEnd(History.Epoch epoch) {}

    /**
     * Everything about an epoch is done by all listeners, or training ends in the middle of one: the moment to save.
     *
     * @param progress what it takes to go on from here
     */
    default void progress(FitProgress progress) {}

    /** Training is over. Not called when it fails. */
    default void fitEnd() {}

    /**
     * What this listener must remember for a fit to go on after an interruption.
     *
     * @return nothing unless overridden
     */
    default State state() {
        return State.EMPTY;
    }

    /**
     * Remembers what an earlier listener of the same callback knew.
     *
     * @param state from {@link #state}
     */
    default void restore(State state) {}

    /**
     * What came of a batch.
     *
     * @param epoch the epoch, from 0
     * @param batch the batch within the epoch, from 0
     * @param batches the batches of an epoch
     * @param examples the examples of this batch
     * @param loss the loss of this batch, with penalties
     * @param metrics reads the means over the epoch so far, which costs a round trip to the device
     */
    record BatchEnd(
            int epoch, int batch, int batches, int examples, double loss, Supplier<Map<String, Double>> metrics) {}

    /**
     * What a listener remembers.
     *
     * @param numbers by name
     * @param weights by name, weights of the model at some moment
     */
    record State(Map<String, Double> numbers, Map<String, Weights> weights) {
        /** Nothing. */
        public static final State EMPTY = new State(Map.of(), Map.of());

        /** Copies the maps. */
        public State {
            numbers = Map.copyOf(numbers);
            weights = Map.copyOf(weights);
        }
    }
}
