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
 *
 * <p>Schedules are composed: {@code PowerDecay.of(0.1, 0.5, 2).perEpoch(500).warmedUp(1000)}.
 */
@FunctionalInterface
public interface LearningRate {
    /**
     * The rate of a step.
     *
     * @param step the number of batches so far, from 0
     * @return the rate; finite and at least 0
     */
    double at(long step);

    /**
     * This schedule at first, and then another, which counts its steps from 0 anew.
     *
     * @param steps how many steps this one lasts, at least 1
     * @param next what follows
     * @return the chain
     * @throws IllegalArgumentException if there is no step
     */
    default Chain then(long steps, LearningRate next) {
        return new Chain(this, steps, next);
    }

    /**
     * This schedule after a rise from 0 to its first rate.
     *
     * @param steps how many steps the rise takes, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if there is no step
     */
    default WarmUp warmedUp(long steps) {
        return WarmUp.of(steps, this);
    }

    /**
     * This schedule with epochs for its steps: the rate stays for an epoch.
     *
     * @param stepsPerEpoch how many batches an epoch has, at least 1
     * @return the schedule
     * @throws IllegalArgumentException if an epoch has no step
     */
    default PerEpoch perEpoch(long stepsPerEpoch) {
        return new PerEpoch(this, stepsPerEpoch);
    }

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
