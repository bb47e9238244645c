package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Writes the model after every epoch, or after those in which a value was better than ever.
 *
 * <pre>{@code
 * ModelCheckpoint.of("runs/model.{epoch:02d}-{val_loss:.2f}.keras", KerasArchive::write).withSaveBestOnly(true)
 * }</pre>
 *
 * <p>Folders that are missing are made. A file that cannot be written ends the fit with an
 * {@link UncheckedIOException}.
 *
 * <p>Source: {@code keras.callbacks.ModelCheckpoint}, Keras 3.15, with {@code save_freq="epoch"}. Unlike there, each
 * fit starts without a best value, and a value that is not in the history is an error and not a warning.
 *
 * @param filepath the file; {@code {epoch:02d}} stands for the number of the epoch, from 1, and
 *     {@code {val_loss:.2f}} or {@code {val_loss:.3e}} for a value of the history
 * @param writer what writes the file
 * @param monitor the value's name in the history; {@code val_loss} by default
 * @param saveBestOnly whether the model is written only when the value is better than before; false by default
 * @param mode which values are better; as the metric says by default
 * @param initialValueThreshold what the first value must beat; nothing by default
 */
@RecordBuilder
public record ModelCheckpoint(
        String filepath,
        ModelWriter writer,
        String monitor,
        boolean saveBestOnly,
        Mode mode,
        OptionalDouble initialValueThreshold)
        implements Callback, ModelCheckpointBuilder.With {
    private static final String NAME = "ModelCheckpoint";

    /**
     * Checks the file name.
     *
     * @throws IllegalArgumentException if a place in it is not understood
     */
    public ModelCheckpoint {
        new FilePattern(NAME, filepath);
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
        return new ModelCheckpoint(filepath, writer, "val_loss", false, Mode.AUTO, OptionalDouble.empty());
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
     * Starts writing checkpoints of a fit.
     *
     * @throws IllegalArgumentException if the fit has no value of a name in the file name, or, where only the best are
     *     written, of the monitored name
     */
    @Override
    public FitListener start(FitControl fit) {
        FilePattern pattern = new FilePattern(NAME, filepath);
        pattern.requireKnown(fit);
        return saveBestOnly
                ? new Best(fit, pattern, new Monitor(NAME, monitor, mode, 0, fit))
                : new FitListener() {
                    @Override
                    public void epochEnd(History.Epoch epoch) {
                        write(fit, Path.of(pattern.fill(epoch)));
                    }
                };
    }

    private void write(FitControl fit, Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            writer.write(fit.model(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    NAME + ": cannot write " + file + ": " + e.getMessage() + ". Choose a place that can be written.",
                    e);
        }
    }

    private final class Best implements FitListener {
        private final FitControl fit;
        private final FilePattern pattern;
        private final Monitor watched;
        private OptionalDouble best = initialValueThreshold;

        Best(FitControl fit, FilePattern pattern, Monitor watched) {
            this.fit = fit;
            this.pattern = pattern;
            this.watched = watched;
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            double value = watched.value(epoch);
            if (watched.isBetter(value, best)) {
                best = OptionalDouble.of(value);
                write(fit, Path.of(pattern.fill(epoch)));
            }
        }

        @Override
        public State state() {
            return best.isEmpty() ? State.EMPTY : new State(Map.of("best", best.getAsDouble()), Map.of());
        }

        @Override
        public void restore(State state) {
            Double value = state.numbers().get("best");
            if (value != null) {
                best = OptionalDouble.of(value);
            }
        }
    }
}
