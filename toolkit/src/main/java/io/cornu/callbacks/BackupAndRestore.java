package io.cornu.callbacks;

import io.cornu.data.DataFileException;
import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Keeps a backup of a fit, so that the same program, run again after a crash, a kill or an exception, goes on where
 * the backup was made, and ends with the same weights and history as if nothing had happened. A full-batch optimizer's
 * search begins anew from the weights.
 *
 * <pre>{@code
 * compiled.fit(data, Fit.epochs(50).withCallbacks(BackupAndRestore.of(Path.of("backup"))))
 * }</pre>
 *
 * <p>The folder holds {@code backup.npz}: weights, optimizer, history, and what the callbacks remember. It is replaced
 * as a whole, and deleted when the fit ends, other than by an exception or {@link io.cornu.model.Fit#cancellation}.
 * Model, data, and settings must be the same in both runs; the order of the callbacks too.
 *
 * <p>A fit that finds a backup goes on from there, whatever {@link io.cornu.model.Fit#resume} says. A backup of
 * another model is an {@link IllegalArgumentException}, a damaged one an {@link UncheckedIOException}; the model is
 * then as it was.
 *
 * <p>Source: {@code keras.callbacks.BackupAndRestore}, Keras 3.15, which after an interruption within an epoch begins
 * that epoch anew with the weights it has, and whose history and callbacks begin anew.
 *
 * @param backupDirectory the folder, made if missing; for one fit at a time (Keras: {@code backup_dir})
 * @param saveFrequency after how many batches a backup is made, at least 1; after every epoch instead by default
 *     (Keras: {@code save_freq})
 * @param doubleCheckpoint whether the backup before the last is kept, for when the last is damaged; false by default
 * @param deleteCheckpoint whether the backup is deleted when the fit ends; true by default
 */
@RecordBuilder
public record BackupAndRestore(
        Path backupDirectory, OptionalInt saveFrequency, boolean doubleCheckpoint, boolean deleteCheckpoint)
        implements Callback, BackupAndRestoreBuilder.With {
    private static final String NAME = "BackupAndRestore";

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the number of batches is below 1, or the folder has no name
     */
    public BackupAndRestore {
        Arguments.require(
                !backupDirectory.toString().isEmpty(), NAME, "backupDirectory must have a name", "an empty path");
        saveFrequency.ifPresent(batches -> Arguments.positive(NAME, "saveFrequency", batches));
    }

    /**
     * Backups after every epoch.
     *
     * @param backupDirectory the folder, made if missing
     * @return the callback
     */
    public static BackupAndRestore of(Path backupDirectory) {
        return new BackupAndRestore(backupDirectory, OptionalInt.empty(), false, true);
    }

    /**
     * The same callback, with backups in the middle of epochs.
     *
     * @param batches after how many batches, at least 1
     * @return a copy
     * @throws IllegalArgumentException if the number is below 1
     */
    public BackupAndRestore withSaveFrequency(int batches) {
        return withSaveFrequency(OptionalInt.of(batches));
    }

    /**
     * Goes on from the backup, if there is one.
     *
     * @throws IllegalArgumentException if it is that of another model
     * @throws UncheckedIOException if it is damaged or cannot be read
     */
    @Override
    public FitListener start(FitControl fit) {
        try {
            Files.createDirectories(backupDirectory);
            if (Files.exists(last()) || Files.exists(previous())) {
                restore(fit, read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(NAME + ": cannot go on from " + backupDirectory + ": " + e.getMessage(), e);
        }
        return new Listener(fit);
    }

    private Path last() {
        return backupDirectory.resolve("backup.npz");
    }

    private Path previous() {
        return backupDirectory.resolve("previous.npz");
    }

    private Backup read() throws IOException {
        if (!Files.exists(last())) {
            return Backup.read(previous());
        }
        try {
            return Backup.read(last());
        } catch (DataFileException damaged) {
            if (!Files.exists(previous())) {
                throw damaged;
            }
            return Backup.read(previous());
        }
    }

    private void restore(FitControl fit, Backup backup) {
        var before = fit.model().model().weights();
        try {
            fit.model().model().setWeights(backup.weights());
            fit.model().setOptimizerState(backup.optimizer());
        } catch (IllegalArgumentException different) {
            fit.model().model().setWeights(before);
            throw new IllegalArgumentException(
                    NAME + ": expected a backup of this model in " + backupDirectory + ", received another: "
                            + different.getMessage() + " Delete it to begin anew.",
                    different);
        }
        fit.resume(backup.progress());
    }

    private final class Listener implements FitListener {
        private final FitControl fit;
        private int batches;
        private boolean isDue;

        Listener(FitControl fit) {
            this.fit = fit;
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            if (saveFrequency.isPresent() && ++batches >= saveFrequency.getAsInt()) {
                batches = 0;
                isDue = true;
                fit.requestProgress();
            }
        }

        @Override
        public void progress(FitProgress progress) {
            if (isDue || fit.isInterrupted() || saveFrequency.isEmpty()) {
                isDue = false;
                write(progress);
            }
        }

        private void write(FitProgress progress) {
            try {
                if (doubleCheckpoint && Files.exists(last())) {
                    Files.move(last(), previous(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                }
                Backup.of(fit.model(), progress).write(last());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        NAME + ": cannot write " + last() + ": " + e.getMessage()
                                + ". Choose a place that can be written.",
                        e);
            }
        }

        @Override
        public void fitEnd() {
            if (deleteCheckpoint && !fit.isInterrupted()) {
                delete();
            }
        }

        private void delete() {
            try {
                Files.deleteIfExists(last());
                Files.deleteIfExists(previous());
                Files.deleteIfExists(backupDirectory);
            } catch (DirectoryNotEmptyException others) {
                // What else lies there is not ours to delete.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        NAME + ": cannot delete " + backupDirectory + ": " + e.getMessage()
                                + ". Delete it, or the next fit goes on from there.",
                        e);
            }
        }

        @Override
        public State state() {
            return new State(Map.of("batches", (double) batches), Map.of());
        }

        @Override
        public void restore(State state) {
            batches = state.numbers().getOrDefault("batches", 0.0).intValue();
        }
    }
}
