package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import java.util.Map;

/**
 * Sets the learning rate at the beginning of every epoch.
 *
 * <p>Only for optimizers whose rate is a number. A rate that follows the step and not the epoch is a
 * {@link io.cornu.schedules.LearningRate} given to the optimizer.
 *
 * <p>Source: {@code keras.callbacks.LearningRateScheduler}, Keras 3.15.
 *
 * @param schedule the rate of an epoch
 */
public record LearningRateScheduler(Schedule schedule) implements Callback {
    private static final String NAME = "LearningRateScheduler";

    /** The rate of an epoch. */
    @FunctionalInterface
    public interface Schedule {
        /**
         * The rate of an epoch.
         *
         * @param epoch the epoch, from 0
         * @param learningRate the rate so far
         * @return the new rate; finite and at least 0
         */
        double at(int epoch, double learningRate);
    }

    /**
     * Sets the rate by a schedule.
     *
     * @param schedule such as {@code (epoch, rate) -> epoch < 10 ? rate : rate * Math.exp(-0.1)}
     * @return the callback
     */
    public static LearningRateScheduler of(Schedule schedule) {
        return new LearningRateScheduler(schedule);
    }

    /**
     * Starts setting the rate of a fit.
     *
     * @throws IllegalArgumentException if the learning rate is a schedule
     */
    @Override
    public FitListener start(FitControl fit) {
        Monitor.requireNumber(NAME, fit);
        return new Listener(fit);
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private int lastEpoch = -1;

        Listener(FitControl fit) {
            this.fit = fit;
        }

        @Override
        public void epochBegin(int epoch) {
            // An epoch that goes on after an interruption begins twice, but its rate is set once.
            if (epoch != lastEpoch) {
                double before = fit.model().learningRate();
                double rate = schedule.at(epoch, before);
                fit.model().setLearningRate(rate);
                if (rate != before) {
                    fit.note(NAME + ": learning rate " + before + " -> " + rate);
                }
                lastEpoch = epoch;
            }
        }

        @Override
        public State state() {
            return new State(Map.of("epoch", (double) lastEpoch), Map.of());
        }

        @Override
        public void restore(State state) {
            lastEpoch = state.numbers().getOrDefault("epoch", -1.0).intValue();
        }
    }
}
