package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * A rate that falls with a power of the time.
 *
 * <pre>initialLearningRate / (1 + speed step)^power</pre>
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>PowerDecay}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param speed s, finite and at least 0: after 1 / s steps the first power is halved
 * @param power c, finite and at least 0
 */
public record PowerDecay(double initialLearningRate, double speed, double power) implements LearningRate {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is negative or not finite
     */
    public PowerDecay {
        Arguments.notNegative("PowerDecay", "initialLearningRate", initialLearningRate);
        Arguments.notNegative("PowerDecay", "speed", speed);
        Arguments.notNegative("PowerDecay", "power", power);
    }

    /**
     * A rate that falls with a power of the time.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param speed finite and at least 0: after 1 / speed steps the first power is halved
     * @param power finite and at least 0
     * @return the schedule
     * @throws IllegalArgumentException if a number is negative or not finite
     */
    public static PowerDecay of(double initialLearningRate, double speed, double power) {
        return new PowerDecay(initialLearningRate, speed, power);
    }

    @Override
    public double at(long step) {
        return initialLearningRate / Math.pow(1 + speed * step, power);
    }
}
