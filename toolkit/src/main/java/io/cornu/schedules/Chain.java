package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * One schedule, and then another; see {@link LearningRate#then}.
 *
 * <pre>first.at(step) while step {@literal <} steps, then next.at(step - steps)</pre>
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>Chain}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param first what comes first
 * @param steps how many steps it lasts, at least 1
 * @param next what follows, counting its steps from 0
 */
public record Chain(LearningRate first, long steps, LearningRate next) implements LearningRate {
    /**
     * Checks the number of steps.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Chain {
        Arguments.require(steps >= 1, "Chain", "steps must be at least 1", steps);
    }

    @Override
    public double at(long step) {
        return step < steps ? first.at(step) : next.at(step - steps);
    }
}
