package io.cornu.schedules;

import io.cornu.text.Arguments;

/**
 * The learning rate as a pure function of the step.
 *
 * <p>The same object trains, is plotted and is tested. A schedule of your own is one method:
 *
 * <pre>{@code
 * LearningRate warmUp = step -> 0.01 * Math.min(1, (step + 1) / 1000.0);
 * }</pre>
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of a step.
     *
     * @param step the number of updates made so far, from 0
     * @return the rate; finite and at least 0
     */
    double at(long step);

    /**
     * A rate that stays, until a callback changes it.
     *
     * @param rate the rate; finite and at least 0
     * @return the rate as a function
     * @throws IllegalArgumentException if the rate is negative or not finite
     */
    static Constant constant(double rate) {
        return new Constant(rate);
    }

    /**
     * A rate that stays, until a callback changes it.
     *
     * @param rate the rate; finite and at least 0
     */
    record Constant(double rate) implements LearningRate {
        /**
         * Checks the rate.
         *
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Constant {
            Arguments.notNegative("learning rate", "it", rate);
        }

        @Override
        public double at(long step) {
            return rate;
        }
    }
}
