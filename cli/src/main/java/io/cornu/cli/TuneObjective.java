package io.cornu.cli;

import io.cornu.callbacks.TensorBoard;
import io.cornu.experiments.Monitor;
import io.cornu.model.BuildOptions;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.runtime.Device;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tuning.Trial;
import io.cornu.tuning.TrialPruned;
import io.cornu.tuning.TrialRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Trains with a trial's settings; the value is the best epoch's. */
final class TuneObjective {
    private final CommandLine command;
    private final TuneRanges ranges;
    private final TrainData data;
    private final TuneMetric metric;
    private final int jobs;
    private final Path folder;
    private final LabProgress progress;
    private final Interruption interruption;

    TuneObjective(
            CommandLine command,
            TuneRanges ranges,
            TrainData data,
            TuneMetric metric,
            int jobs,
            Path folder,
            LabProgress progress,
            Interruption interruption) {
        this.command = command;
        this.ranges = ranges;
        this.data = data;
        this.metric = metric;
        this.jobs = jobs;
        this.folder = folder;
        this.progress = progress;
        this.interruption = interruption;
    }

    /** One of so many trials. */
    double evaluate(Trial trial, int trials) throws IOException, InterruptedException {
        double value = train(trial, trials, null);
        if (interruption.isRequested()) {
            throw new InterruptedException("the search was interrupted");
        }
        return value;
    }

    /**
     * The same training with the settings of a trial that was; the file is as it was after the best epoch.
     *
     * @return empty if it was interrupted; no file is written then
     */
    OptionalDouble replay(TrialRecord best, Path file) throws IOException {
        Path unfinished = file.resolveSibling(
                "." + file.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            double value = best.replay(trial -> train(trial, 1, unfinished));
            if (interruption.isRequested()) {
                return OptionalDouble.empty();
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return OptionalDouble.of(value);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private double train(Trial trial, int trials, @Nullable Path file) throws IOException {
        TrainSettings settings = TrainVariants.with(ranges.chosen(trial), command);
        try (TrainModel opened = TrainModel.create(settings, data, options(settings))) {
            List<Callback> callbacks = new ArrayList<>(TrainRun.callbacks(settings, data));
            Watch watch = new Watch(trial, trials, settings.epochs());
            callbacks.add(control -> {
                watch.stop = () -> control.stop("pruned");
                watch.keep = file == null ? () -> {} : () -> write(control.model(), file);
                return watch;
            });
            if (settings.tensorBoard()) {
                Path logs = LabFolder.logs(folder).resolve(file == null ? "trial " + trial.number() : "best");
                TensorBoard.erase(logs);
                callbacks.add(TensorBoard.of(logs).withModelJson(KerasArchive::json));
            }
            History history = opened.compiled()
                    .fit(
                            data.train(),
                            Fit.epochs(settings.epochs())
                                    .withBatchSize(settings.batchSize())
                                    .withShuffle(settings.shuffle())
                                    .withValidationData(data.validation())
                                    .withCallbacks(callbacks)
                                    .withCancellation(interruption::isRequested));
            if (watch.isPruned) {
                throw new TrialPruned(trial.number());
            }
            return history.epochs().stream()
                    .mapToDouble(epoch -> epoch.get(metric.name()))
                    .reduce(metric::better)
                    .orElse(Double.NaN);
        }
    }

    private static void write(CompiledModel model, Path file) {
        try {
            KerasArchive.write(model, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BuildOptions options(TrainSettings settings) {
        int threads = settings.threads() == 0 && jobs > 1
                ? Math.max(1, Runtime.getRuntime().availableProcessors() / jobs)
                : settings.threads();
        return BuildOptions.of(Seed.of(settings.seed()))
                .withSession(new SessionOptions(Device.parse(settings.device()), threads));
    }

    /** Reports each epoch to the study, and how far the search is to the user. */
    private final class Watch implements FitListener {
        private final Trial trial;
        private final int trials;
        private final int epochs;
        private Runnable stop = () -> {};
        private Runnable keep = () -> {};
        private boolean isPruned;
        private double best = Double.NaN;

        Watch(Trial trial, int trials, int epochs) {
            this.trial = trial;
            this.trials = trials;
            this.epochs = epochs;
        }

        @Override
        public void batchEnd(BatchEnd batch) {
            tell(batch.epoch() + (batch.batch() + 1.0) / batch.batches());
        }

        @Override
        public void epochEnd(History.Epoch epoch) {
            tell(epoch.number() + 1.0);
            double value = epoch.get(metric.name());
            if (Double.isNaN(best) || metric.direction().isBetter(value, best)) {
                best = value;
                keep.run();
            }
            trial.report(epoch.number() + 1, value);
            isPruned = trial.shouldPrune();
            if (isPruned) {
                stop.run();
            }
        }

        private void tell(double done) {
            double share = Math.min(1, (trial.number() + done / epochs) / trials);
            progress.progressed(new Monitor.Progress("tune", share, "trial " + trial.number()));
        }
    }
}
