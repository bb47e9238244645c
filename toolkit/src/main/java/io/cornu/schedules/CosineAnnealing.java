package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * A rate that swings from its highest to its lowest along half a wave of the cosine, and stays there.
 *
 * <pre>min + (max - min) (1 + cos(pi step / steps)) / 2</pre>
 *
 * <p>By epochs: {@code CosineAnnealing.of(0.1, 0.001, epochs - 1).perEpoch(stepsPerEpoch)}, which reaches the lowest
 * rate in the last epoch.
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>CosineAnnealing}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param maxLearningRate the first rate, finite and at least 0
 * @param minLearningRate the last rate, at least 0 and not above the first
 * @param steps how many steps, or epochs, the way takes, at least 1
 */
public record CosineAnnealing(double maxLearningRate, double minLearningRate, long steps) implements LearningRate {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a rate is negative or not finite, the last is above the first, or there is no step
     */
    public CosineAnnealing {
        Arguments.notNegative("CosineAnnealing", "maxLearningRate", maxLearningRate);
        Arguments.require(
                minLearningRate >= 0 && minLearningRate <= maxLearningRate,
                "CosineAnnealing",
                "minLearningRate must be from 0 to maxLearningRate",
                minLearningRate);
        Arguments.require(steps >= 1, "CosineAnnealing", "steps must be at least 1", steps);
    }

    /**
     * Falls from one rate to another.
     *
     * @param maxLearningRate the first rate, finite and at least 0
     * @param minLearningRate the last rate, at least 0 and not above the first
     * @param steps how many steps, or epochs, the way takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a rate is negative or not finite, the last is above the first, or there is no step
     */
    public static CosineAnnealing of(double maxLearningRate, double minLearningRate, long steps) {
        return new CosineAnnealing(maxLearningRate, minLearningRate, steps);
    }

    @Override
    public double at(long step) {
        double share = .5 * (1 + Math.cos(Math.PI * Math.min(step, steps) / steps));
        return minLearningRate + (maxLearningRate - minLearningRate) * share;
    }
}
