package io.cornu.schedules;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * One rise and one fall: large rates in the middle of a short training (Smith and Topin 2019).
 *
 * <pre>
 * from maxLearningRate / divisor to maxLearningRate in the first share of the steps,
 * then to maxLearningRate / divisor / finalDivisor, each along half a wave of the cosine, or along a line
 * </pre>
 *
 * <p>After the last step the rate stays.
 *
 * <p>Not in Keras: in {@code .keras} files it is {@code cornu>OneCycle}, which Java reads, and Python if a class of that
 * registered name is there; without one, {@code load_model} says that it is unknown.
 *
 * @param maxLearningRate the highest rate, finite and above 0
 * @param totalSteps how many steps there are, at least 2
 * @param riseShare the share of steps in which the rate rises, above 0 and less than 1; 0.3 by default
 * @param divisor by how much the first rate is lower, at least 1; 25 by default
 * @param finalDivisor by how much the last rate is lower than the first, at least 1; 10,000 by default
 * @param linear whether the rate goes along lines; false by default
 */
@RecordBuilder
public record OneCycle(
        double maxLearningRate, long totalSteps, double riseShare, double divisor, double finalDivisor, boolean linear)
        implements LearningRate, OneCycleBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number lies out of its range
     */
    public OneCycle {
        Arguments.positive("OneCycle", "maxLearningRate", maxLearningRate);
        Arguments.require(totalSteps >= 2, "OneCycle", "totalSteps must be at least 2", totalSteps);
        Arguments.require(riseShare > 0 && riseShare < 1, "OneCycle", "riseShare must be in (0, 1)", riseShare);
        Arguments.require(
                divisor >= 1 && Double.isFinite(divisor),
                "OneCycle",
                "divisor must be a finite number of at least 1",
                divisor);
        Arguments.require(
                finalDivisor >= 1 && Double.isFinite(finalDivisor),
                "OneCycle",
                "finalDivisor must be a finite number of at least 1",
                finalDivisor);
    }

    /**
     * One cycle over the whole training.
     *
     * @param maxLearningRate the highest rate, finite and above 0
     * @param totalSteps how many steps there are, at least 2
     * @return the schedule
     * @throws IllegalArgumentException if a number lies out of its range
     */
    public static OneCycle of(double maxLearningRate, long totalSteps) {
        return new OneCycle(maxLearningRate, totalSteps, .3, 25, 1e4, false);
    }

    @Override
    public double at(long step) {
        double first = maxLearningRate / divisor;
        // The last step, totalSteps - 1, has the lowest rate.
        double top = riseShare * (totalSteps - 1);
        return step <= top
                ? between(first, maxLearningRate, step / top)
                : between(maxLearningRate, first / finalDivisor, Math.min(1, (step - top) / (totalSteps - 1 - top)));
    }

    private double between(double from, double to, double done) {
        double way = linear ? done : .5 * (1 - Math.cos(Math.PI * done));
        return from + (to - from) * way;
    }
}
