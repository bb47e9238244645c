package io.cornu.callbacks;

import io.cornu.metrics.Metric.Direction;
import io.cornu.model.FitControl;
import io.cornu.model.History;
import io.cornu.schedules.LearningRate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a callback watches, and what it takes for better.
 *
 * <p>Source: {@code keras.src.callbacks.monitor_callback.MonitorCallback}, Keras 3.15.
 */
final class Monitor {
    private static final String VALIDATION = "val_";

    private final String where;
    private final String name;
    private final boolean isUp;
    private final double minDelta;

    /**
     * Watches a value.
     *
     * @param where the callback, for messages
     * @param name the value's name in the history
     * @param mode which values are better
     * @param minDelta by how much at least
     * @param fit the fit that is listened to
     * @throws IllegalArgumentException if the fit has no such value, or the mode is needed and not given
     */
    Monitor(String where, String name, Mode mode, double minDelta, FitControl fit) {
        this.where = where;
        this.name = name;
        this.minDelta = minDelta;
        requireKnown(where, name, fit);
        this.isUp = mode == Mode.AUTO
                ? isUp(directions(fit).getOrDefault(unprefixed(name), Optional.empty()))
                : mode == Mode.MAX;
    }

    /** Requires that the history will have a value of a name, as far as can be told beforehand. */
    static void requireKnown(String where, String name, FitControl fit) {
        Map<String, Optional<Direction>> known = directions(fit);
        if (!known.containsKey(unprefixed(name))) {
            throw new IllegalArgumentException(where + ": expected one of " + known.keySet()
                    + ", with val_ before it for the validation data, received '" + name + "'. "
                    + "Compile with that metric, or choose another name.");
        }
    }

    /** Requires a learning rate that a callback can change. */
    static void requireNumber(String where, FitControl fit) {
        if (!(fit.model().compilation().optimizer().learningRate() instanceof LearningRate.Constant)) {
            throw new IllegalArgumentException(where + ": expected a learning rate that is a number, received a "
                    + "schedule. Compile with a number, or leave the callback out.");
        }
    }

    /** The value after an epoch. */
    static double value(String where, String name, History.Epoch epoch) {
        Double value = epoch.values().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    where + ": expected one of " + epoch.values().keySet() + ", received '" + name + "'. "
                            + (name.startsWith(VALIDATION)
                                    ? "Fit with validation data or a validation split."
                                    : "Choose another name."));
        }
        return value;
    }

    /** Whether a value is that of validation data, which is known after an epoch only. */
    static boolean isValidation(String name) {
        return name.startsWith(VALIDATION);
    }

    double value(History.Epoch epoch) {
        return value(where, name, epoch);
    }

    /** Anything is better than nothing. Compares float32 numbers, as Keras does. */
    boolean isBetter(double value, OptionalDouble best) {
        if (best.isEmpty()) {
            return true;
        }
        float reference = (float) best.getAsDouble();
        return isUp ? (float) (value - minDelta) > reference : (float) (value + minDelta) < reference;
    }

    private boolean isUp(Optional<Direction> direction) {
        return direction.orElseThrow(() -> new IllegalArgumentException(where
                        + ": expected a mode for '" + name + "', which does not say whether high or low values are "
                        + "good, received AUTO. Give Mode.MIN or Mode.MAX."))
                == Direction.UP;
    }

    /** All values of a history but those of validation, in its order. */
    private static Map<String, Optional<Direction>> directions(FitControl fit) {
        List<String> outputs = fit.model().model().architecture().graph().outputNames();
        Map<String, Optional<Direction>> directions = new LinkedHashMap<>();
        directions.put("loss", Optional.of(Direction.DOWN));
        if (outputs.size() > 1) {
            outputs.forEach(output -> directions.put(output + "_loss", Optional.of(Direction.DOWN)));
        }
        fit.model()
                .compilation()
                .watchedMetrics(outputs)
                .forEach(metric -> directions.put(metric.name(), metric.metric().direction()));
        directions.put("learning_rate", Optional.empty());
        return directions;
    }

    private static String unprefixed(String name) {
        return name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
    }
}
