package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.OptionalDouble;

/**
 * A rate that falls along half a wave of the cosine, after a rise along a line perhaps (Loshchilov and Hutter 2017).
 *
 * <pre>
 * rise: initialLearningRate + (warmupTarget - initialLearningRate) step / warmupSteps
 * fall: top ((1 - alpha) (1 + cos(pi step / decaySteps)) / 2 + alpha)        step counted from the end of the rise
 * </pre>
 *
 * <p>The top is the warm-up's target, or the initial rate if there is no warm-up. After the fall the rate stays.
 *
 * <p>Source: {@code keras.optimizers.schedules.CosineDecay}, Keras 3.15.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param decaySteps how many steps one decay takes, at least 1
 * @param alpha the last rate as a share of the top, at least 0; 0 by default
 * @param warmupTarget the top, finite and at least 0; empty, the default, for no warm-up
 * @param warmupSteps how many steps the rise takes, at least 0; 0 by default
 */
@RecordBuilder
public record CosineDecay(
        double initialLearningRate, long decaySteps, double alpha, OptionalDouble warmupTarget, long warmupSteps)
        implements LearningRate, CosineDecayBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a rate or alpha is negative or not finite, or there is no step
     */
    public CosineDecay {
        Arguments.notNegative("CosineDecay", "initialLearningRate", initialLearningRate);
        Arguments.require(decaySteps >= 1, "CosineDecay", "decaySteps must be at least 1", decaySteps);
        Arguments.notNegative("CosineDecay", "alpha", alpha);
        if (warmupTarget.isPresent()) {
            Arguments.notNegative("CosineDecay", "warmupTarget", warmupTarget.getAsDouble());
        }
        Arguments.require(warmupSteps >= 0, "CosineDecay", "warmupSteps must be at least 0", warmupSteps);
    }

    /**
     * A fall to 0.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param decaySteps how many steps one decay takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a rate or alpha is negative or not finite, or there is no step
     */
    public static CosineDecay of(double initialLearningRate, long decaySteps) {
        return new CosineDecay(initialLearningRate, decaySteps, 0, OptionalDouble.empty(), 0);
    }

    /**
     * The same schedule after a rise from the initial rate.
     *
     * @param target the rate at the top, finite and at least 0
     * @param steps how many steps the rise takes, at least 0
     * @return a copy
     * @throws IllegalArgumentException if the target is negative or not finite, or the steps are negative
     */
    public CosineDecay withWarmup(double target, long steps) {
        return withWarmupTarget(OptionalDouble.of(target)).withWarmupSteps(steps);
    }

    @Override
    public double at(long step) {
        if (warmupTarget.isEmpty()) {
            return fallen(initialLearningRate, step);
        }
        double top = warmupTarget.getAsDouble();
        return step < warmupSteps
                ? initialLearningRate + (top - initialLearningRate) * step / warmupSteps
                : fallen(top, step - warmupSteps);
    }

    private double fallen(double top, long step) {
        double share = .5 * (1 + Math.cos(Math.PI * Math.min(step, decaySteps) / decaySteps));
        return top * ((1 - alpha) * share + alpha);
    }
}
