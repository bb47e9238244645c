package io.cornu.callbacks;

import io.cornu.data.Array;
import io.cornu.events.EventFile;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Sequential;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what TensorBoard shows: curves of loss and metrics, histograms of weights, and the graph.
 *
 * <pre>{@code
 * TensorBoard.of(Path.of("logs/run-1")).withHistogramFrequency(1)     // then: tensorboard --logdir logs
 * }</pre>
 *
 * <p>In {@code train} and {@code validation} below the folder, under Keras' names: {@code epoch_loss} and the like by
 * epoch, {@code batch_loss} and the like by batch, {@code evaluation_loss_vs_iterations} and the like by step,
 * {@code PATH/histogram} and {@code PATH/image} for weights. A fit that goes on after an interruption adds files;
 * TensorBoard shows what was done twice twice.
 *
 * <p>Source: {@code keras.callbacks.TensorBoard}, Keras 3.15; without its profiler and its embeddings projector.
 *
 * @param logDirectory the folder, made if missing; one for each run (Keras: {@code log_dir})
 * @param histogramFrequency after every how many epochs histograms of all weights are written, from the first on; 0,
 *     which is never, by default (Keras: {@code histogram_freq})
 * @param writeGraph whether the operations of a training step are written; true by default
 * @param writeImages whether weights are written as images, together with the histograms; false by default
 * @param writeStepsPerSecond whether the speed is written, by epoch, and by batch where metrics are; false by default
 * @param updateFrequency after every how many batches loss and metrics, means over the epoch so far, are written; not
 *     at all by default (Keras: {@code update_freq}, where {@code "epoch"} is none and {@code "batch"} is 1)
 * @param modelJson gives the layers as Keras' JSON, such as {@code KerasArchive::json}, for TensorBoard's conceptual
 *     graph; none by default
 */
@RecordBuilder
public record TensorBoard(
        Path logDirectory,
        int histogramFrequency,
        boolean writeGraph,
        boolean writeImages,
        boolean writeStepsPerSecond,
        OptionalInt updateFrequency,
        Optional<Function<CompiledModel, String>> modelJson)
        implements Callback, TensorBoardBuilder.With {
    private static final String NAME = "TensorBoard";
    private static final String VALIDATION = "val_";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the frequency of histograms is negative, or that of updates below 1
     */
    public TensorBoard {
        Arguments.require(histogramFrequency >= 0, NAME, "histogramFrequency must be at least 0", histogramFrequency);
        updateFrequency.ifPresent(batches -> Arguments.positive(NAME, "updateFrequency", batches));
    }

    /**
     * Curves and the graph, with Keras' defaults.
     *
     * @param logDirectory the folder, made if missing
     * @return the callback
     */
    public static TensorBoard of(Path logDirectory) {
        return new TensorBoard(logDirectory, 0, true, false, false, OptionalInt.empty(), Optional.empty());
    }

    /**
     * Deletes the event files below a folder, for logs of a fit that is done again; all else stays.
     *
     * @param logDirectory the folder; it need not be there
     * @throws IOException if a file cannot be deleted
     */
    public static void erase(Path logDirectory) throws IOException {
        if (!Files.isDirectory(logDirectory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(logDirectory)) {
            for (Path file : (Iterable<Path>) found.filter(TensorBoard::isLog)::iterator) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static boolean isLog(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.getFileName().toString().startsWith(EventFile.PREFIX);
    }

    /**
     * The same callback, writing metrics in the middle of epochs too.
     *
     * @param batches after every how many batches, at least 1
     * @return a copy
     * @throws IllegalArgumentException if the number is below 1
     */
    public TensorBoard withUpdateFrequency(int batches) {
        return withUpdateFrequency(OptionalInt.of(batches));
    }

    /**
     * The same callback with the conceptual graph.
     *
     * @param json gives the layers as Keras' JSON, such as {@code KerasArchive::json}
     * @return a copy
     */
    public TensorBoard withModelJson(Function<CompiledModel, String> json) {
        return withModelJson(Optional.of(json));
    }

    @Override
    public FitListener start(FitControl fit) {
        return new Listener(fit, System::nanoTime);
    }

    /** Something that is written. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final LongSupplier nanoTime;
        private @Nullable EventFile train;
        private @Nullable EventFile validation;
        private boolean isGraphWritten;
        /** Batches since the first epoch began, those of an interrupted run included. */
        private long batches;

        private long batchStart;
        private long epochStart;
        private long epochIterations;

        Listener(FitControl fit, LongSupplier nanoTime) {
            this.fit = fit;
            this.nanoTime = nanoTime;
        }

        @Override
        public void fitBegin() {
            if (writeGraph && modelJson.isPresent()) {
                String json = modelJson.get().apply(fit.model());
                write(() -> train().kerasModel(json));
            }
        }

        @Override
        public void epochBegin(int epoch) {
            epochStart = nanoTime.getAsLong();
            epochIterations = fit.model().iterations();
        }

        @Override
        public void batchBegin(int epoch, int batch) {
            batchStart = nanoTime.getAsLong();
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            batches++;
            if (writeGraph && !isGraphWritten) {
                isGraphWritten = true;
                write(() -> train().graph(fit.model().model().graph()));
            }
            if (updateFrequency.isPresent() && batches % updateFrequency.getAsInt() == 0) {
                long now = nanoTime.getAsLong();
                Map<String, Double> values = batch.metrics().get();
                write(() -> {
                    if (writeStepsPerSecond) {
                        train().scalar("batch_steps_per_second", batches, perSecond(1, now - batchStart));
                    }
                    scalars(train(), "batch_", values, "", batches);
                });
            }
        }

        @Override
        public void validationEnd(int epoch, Map<String, Double> values) {
            write(() -> scalars(
                    validation(),
                    "evaluation_",
                    values,
                    "_vs_iterations",
                    fit.model().iterations()));
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            write(() -> {
                for (Map.Entry<String, Double> value : epoch.values().entrySet()) {
                    boolean isValidation = Monitor.isValidation(value.getKey());
                    String name = isValidation ? value.getKey().substring(VALIDATION.length()) : value.getKey();
                    (isValidation ? validation() : train()).scalar("epoch_" + name, epoch.number(), value.getValue());
                }
                if (writeStepsPerSecond) {
                    long steps = fit.model().iterations() - epochIterations;
                    train().scalar(
                                    "epoch_steps_per_second",
                                    epoch.number(),
                                    perSecond(steps, nanoTime.getAsLong() - epochStart));
                }
                if (histogramFrequency > 0 && epoch.number() % histogramFrequency == 0) {
                    weights(epoch.number());
                }
            });
        }

        /** Under the paths that Keras gives: variables of a sequential model are below the model's name. */
        private void weights(int epoch) throws IOException {
            var model = fit.model().model();
            String prefix = model.architecture() instanceof Sequential
                    ? model.architecture().name() + "/"
                    : "";
            for (Map.Entry<String, Array> weight : model.weights().byPath().entrySet()) {
                String path = prefix + weight.getKey();
                train().histogram(path + "/histogram", epoch, weight.getValue().toDoubles());
                if (writeImages) {
                    Optional<WeightImages> images = WeightImages.of(weight.getValue());
                    if (images.isPresent()) {
                        WeightImages drawn = images.get();
                        train().images(path + "/image", epoch, drawn.width(), drawn.height(), drawn.files());
                    }
                }
            }
        }

        private void scalars(EventFile file, String prefix, Map<String, Double> values, String suffix, long step)
                throws IOException {
            for (Map.Entry<String, Double> value : values.entrySet()) {
                file.scalar(prefix + value.getKey() + suffix, step, value.getValue());
            }
        }

        private static double perSecond(long steps, long nanoseconds) {
            return steps / (Math.max(1, nanoseconds) / 1e9);
        }

        @Override
        public void fitEnd() {
            close();
        }

        @Override
        public void fitFailed(Throwable failure) {
            close();
        }

        private void close() {
            write(() -> {
                for (EventFile file : new @Nullable EventFile[] {train, validation}) {
                    if (file != null) {
                        file.close();
                    }
                }
            });
        }

        @Override
        public State state() {
            return new State(Map.of("batches", (double) batches), Map.of());
        }

        @Override
        public void restore(State state) {
            batches = state.numbers().getOrDefault("batches", 0.0).longValue();
        }

        private EventFile train() throws IOException {
            if (train == null) {
                train = EventFile.create(logDirectory.resolve("train"));
            }
            return train;
        }

        private EventFile validation() throws IOException {
            if (validation == null) {
                validation = EventFile.create(logDirectory.resolve("validation"));
            }
            return validation;
        }

        private void write(Writing writing) {
            try {
                writing.run();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        NAME + ": cannot write into " + logDirectory + ": " + e.getMessage()
                                + ". Choose a place that can be written.",
                        e);
            }
        }
    }
}
