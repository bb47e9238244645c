package io.cornu.tracking;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where runs are recorded, such as a file or an experiment tracker.
 *
 * <p>An observer is a value that any number of fits may use, one after the other or at once; each begins a run of its
 * own. One of your own, for a tracker that knows parameters, metrics and a status:
 *
 * <pre>{@code
 * RunObserver tracker = start -> new RunObserver.Observation() {
 *     public void metrics(RunObserver.Point point) {
 *         point.values().forEach((name, value) -> client.log(start.run(), name, value, point.step()));
 *     }
 *
 *     public void end(RunObserver.End end) {
 *         client.close(start.run(), end.ending().name());
 *     }
 * };
 * }</pre>
 *
 * <p>An observer that throws ends the fit with its exception: one that can do without its tracker catches it.
 */
@FunctionalInterface
public interface RunObserver {
    /**
     * A run begins.
     *
     * @param start what is known of it
     * @return what hears of the rest
     */
    Observation begin(Start start);

    /** What hears of one run. */
    interface Observation {
        /**
         * Loss and metrics are known, after an epoch or in the middle of one.
         *
         * @param point the values and where they stand
         */
        default void metrics(Point point) {}

        /**
         * A callback did something, such as lowering the learning rate.
         *
         * @param message one line
         */
        default void note(String message) {}

        /**
         * The run is over.
         *
         * @param end how it ended
         */
        void end(End end);
    }

    /** How a run ended. */
    enum Ending {
        /** All epochs are done. */
        FINISHED,
        /** A callback ended it. */
        STOPPED,
        /** It was cancelled, and may go on some other time. */
        INTERRUPTED,
        /** It failed. */
        FAILED
    }

    /**
     * The beginning of a run.
     *
     * @param run a name of its own
     * @param time when it began
     * @param settings what it was called with and runs on, by name, as text
     */
    record Start(String run, Instant time, Map<String, String> settings) {
        /** Copies the map, keeping its order. */
        public Start {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }

    /**
     * Values at some moment.
     *
     * @param epoch the epoch, from 0
     * @param batch the batch within the epoch, from 0; empty where the epoch is over
     * @param step the optimizer's steps so far
     * @param values loss, metrics and learning rate by Keras' names
     * @param seconds how long the epoch has taken so far, its validation included
     */
    record Point(int epoch, OptionalInt batch, long step, Map<String, Double> values, double seconds) {
        /** Copies the map, keeping its order. */
        public Point {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * The end of a run.
     *
     * @param ending how
     * @param reason why, for people; empty if it is finished
     * @param seconds how long the run took
     */
    record End(Ending ending, String reason, double seconds) {}
}
