package io.cornu.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Examples to train on, evaluate on or predict from, addressed by number.
 *
 * <p>{@link #of} holds them in memory; a reader of large data implements this interface and gives
 * {@link #read} the examples it is asked for, from any thread: the engine reads ahead while it trains.
 *
 * <p>Datasets do not change: {@link #slice}, {@link #select} and {@link #split} give new ones over the same data.
 */
public interface Dataset {
    /**
     * A dataset in memory, of one input and one target.
     *
     * @param inputs one row an example
     * @param targets one row an example
     * @return the dataset
     * @throws IllegalArgumentException if the rows differ
     */
    static Dataset of(Array inputs, Array targets) {
        return of(new Batch(List.of(inputs), List.of(targets), Optional.empty()));
    }

    /**
     * A dataset in memory without targets, to predict from.
     *
     * @param inputs the model's inputs in its order, one row an example
     * @return the dataset
     * @throws IllegalArgumentException if the rows differ
     */
    static Dataset ofInputs(Array... inputs) {
        return of(new Batch(List.of(inputs), List.of(), Optional.empty()));
    }

    /**
     * A dataset in memory.
     *
     * @param examples all of them
     * @return the dataset
     */
    static Dataset of(Batch examples) {
        return new ArrayDataset(examples, List.of());
    }

    /**
     * The number of examples.
     *
     * @return at least 0
     */
    int size();

    /**
     * Chosen examples.
     *
     * @param examples their numbers, from 0 to {@code size() - 1}; may repeat
     * @return the examples in that order
     * @throws IndexOutOfBoundsException if a number lies outside
     */
    Batch read(int[] examples);

    /**
     * All examples, where they lie in memory anyway: the engine then moves them to the device once.
     *
     * @return the examples, or empty where they are to be read batch by batch
     */
    default Optional<Batch> inMemory() {
        return Optional.empty();
    }

    /**
     * What the classes are called, for reports.
     *
     * @return the names by class number; empty where they are not known
     */
    default List<String> classNames() {
        return List.of();
    }

    /**
     * The same dataset with names for its classes.
     *
     * @param names by class number
     * @return a dataset over the same data
     */
    default Dataset withClassNames(List<String> names) {
        return inMemory()
                .<Dataset>map(all -> new ArrayDataset(all, names))
                .orElseGet(() -> new SelectedDataset(this, Examples.range(0, size()), names));
    }

    /**
     * Consecutive examples.
     *
     * @param from the first, from 0
     * @param to the one after the last
     * @return a dataset over the same data
     * @throws IndexOutOfBoundsException if the range lies outside
     */
    default Dataset slice(int from, int to) {
        return select(Examples.range(from, to));
    }

    /**
     * Chosen examples, in the order given.
     *
     * @param examples their numbers; may repeat
     * @return a dataset over the same data
     */
    default Dataset select(int[] examples) {
        return new SelectedDataset(this, examples.clone(), classNames());
    }

    /**
     * The same dataset with its examples changed: at once where they lie in memory, else as they are read.
     *
     * @param change changes a batch, each example by itself, leaving as many; called from any thread
     * @return the changed dataset
     */
    default Dataset map(UnaryOperator<Batch> change) {
        return inMemory()
                .<Dataset>map(all -> new ArrayDataset(change.apply(all), classNames()))
                .orElseGet(() -> new MappedDataset(this, change));
    }

    /**
     * Cuts off the last part for validation, before any shuffling, as Keras' {@code validation_split} does.
     *
     * @param validationShare the share of the last part, in (0, 1)
     * @return the first {@code floor(size * (1 - share))} examples, and the rest
     * @throws IllegalArgumentException if the share lies outside, or a part would be empty
     */
    default Split split(double validationShare) {
        if (!(validationShare > 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "validation split: expected a share in (0, 1), received " + validationShare + ".");
        }
        int boundary = (int) Math.floor(size() * (1 - validationShare));
        if (boundary == 0 || boundary == size()) {
            throw new IllegalArgumentException("validation split: expected examples on both sides, received " + size()
                    + " examples and a share of " + validationShare + ". Give more data or another share.");
        }
        return new Split(slice(0, boundary), slice(boundary, size()));
    }

    /**
     * A dataset in two parts.
     *
     * @param train the part to learn from
     * @param validation the part held back
     */
    record Split(Dataset train, Dataset validation) {}
}
