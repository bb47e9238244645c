package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A rate that is multiplied with the same factor again and again.
 *
 * <pre>initialLearningRate decayRate^(step / decaySteps)        staircase: the quotient without its fraction</pre>
 *
 * <p>Source: {@code keras.optimizers.schedules.ExponentialDecay}, Keras 3.15.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param decaySteps how many steps one decay takes, at least 1
 * @param decayRate the factor of decaySteps steps, finite and at least 0
 * @param staircase whether the rate stays between decays; false by default
 */
@RecordBuilder
public record ExponentialDecay(double initialLearningRate, long decaySteps, double decayRate, boolean staircase)
        implements LearningRate, ExponentialDecayBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a rate is negative or not finite, or there is no step
     */
    public ExponentialDecay {
        Arguments.notNegative("ExponentialDecay", "initialLearningRate", initialLearningRate);
        Arguments.require(decaySteps >= 1, "ExponentialDecay", "decaySteps must be at least 1", decaySteps);
        Arguments.notNegative("ExponentialDecay", "decayRate", decayRate);
    }

    /**
     * A rate that falls smoothly.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param decaySteps how many steps one decay takes, at least 1
     * @param decayRate the factor of decaySteps steps, finite and at least 0
     * @return the schedule
     * @throws IllegalArgumentException if a rate is negative or not finite, or there is no step
     */
    public static ExponentialDecay of(double initialLearningRate, long decaySteps, double decayRate) {
        return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, false);
    }

    /**
     * The rate {@code initialLearningRate e^(-speed step)}.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param speed the share that is lost in a step, about; finite
     * @return the schedule
     * @throws IllegalArgumentException if a rate is negative or not finite, or there is no step
     */
    public static ExponentialDecay natural(double initialLearningRate, double speed) {
        return new ExponentialDecay(initialLearningRate, 1, Math.exp(-speed), false);
    }

    @Override
    public double at(long step) {
        double decays = (double) step / decaySteps;
        return initialLearningRate * Math.pow(decayRate, staircase ? Math.floor(decays) : decays);
    }
}
