package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Writes the model after every epoch, or every so many batches; always, or only if a value was better than ever.
 *
 * <pre>{@code
 * ModelCheckpoint.of("runs/model.{epoch:02d}-{val_loss:.2f}.keras", KerasArchive::write).withSaveBestOnly(true)
 * }</pre>
 *
 * <p>Folders that are missing are made. A file that cannot be written ends the fit with an
 * {@link UncheckedIOException}.
 *
 * <p>The writer decides what the file holds: {@code KerasArchive::write} the whole model, {@code
 * KerasWeights::write} the weights alone (Keras: {@code save_weights_only}).
 *
 * <p>Source: {@code keras.callbacks.ModelCheckpoint}, Keras 3.15. Unlike there, each fit starts without a best value,
 * a value that is not in the history is an error and not a warning, and the best can be told from the first batch on.
 *
 * @param filepath the file; {@code {epoch:02d}} stands for the number of the epoch, from 1,
 *     {@code {batch:04d}} for that of the batch, and {@code {val_loss:.2f}} or {@code {val_loss:.3e}} for a value of
 *     the history
 * @param writer what writes the file
 * @param monitor the value's name in the history; {@code val_loss} by default
 * @param saveBestOnly whether the model is written only when the value is better than before; false by default
 * @param mode which values are better; as the metric says by default
 * @param initialValueThreshold what the first value must beat; nothing by default
 * @param saveFrequency after how many batches the model is written, at least 1, values being means over the epoch so
 *     far; after every epoch instead by default (Keras: {@code save_freq})
 */
@RecordBuilder
public record ModelCheckpoint(
        String filepath,
        ModelWriter writer,
        String monitor,
        boolean saveBestOnly,
        Mode mode,
        OptionalDouble initialValueThreshold,
        OptionalInt saveFrequency)
        implements Callback, ModelCheckpointBuilder.With {
    private static final String NAME = "ModelCheckpoint";

    /**
     * Checks the file name and the number.
     *
     * @throws IllegalArgumentException if a place in the name is not understood, or the number of batches is below 1
     */
    public ModelCheckpoint {
        new FilePattern(NAME, filepath);
        saveFrequency.ifPresent(batches -> Arguments.positive(NAME, "saveFrequency", batches));
    }

    /**
     * A checkpoint after every epoch.
     *
     * @param filepath the file, with places for the epoch and values of the history
     * @param writer what writes the file, such as {@code KerasArchive::write}
     * @return the callback
     * @throws IllegalArgumentException if a place in the file name is not understood
     */
    public static ModelCheckpoint of(String filepath, ModelWriter writer) {
        return new ModelCheckpoint(
                filepath, writer, "val_loss", false, Mode.AUTO, OptionalDouble.empty(), OptionalInt.empty());
    }

    /**
     * The same callback with a value to beat.
     *
     * @param value the value
     * @return a copy
     */
    public ModelCheckpoint withInitialValueThreshold(double value) {
        return withInitialValueThreshold(OptionalDouble.of(value));
    }

    /**
     * The same callback, writing in the middle of epochs.
     *
     * @param batches after how many batches, at least 1
     * @return a copy
     * @throws IllegalArgumentException if the number is below 1
     */
    public ModelCheckpoint withSaveFrequency(int batches) {
        return withSaveFrequency(OptionalInt.of(batches));
    }

    /**
     * Starts writing checkpoints of a fit.
     *
     * @throws IllegalArgumentException if the fit has no value of a name in the file name, or, where only the best are
     *     written, of the monitored name; or none at the moment of writing
     */
    @Override
    public FitListener start(FitControl fit) {
        FilePattern pattern = new FilePattern(NAME, filepath);
        pattern.requireKnownAfter(saveFrequency.isPresent());
        pattern.requireKnown(fit);
        if (saveBestOnly && saveFrequency.isPresent() && Monitor.isValidation(monitor)) {
            throw new IllegalArgumentException(NAME + ": expected a value to monitor that is known after a batch, "
                    + "received '" + monitor + "'. Choose one without val_, or write after epochs.");
        }
        return new Listener(
                fit, pattern, saveBestOnly ? Optional.of(new Monitor(NAME, monitor, mode, 0, fit)) : Optional.empty());
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private final FilePattern pattern;
        private final Optional<Monitor> watched;
        private OptionalDouble best = initialValueThreshold;
        private int batches;

        Listener(FitControl fit, FilePattern pattern, Optional<Monitor> watched) {
            this.fit = fit;
            this.pattern = pattern;
            this.watched = watched;
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            if (saveFrequency.isPresent() && ++batches >= saveFrequency.getAsInt()) {
                batches = 0;
                Map<String, Double> values = new LinkedHashMap<>(batch.metrics().get());
                values.put("learning_rate", fit.model().learningRate());
                consider(new History.Epoch(batch.epoch(), values), batch.batch());
            }
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            if (saveFrequency.isEmpty()) {
                consider(epoch, 0);
            }
        }

        private void consider(History.Epoch reached, int batch) {
            if (watched.isPresent()) {
                double value = watched.get().value(reached);
                if (!watched.get().isBetter(value, best)) {
                    return;
                }
                best = OptionalDouble.of(value);
            }
            write(Path.of(pattern.fill(reached, batch)));
        }

        private void write(Path file) {
            try {
                Path folder = file.toAbsolutePath().getParent();
                if (folder != null) {
                    Files.createDirectories(folder);
                }
                writer.write(fit.model(), file);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        NAME + ": cannot write " + file + ": " + e.getMessage()
                                + ". Choose a place that can be written.",
                        e);
            }
            fit.note(NAME + ": wrote " + file);
        }

        @Override
        public State state() {
            Map<String, Double> numbers = new LinkedHashMap<>();
            best.ifPresent(value -> numbers.put("best", value));
            numbers.put("batches", (double) batches);
            return new State(numbers, Map.of());
        }

        @Override
        public void restore(State state) {
            Double value = state.numbers().get("best");
            if (value != null) {
                best = OptionalDouble.of(value);
            }
            batches = state.numbers().getOrDefault("batches", 0.0).intValue();
        }
    }
}
