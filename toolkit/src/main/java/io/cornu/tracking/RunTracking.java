package io.cornu.tracking;

import io.cornu.data.Digests;
import io.cornu.model.Callback;
import io.cornu.model.Compilation;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Versions;
import io.cornu.text.Arguments;
import io.cornu.text.HostName;
import io.cornu.tracking.RunObserver.End;
import io.cornu.tracking.RunObserver.Ending;
import io.cornu.tracking.RunObserver.Observation;
import io.cornu.tracking.RunObserver.Point;
import io.cornu.tracking.RunObserver.Start;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells an observer of a fit: its settings, every epoch, and how it ended.
 *
 * <pre>{@code
 * Fit.epochs(20).withCallbacks(RunTracking.of(RunLog.of(Path.of("runs.jsonl"))))
 * }</pre>
 *
 * <p>Stands last among the callbacks, so that it hears of what they all did. A fit that goes on after an interruption
 * is a run of its own, whose setting {@code first_epoch} tells where it goes on.
 *
 * <p>Settings are {@code model}, {@code model_digest} (SHA-256 of the layers and connections), {@code parameters},
 * {@code optimizer}, {@code full_batch_optimizer} where there is one, {@code losses}, {@code metrics}, {@code epochs}, {@code first_epoch}, {@code batch_size},
 * {@code seed}, {@code device}, {@code threads}, {@code cornu}, {@code tensorflow_java}, {@code java}, {@code system},
 * {@code host} and {@code processors}.
 *
 * @param observer whom to tell
 * @param batchFrequency after every how many batches it is told too, at least 1; after epochs only by default
 */
@RecordBuilder
public record RunTracking(RunObserver observer, OptionalInt batchFrequency)
        implements Callback, RunTrackingBuilder.With {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the number of batches is below 1
     */
    public RunTracking {
        batchFrequency.ifPresent(batches -> Arguments.positive("RunTracking", "batchFrequency", batches));
    }

    /**
     * Tells of every epoch.
     *
     * @param observer whom to tell
     * @return the callback
     */
    public static RunTracking of(RunObserver observer) {
        return new RunTracking(observer, OptionalInt.empty());
    }

    /**
     * The same callback, telling of batches too.
     *
     * @param batches after every how many, at least 1
     * @return a copy
     * @throws IllegalArgumentException if the number is below 1
     */
    public RunTracking withBatchFrequency(int batches) {
        return withBatchFrequency(OptionalInt.of(batches));
    }

    @Override
    public FitListener start(FitControl fit) {
        return new Listener(fit, Clock.systemUTC());
    }

    /** What a run is called with and runs on. */
    static Map<String, String> settings(FitControl fit) {
        Model model = fit.model().model();
        Compilation compilation = fit.model().compilation();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", model.architecture().name());
        MessageDigest digest = Digests.sha256();
        digest.update(model.architecture().graph().toString().getBytes(StandardCharsets.UTF_8));
        settings.put("model_digest", Digests.hex(digest));
        settings.put(
                "parameters",
                Long.toString(model.weights().byPath().values().stream()
                        .mapToLong(weight -> weight.size())
                        .sum()));
        settings.put("optimizer", text(compilation.optimizer()));
        fit.settings()
                .fullBatchOptimizer()
                .ifPresent(optimizer -> settings.put("full_batch_optimizer", text(optimizer)));
        settings.put(
                "losses",
                compilation.outputs().stream()
                        .map(output -> output.loss().name())
                        .collect(Collectors.joining(", ")));
        settings.put(
                "metrics",
                compilation.watchedMetrics(model.architecture().graph().outputNames()).stream()
                        .map(Compilation.WatchedMetric::name)
                        .collect(Collectors.joining(", ")));
        settings.put("epochs", Integer.toString(fit.epochs()));
        settings.put("batch_size", Integer.toString(fit.settings().batchSize()));
        settings.put("seed", model.options().seed().toString());
        settings.put("device", model.options().session().device().toString());
        settings.put("threads", Integer.toString(model.options().session().threads()));
        Versions versions = Versions.current();
        settings.put("cornu", versions.cornu());
        settings.put("tensorflow_java", versions.tensorFlowJava());
        settings.put("java", System.getProperty("java.version"));
        settings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        settings.put("host", HostName.current());
        settings.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return settings;
    }

    /** Records say what they are; other classes are named, for their text is an address in memory. */
    private static String text(Object value) {
        String text =
                value instanceof Record ? value.toString() : value.getClass().getSimpleName();
        return text.replaceAll("[\\w.$]*\\$\\$Lambda[\\w./$]*(@[0-9a-f]+)?", "lambda");
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final Clock clock;
        private @Nullable Observation run;
        private Instant runStart;
        private Instant epochStart;
        private long batches;

        Listener(FitControl fit, Clock clock) {
            this.fit = fit;
            this.clock = clock;
            runStart = clock.instant();
            epochStart = runStart;
        }

        @Override
        public void epochBegin(int epoch) {
            epochStart = clock.instant();
            if (run == null) {
                // Not before: only now it is known where the run goes on.
                runStart = epochStart;
                Map<String, String> settings = settings(fit);
                settings.put("first_epoch", Integer.toString(epoch));
                String name = NAME.format(runStart) + "-"
                        + UUID.randomUUID().toString().substring(0, 8);
                run = observer.begin(new Start(name, runStart, settings));
            }
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            batches++;
            if (run != null && batchFrequency.isPresent() && batches % batchFrequency.getAsInt() == 0) {
                Map<String, Double> values = new LinkedHashMap<>(batch.metrics().get());
                values.put("learning_rate", fit.model().learningRate());
                run.metrics(point(batch.epoch(), OptionalInt.of(batch.batch()), values));
            }
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            if (run != null) {
                run.metrics(point(epoch.number(), OptionalInt.empty(), epoch.values()));
            }
        }

        @Override
        public void note(String message) {
            if (run != null) {
                run.note(message);
            }
        }

        @Override
        public void fitEnd() {
            Ending ending = fit.isInterrupted()
                    ? Ending.INTERRUPTED
                    : fit.stopReason().isPresent() ? Ending.STOPPED : Ending.FINISHED;
            end(ending, fit.stopReason().orElse(""));
        }

        @Override
        public void fitFailed(Throwable failure) {
            end(Ending.FAILED, failure.toString());
        }

        private void end(Ending ending, String reason) {
            if (run != null) {
                Observation ended = run;
                run = null;
                ended.end(new End(ending, reason, seconds(runStart)));
            }
        }

        private Point point(int epoch, OptionalInt batch, Map<String, Double> values) {
            return new Point(epoch, batch, fit.model().iterations(), values, seconds(epochStart));
        }

        private double seconds(Instant from) {
            return Duration.between(from, clock.instant()).toNanos() / 1e9;
        }
    }
}
