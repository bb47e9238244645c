package io.cornu.model;

import java.util.Map;
import java.util.function.Supplier;

/**
 * Hears of what happens in one fit, on the thread that trains. Started by a {@link Callback}.
 *
 * <p>In order: {@link #fitBegin}; for each epoch {@link #epochBegin}, for each batch {@link #batchBegin} and
 * {@link #batchEnd}, with validation data {@link #validationBegin} and {@link #validationEnd}, {@link #epochEnd} and
 * {@link #progress}; at last either {@link #fitEnd} or {@link #fitFailed}.
 */
public interface FitListener {
    /** Training begins, or goes on; all listeners have been started and {@linkplain #restore restored}. */
    default void fitBegin() {}

    /**
     * An epoch begins, or goes on after an interruption.
     *
     * @param epoch its number, from 0
     */
    default void epochBegin(int epoch) {}

    /**
     * A batch is about to be learned from.
     *
     * @param epoch the epoch, from 0
     * @param batch the batch within the epoch, from 0
     */
    default void batchBegin(int epoch, int batch) {}

    /**
     * A batch was learned from.
     *
     * @param batch what came of it
     */
    default void batchEnd(BatchEnd batch) {}

    /**
     * The validation after an epoch begins.
     *
     * @param epoch the epoch, from 0
     */
    default void validationBegin(int epoch) {}

    /**
     * The validation after an epoch is over.
     *
     * @param epoch the epoch, from 0
     * @param values loss and metrics by Keras' names, without {@code val_}
     */
    default void validationEnd(int epoch, Map<String, Double> values) {}

    /**
     * An epoch and its validation are over.
     *
     * @param epoch its number and values
     */
    default void epochEnd(History.Epoch epoch) {}

    /**
     * Everything about an epoch is done by all listeners, or training ends in the middle of one, or one of them asked
     * for it with {@link FitControl#requestProgress}: the moment to save.
     *
     * @param progress what it takes to go on from here
     */
    default void progress(FitProgress progress) {}

    /**
     * A callback did something that people may want to know of, see {@link FitControl#note}.
     *
     * @param message one line
     */
    default void note(String message) {}

    /** Training is over. Not called when it fails. */
    default void fitEnd() {}

    /**
     * Training failed: the moment to close what is open. Called instead of {@link #fitEnd}.
     *
     * @param failure what {@code fit} throws
     */
    default void fitFailed(Throwable failure) {}

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
