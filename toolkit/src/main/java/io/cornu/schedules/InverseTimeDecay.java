package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A rate in inverse proportion to the time.
 *
 * <pre>initialLearningRate / (1 + decayRate step / decaySteps)        staircase: the quotient without its fraction</pre>
 *
 * <p>Source: {@code keras.optimizers.schedules.InverseTimeDecay}, Keras 3.15.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param decaySteps how many steps one decay takes, at least 1
 * @param decayRate how fast the rate falls, finite and at least 0
 * @param staircase whether the rate stays between decays; false by default
 */
@RecordBuilder
public record InverseTimeDecay(double initialLearningRate, long decaySteps, double decayRate, boolean staircase)
        implements LearningRate, InverseTimeDecayBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a rate is negative or not finite, or there is no step
     */
    public InverseTimeDecay {
        Arguments.notNegative("InverseTimeDecay", "initialLearningRate", initialLearningRate);
        Arguments.require(decaySteps >= 1, "InverseTimeDecay", "decaySteps must be at least 1", decaySteps);
        Arguments.notNegative("InverseTimeDecay", "decayRate", decayRate);
    }

    /**
     * A rate that falls smoothly.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param decaySteps how many steps one decay takes, at least 1
     * @param decayRate how fast the rate falls, finite and at least 0
     * @return the schedule
     * @throws IllegalArgumentException if a rate is negative or not finite, or there is no step
     */
    public static InverseTimeDecay of(double initialLearningRate, long decaySteps, double decayRate) {
        return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, false);
    }

    @Override
    public double at(long step) {
        double decays = (double) step / decaySteps;
        return initialLearningRate / (1 + decayRate * (staircase ? Math.floor(decays) : decays));
    }
}
