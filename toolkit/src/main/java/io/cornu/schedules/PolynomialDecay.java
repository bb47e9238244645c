package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A rate that falls along a polynomial to its end.
 *
 * <pre>(initialLearningRate - endLearningRate) (1 - step / decaySteps)^power + endLearningRate</pre>
 *
 * <p>After decaySteps the rate stays; a cycling one begins again, with 2, 3, ... times decaySteps for decaySteps, and
 * so at a lower rate each time.
 *
 * <p>Source: {@code keras.optimizers.schedules.PolynomialDecay}, Keras 3.15.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param decaySteps how many steps one decay takes, at least 1
 * @param endLearningRate the rate at the end, finite and at least 0; 0.0001 by default
 * @param power 1 for a straight line; above 0; 1 by default
 * @param cycle whether the rate rises again after decaySteps; false by default
 */
@RecordBuilder
public record PolynomialDecay(
        double initialLearningRate, long decaySteps, double endLearningRate, double power, boolean cycle)
        implements LearningRate, PolynomialDecayBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a rate is negative or not finite, the power is not above 0, or there is no step
     */
    public PolynomialDecay {
        Arguments.notNegative("PolynomialDecay", "initialLearningRate", initialLearningRate);
        Arguments.require(decaySteps >= 1, "PolynomialDecay", "decaySteps must be at least 1", decaySteps);
        Arguments.notNegative("PolynomialDecay", "endLearningRate", endLearningRate);
        Arguments.positive("PolynomialDecay", "power", power);
    }

    /**
     * A straight line to 0.0001.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param decaySteps how many steps one decay takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a rate is negative or not finite, the power is not above 0, or there is no step
     */
    public static PolynomialDecay of(double initialLearningRate, long decaySteps) {
        return new PolynomialDecay(initialLearningRate, decaySteps, 1e-4, 1, false);
    }

    @Override
    public double at(long step) {
        double length = cycle ? (double) decaySteps * Math.max(1, Math.ceil((double) step / decaySteps)) : decaySteps;
        double done = Math.min(1, step / length);
        return (initialLearningRate - endLearningRate) * Math.pow(1 - done, power) + endLearningRate;
    }
}
