package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A rate that goes up and down between two bounds, along lines (Smith 2017).
 *
 * <pre>
 * cycle = floor(1 + step / (2 stepSize)), x = |step / stepSize - 2 cycle + 1|
 * base + (max - base) max(0, 1 - x) scale
 * scale: 1 (triangular), 1 / 2^(cycle - 1) (triangular2), gamma^step (exp_range)
 * </pre>
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>CyclicalLR}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param baseLearningRate the lower bound, finite and at least 0
 * @param maxLearningRate the upper bound, at least the lower
 * @param stepSize how many steps the way up takes, at least 1; two to ten epochs are usual
 * @param mode how the upper bound sinks; TRIANGULAR, not at all, by default
 * @param gamma the base of EXP_RANGE, above 0 and at most 1; 1 by default
 */
@RecordBuilder
public record CyclicalLR(double baseLearningRate, double maxLearningRate, long stepSize, Mode mode, double gamma)
        implements LearningRate, CyclicalLRBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number lies out of its range
     */
    public CyclicalLR {
        Arguments.notNegative("CyclicalLR", "baseLearningRate", baseLearningRate);
        Arguments.require(
                maxLearningRate >= baseLearningRate && Double.isFinite(maxLearningRate),
                "CyclicalLR",
                "maxLearningRate must be finite and at least baseLearningRate",
                maxLearningRate);
        Arguments.require(stepSize >= 1, "CyclicalLR", "stepSize must be at least 1", stepSize);
        Arguments.require(gamma > 0 && gamma <= 1, "CyclicalLR", "gamma must be above 0 and at most 1", gamma);
    }

    /**
     * Triangles of the same height.
     *
     * @param baseLearningRate the lower bound, finite and at least 0
     * @param maxLearningRate the upper bound, at least the lower
     * @param stepSize how many steps the way up takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a number lies out of its range
     */
    public static CyclicalLR of(double baseLearningRate, double maxLearningRate, long stepSize) {
        return new CyclicalLR(baseLearningRate, maxLearningRate, stepSize, Mode.TRIANGULAR, 1);
    }

    /** How the upper bound sinks. */
    public enum Mode {
        /** Not at all. */
        TRIANGULAR,
        /** By half its height with every cycle. */
        TRIANGULAR2,
        /** By a factor with every step. */
        EXP_RANGE
    }

    @Override
    public double at(long step) {
        double cycle = Math.floor(1 + step / (2.0 * stepSize));
        double x = Math.abs((double) step / stepSize - 2 * cycle + 1);
        double scale =
                switch (mode) {
                    case TRIANGULAR -> 1;
                    case TRIANGULAR2 -> Math.pow(2, 1 - cycle);
                    case EXP_RANGE -> Math.pow(gamma, step);
                };
        return baseLearningRate + (maxLearningRate - baseLearningRate) * Math.max(0, 1 - x) * scale;
    }
}
