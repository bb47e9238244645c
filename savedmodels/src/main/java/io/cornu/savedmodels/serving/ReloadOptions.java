package io.cornu.savedmodels.serving;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a {@link ReloadablePredictor} watches its model.
 *
 * @param predictor how every model is read, and what callers may ask for
 * @param polling how often the path is looked at for another model; never if empty, the default. A model is loaded when
 *     it looked the same twice, so that files that are still being written are left alone
 * @param listener is told of every reload, in the thread that made it; an exception of its own ends nothing and is not
 *     seen. Does nothing by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record ReloadOptions(
        PredictorOptions predictor, Optional<Duration> polling, Consumer<ReloadEvent> listener)
        implements ReloadOptionsBuilder.With {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public ReloadOptions {
        polling.ifPresent(time -> PredictorOptions.requireAhead("ReloadOptions.polling", time));
    }

    /**
     * Reloads when told to.
     *
     * @return the defaults named above, with {@link PredictorOptions#defaults()}
     */
    public static ReloadOptions defaults() {
        return new ReloadOptions(PredictorOptions.defaults(), Optional.empty(), event -> {});
    }

    /**
     * The same with polling.
     *
     * @param time how often to look, above 0
     * @return a copy
     * @throws IllegalArgumentException if it is not above 0
     */
    public ReloadOptions withPolling(Duration time) {
        return withPolling(Optional.of(time));
    }
}
