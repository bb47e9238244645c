package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Lowers the learning rate when a value has stopped improving.
 *
 * <pre>learningRate = max(factor learningRate, minLearningRate)    after patience epochs without improvement</pre>
 *
 * <p>Only for optimizers whose rate is a number and not a schedule.
 *
 * <p>Source: {@code keras.callbacks.ReduceLROnPlateau}, Keras 3.15. Unlike there, a value that is not in the history
 * is an error and not a warning.
 *
 * @param monitor the value's name in the history; {@code val_loss} by default
 * @param factor what the rate is multiplied with, in [0, 1); 0.1 by default
 * @param patience how many epochs without improvement are borne, at least 0; 10 by default
 * @param mode which values are better; as the metric says by default
 * @param minDelta by how much a value must be better to count, at least 0; 0.0001 by default
 * @param cooldown how many epochs after a change are not counted, at least 0; 0 by default
 * @param minLearningRate below what the rate does not go, at least 0; 0 by default (Keras: {@code min_lr})
 */
@RecordBuilder
public record ReduceLROnPlateau(
        String monitor, double factor, int patience, Mode mode, double minDelta, int cooldown, double minLearningRate)
        implements Callback, ReduceLROnPlateauBuilder.With {
    private static final String NAME = "ReduceLROnPlateau";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the factor lies outside [0, 1), or another number is negative
     */
    public ReduceLROnPlateau {
        Arguments.share(NAME, "factor", factor);
        Arguments.require(patience >= 0, NAME, "patience must be at least 0", patience);
        Arguments.notNegative(NAME, "minDelta", minDelta);
        Arguments.require(cooldown >= 0, NAME, "cooldown must be at least 0", cooldown);
        Arguments.notNegative(NAME, "minLearningRate", minLearningRate);
    }

    /**
     * The callback with Keras' defaults.
     *
     * @return the callback
     */
    public static ReduceLROnPlateau of() {
        return new ReduceLROnPlateau("val_loss", .1, 10, Mode.AUTO, 1e-4, 0, 0);
    }

    /**
     * Starts watching a fit.
     *
     * @throws IllegalArgumentException if the fit has no value of the monitored name, its direction is not known, or
     *     the learning rate is a schedule
     */
    @Override
    public FitListener start(FitControl fit) {
        Monitor.requireNumber(NAME, fit);
        return new Listener(fit, new Monitor(NAME, monitor, mode, minDelta, fit));
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final Monitor watched;
        private OptionalDouble best = OptionalDouble.empty();
        private int waited;
        private int cooling;

        Listener(FitControl fit, Monitor watched) {
            this.fit = fit;
            this.watched = watched;
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            double value = watched.value(epoch);
            if (cooling > 0) {
                cooling--;
                waited = 0;
            }
            if (watched.isBetter(value, best)) {
                best = OptionalDouble.of(value);
                waited = 0;
            } else if (cooling == 0) {
                waited++;
                if (waited >= patience) {
                    reduce();
                }
            }
        }

        private void reduce() {
            double rate = fit.model().learningRate();
            // Keras keeps rates as float32: a rate that differs from the lowest by rounding only is the lowest.
            if ((float) rate > (float) minLearningRate) {
                double reduced = Math.max(rate * factor, minLearningRate);
                fit.model().setLearningRate(reduced);
                fit.note(NAME + ": learning rate " + rate + " -> " + reduced + ", for " + monitor
                        + " has not improved for " + waited + " epoch(s)");
                cooling = cooldown;
                waited = 0;
            }
        }

        @Override
        public State state() {
            Map<String, Double> numbers = new LinkedHashMap<>();
            best.ifPresent(value -> numbers.put("best", value));
            numbers.put("wait", (double) waited);
            numbers.put("cooldown", (double) cooling);
            return new State(numbers, Map.of());
        }

        @Override
        public void restore(State state) {
            Double value = state.numbers().get("best");
            best = value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
            waited = state.numbers().getOrDefault("wait", 0.0).intValue();
            cooling = state.numbers().getOrDefault("cooldown", 0.0).intValue();
        }
    }
}
