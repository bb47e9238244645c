package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.util.List;

/**
 * Predictions made before the first real one, which would else be many times slower: TensorFlow prepares a graph when it
 * first runs, and its kernels when they first see a size.
 *
 * @param batchSizes how many examples each round has, at least 1 each
 * @param rounds how often each size is predicted, at least 1
 * @param example one row for each input; none to make up zeros, which takes inputs whose dimensions are all known: other
 *     models are not warmed without an example
 */
public record WarmUp(List<Integer> batchSizes, int rounds, List<Array> example) {
    /** How often; TensorFlow prepares in the first, the second finds what that left. */
    private static final int ROUNDS = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below 1, or the example is not one row
     */
    public WarmUp {
        batchSizes = List.copyOf(batchSizes);
        example = List.copyOf(example);
        Arguments.positive("WarmUp", "rounds", rounds);
        batchSizes.forEach(size -> Arguments.positive("WarmUp", "batchSizes", size));
        for (Array array : example) {
            boolean isOneRow =
                    array.shape().numDimensions() > 0 && array.shape().get(0) == 1;
            Arguments.require(isOneRow, "WarmUp", "example must have one row an input", array);
        }
    }

    /**
     * No predictions: the first caller waits longer.
     *
     * @return the settings
     */
    public static WarmUp none() {
        return new WarmUp(List.of(), ROUNDS, List.of());
    }

    /**
     * Predictions of zeros.
     *
     * @param sizes the batch sizes that callers will use
     * @return the settings, with 3 rounds
     * @throws IllegalArgumentException if a size is below 1
     */
    public static WarmUp ofBatches(Integer... sizes) {
        return new WarmUp(List.of(sizes), ROUNDS, List.of());
    }

    /**
     * Predictions of an example, such as one of the size that most callers will send.
     *
     * @param example one row for each input
     * @return the settings, with batches of 1 and 3 rounds
     * @throws IllegalArgumentException if an array is not one row
     */
    public static WarmUp ofExample(Array... example) {
        return new WarmUp(List.of(1), ROUNDS, List.of(example));
    }
}
