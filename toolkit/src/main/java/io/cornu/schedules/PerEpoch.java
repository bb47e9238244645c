package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * A schedule of epochs, made one of steps; see {@link LearningRate#perEpoch}.
 *
 * <pre>schedule.at(step / stepsPerEpoch), without the fraction</pre>
 *
 * <p>Where the number of batches in an epoch is not known beforehand,
 * {@code LearningRateScheduler.of((epoch, rate) -> schedule.at(epoch))} does the same as a callback.
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>PerEpoch}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param schedule the rate of an epoch
 * @param stepsPerEpoch how many batches an epoch has, at least 1
 */
public record PerEpoch(LearningRate schedule, long stepsPerEpoch) implements LearningRate {
    /**
     * Checks the number of steps.
     *
     * @throws IllegalArgumentException if an epoch has none
     */
    public PerEpoch {
        Arguments.require(stepsPerEpoch >= 1, "PerEpoch", "stepsPerEpoch must be at least 1", stepsPerEpoch);
    }

    @Override
    public double at(long step) {
        return schedule.at(step / stepsPerEpoch);
    }
}
