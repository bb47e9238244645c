package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * {@link CosineDecay} that begins again and again, each time longer and lower (Loshchilov and Hutter 2017).
 *
 * <pre>initialLearningRate ((1 - alpha) mMul^i (1 + cos(pi f)) / 2 + alpha)</pre>
 *
 * <p>i is the number of restarts so far and f how much is done of the decay that runs; decay i takes
 * {@code firstDecaySteps tMul^i} steps.
 *
 * <p>Source: {@code keras.optimizers.schedules.CosineDecayRestarts}, Keras 3.15.
 *
 * @param initialLearningRate the rate at first, finite and at least 0
 * @param firstDecaySteps how many steps the first decay takes, at least 1
 * @param tMul how much longer each decay is than the last, at least 1; 2 by default
 * @param mMul how much higher each decay begins than the last, at least 0; 1 by default
 * @param alpha the last rate as a share of the first, at least 0; 0 by default
 */
@RecordBuilder
public record CosineDecayRestarts(
        double initialLearningRate, long firstDecaySteps, double tMul, double mMul, double alpha)
        implements LearningRate, CosineDecayRestartsBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if tMul is below 1, another number is negative or not finite, or there is no step
     */
    public CosineDecayRestarts {
        Arguments.notNegative("CosineDecayRestarts", "initialLearningRate", initialLearningRate);
        Arguments.require(
                firstDecaySteps >= 1, "CosineDecayRestarts", "firstDecaySteps must be at least 1", firstDecaySteps);
        Arguments.require(
                tMul >= 1 && Double.isFinite(tMul),
                "CosineDecayRestarts",
                "tMul must be a finite number of at least 1",
                tMul);
        Arguments.notNegative("CosineDecayRestarts", "mMul", mMul);
        Arguments.notNegative("CosineDecayRestarts", "alpha", alpha);
    }

    /**
     * Decays to 0, each twice as long as the last.
     *
     * @param initialLearningRate the rate at first, finite and at least 0
     * @param firstDecaySteps how many steps the first decay takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if tMul is below 1, another number is negative or not finite, or there is no step
     */
    public static CosineDecayRestarts of(double initialLearningRate, long firstDecaySteps) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, 2, 1, 0);
    }

    @Override
    public double at(long step) {
        double done = (double) step / firstDecaySteps;
        double restarts;
        if (tMul == 1) {
            restarts = Math.floor(done);
            done -= restarts;
        } else {
            restarts = restarts(step);
            double before = (1 - Math.pow(tMul, restarts)) / (1 - tMul);
            done = (done - before) / Math.pow(tMul, restarts);
        }
        double share = .5 * Math.pow(mMul, restarts) * (1 + Math.cos(Math.PI * done));
        return initialLearningRate * ((1 - alpha) * share + alpha);
    }

    /** The sum of a geometric series, solved for the number of its terms; in float32, to restart where Keras does. */
    private double restarts(long step) {
        float ratio = (float) tMul;
        float done = (float) step / firstDecaySteps;
        float terms = (float) Math.log(1 - done * (1 - ratio)) / (float) Math.log(ratio);
        return Math.floor(terms);
    }
}
