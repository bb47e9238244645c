package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Weights;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ends training when a value has stopped improving.
 *
 * <p>Training ends after {@code patience} epochs in a row in which the value was not better than the best so far by
 * more than {@code minDelta}; never after the first epoch. A fit that is interrupted keeps the weights it has, so that
 * it can go on; the best are put back when it ends in any other way.
 *
 * <p>Source: {@code keras.callbacks.EarlyStopping}, Keras 3.15. Unlike there, a value that is not in the history is an
 * error and not a warning.
 *
 * @param monitor the value's name in the history; {@code val_loss} by default
 * @param minDelta by how much a value must be better to count, at least 0; 0 by default
 * @param patience how many epochs without improvement are borne, at least 0; 0 by default
 * @param mode which values are better; as the metric says by default
 * @param baseline what a value must also beat for patience to start anew; nothing by default
 * @param restoreBestWeights whether the weights of the best epoch are put back when training ends; false by default
 * @param startFromEpoch the first epoch, from 0, that counts; 0 by default
 */
@RecordBuilder
public record EarlyStopping(
        String monitor,
        double minDelta,
        int patience,
        Mode mode,
        OptionalDouble baseline,
        boolean restoreBestWeights,
        int startFromEpoch)
        implements Callback, EarlyStoppingBuilder.With {
    private static final String NAME = "EarlyStopping";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public EarlyStopping {
        Arguments.notNegative(NAME, "minDelta", minDelta);
        Arguments.require(patience >= 0, NAME, "patience must be at least 0", patience);
        Arguments.require(startFromEpoch >= 0, NAME, "startFromEpoch must be at least 0", startFromEpoch);
    }

    /**
     * Early stopping with Keras' defaults.
     *
     * @return the callback
     */
    public static EarlyStopping of() {
        return new EarlyStopping("val_loss", 0, 0, Mode.AUTO, OptionalDouble.empty(), false, 0);
    }

    /**
     * The same callback with a value to beat.
     *
     * @param value the value
     * @return a copy
     */
    public EarlyStopping withBaseline(double value) {
        return withBaseline(OptionalDouble.of(value));
    }

    /**
     * Starts watching a fit.
     *
     * @throws IllegalArgumentException if the fit has no value of the monitored name, or its direction is not known
     */
    @Override
    public FitListener start(FitControl fit) {
        return new Listener(fit, new Monitor(NAME, monitor, mode, minDelta, fit));
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final Monitor watched;
        private OptionalDouble best = OptionalDouble.empty();
        private Optional<Weights> bestWeights = Optional.empty();
        private int bestEpoch;
        private int waited;

        Listener(FitControl fit, Monitor watched) {
            this.fit = fit;
            this.watched = watched;
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            double value = watched.value(epoch);
            if (epoch.number() < startFromEpoch) {
                return;
            }
            waited++;
            if (watched.isBetter(value, best)) {
                best = OptionalDouble.of(value);
                bestEpoch = epoch.number();
                if (restoreBestWeights) {
                    bestWeights = Optional.of(fit.model().model().weights());
                }
                if (baseline.isEmpty() || watched.isBetter(value, baseline)) {
                    waited = 0;
                }
            } else if (waited >= patience && epoch.number() > 0) {
                fit.stop(monitor + " was best in epoch " + (bestEpoch + 1) + " and has not improved for " + waited
                        + " epoch(s)");
            }
        }

        @Override
        public void fitEnd() {
            if (!fit.isInterrupted()) {
                bestWeights.ifPresent(fit.model().model()::setWeights);
            }
        }

        @Override
        public State state() {
            return best.isEmpty()
                    ? State.EMPTY
                    : new State(
                            Map.of("best", best.getAsDouble(), "best_epoch", (double) bestEpoch, "wait", (double)
                                    waited),
                            bestWeights.map(weights -> Map.of("best", weights)).orElse(Map.of()));
        }

        @Override
        public void restore(State state) {
            Double value = state.numbers().get("best");
            if (value != null) {
                best = OptionalDouble.of(value);
                bestEpoch = state.numbers().getOrDefault("best_epoch", 0.0).intValue();
                waited = state.numbers().getOrDefault("wait", 0.0).intValue();
                bestWeights = Optional.ofNullable(state.weights().get("best"));
            }
        }
    }
}
