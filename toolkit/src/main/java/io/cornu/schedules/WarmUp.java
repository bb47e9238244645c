package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * A schedule after a rise along a line to its first rate.
 *
 * <pre>from + (next.at(0) - from) step / steps, then next.at(step - steps)</pre>
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>WarmUp}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param steps how many steps the rise takes, at least 1
 * @param next what follows, counting its steps from 0
 * @param from the rate at first, finite and at least 0; 0 by default
 */
public record WarmUp(long steps, LearningRate next, double from) implements LearningRate {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there is no step, or the first rate is negative or not finite
     */
    public WarmUp {
        Arguments.require(steps >= 1, "WarmUp", "steps must be at least 1", steps);
        Arguments.notNegative("WarmUp", "from", from);
    }

    /**
     * A rise from 0.
     *
     * @param steps how many steps the rise takes, at least 1
     * @param next what follows, counting its steps from 0
     * @return the schedule
     * @throws IllegalArgumentException if there is no step, or the first rate is negative or not finite
     */
    public static WarmUp of(long steps, LearningRate next) {
        return new WarmUp(steps, next, 0);
    }

    /**
     * The same rise from another rate.
     *
     * @param rate the rate at first, finite and at least 0
     * @return a copy
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    public WarmUp withFrom(double rate) {
        return new WarmUp(steps, next, rate);
    }

    @Override
    public double at(long step) {
        return step < steps ? from + (next.at(0) - from) * step / steps : next.at(step - steps);
    }
}
