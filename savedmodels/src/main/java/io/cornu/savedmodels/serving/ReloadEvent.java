package io.cornu.savedmodels.serving;

import java.nio.file.Path;
import java.time.Duration;

/** What became of a reload. */
public sealed interface ReloadEvent {
    /**
     * The file or directory that was to be loaded.
     *
     * @return the path
     */
    Path model();

    /**
     * A new model answers, and the one before is closed.
     *
     * @param model the file or directory it came from
     * @param generation how many models answered so far, 2 after the first reload
     * @param loading how long loading and warming up took
     * @param draining how long the calls in the model before took to end
     */
    record Replaced(Path model, long generation, Duration loading, Duration draining) implements ReloadEvent {}

    /**
     * The new model was not good, and the one before goes on.
     *
     * @param model the file or directory that failed
     * @param reason why
     */
    record Kept(Path model, Exception reason) implements ReloadEvent {}
}
