package io.cornu.cli;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.callbacks.TensorBoard;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.FitProgress;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run of {@code cornu train}, from data to folder. */
final class TrainRun {
    private final RunFolder folder;
    private final TrainSettings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final PrintWriter jsonOut;
    private final boolean json;
    private @Nullable RunReport report;
    /** Whether the folder is this run's, to be written to. */
    private boolean isBegun;

    private List<History.Epoch> reached = List.of();
    private double earlierSeconds;
    private long start;

    TrainRun(RunFolder folder, TrainSettings settings, CommandLine commandLine, boolean json) {
        this.folder = folder;
        this.settings = settings;
        this.err = commandLine.getErr();
        // Where a program reads the standard output, people are talked to on the other.
        this.out = json ? err : commandLine.getOut();
        this.json = json;
        this.jsonOut = commandLine.getOut();
    }

    /** Trains from the beginning. */
    int begin() throws IOException {
        Devices.require(Device.parse(settings.device()));
        RunFolder.requireNewRun(folder.directory());
        TrainData data = TrainData.load(settings, err);
        try (TrainModel opened = TrainModel.create(settings, data)) {
            report = RunReport.begun(
                    settings,
                    data.describe(),
                    opened.describe(),
                    Machine.environment(Devices.require(Device.parse(settings.device()))));
            return run(data, opened, Optional.empty());
        }
    }

    /** Goes on where an interrupted run had got to. */
    int resume() throws IOException {
        RunReport earlier = folder.readReport();
        report = earlier;
        if (earlier.status().equals(RunReport.FINISHED)) {
            err.println("cornu: " + folder.directory() + " is a finished run, so there is nothing left to do."
                    + " To train its model further: cornu train " + folder.model());
            printJson(earlier);
            return 0;
        }
        SettingsCheck.check(settings);
        Devices.require(Device.parse(settings.device()));
        TrainData data = TrainData.load(settings, err);
        requireSame("data", earlier.data().digest(), data.digest());
        requireSame(
                "validation data",
                String.valueOf(earlier.data().validationDigest()),
                data.validationDigest().orElse("null"));
        isBegun = true;
        if (!Checkpoint.exists(folder.checkpoint())) {
            try (TrainModel opened = TrainModel.create(settings, data)) {
                return run(data, opened, Optional.empty());
            }
        }
        Checkpoint.Opened checkpoint = Checkpoint.read(folder.checkpoint());
        earlierSeconds = checkpoint.seconds();
        try (TrainModel opened = TrainModel.resume(settings, checkpoint)) {
            return run(data, opened, Optional.of(checkpoint.progress()));
        }
    }

    private static void requireSame(String what, String expected, String received) {
        if (!expected.equals(received)) {
            throw new CommandFailure("--resume: expected the " + what + " that the run began with (SHA-256 "
                    + expected.substring(0, Math.min(12, expected.length())) + "...), received other " + what + " ("
                    + received.substring(0, Math.min(12, received.length()))
                    + "...). Bring it back, or begin a new run.");
        }
    }

    private int run(TrainData data, TrainModel opened, Optional<FitProgress> from) throws IOException {
        out.println(opened.model().summary());
        out.println(describe(data));
        out.flush();
        start = System.nanoTime();
        reached = from.map(FitProgress::epochs).orElse(List.of());
        try (Interruption interruption = new Interruption(err, "saving what was trained")) {
            History history = fit(data, opened.compiled(), from, interruption);
            boolean isInterrupted = history.stopReason().equals(Optional.of("interrupted"));
            RunReport done = finish(data, opened, history, isInterrupted);
            if (isInterrupted) {
                out.println("Interrupted. Go on with: cornu train --resume " + folder.directory());
            } else {
                printResult(done);
            }
            out.flush();
            printJson(done);
            return isInterrupted ? 1 : 0;
        } catch (IOException | RuntimeException | Error e) {
            if (isBegun) {
                recordFailure(e);
            }
            throw e;
        }
    }

    private void recordFailure(Throwable failure) {
        try {
            folder.write(report().ended(RunReport.FAILED, seconds(), reached, null, Failures.text(failure)));
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    /** What happens besides, by the settings. */
    static List<Callback> callbacks(TrainSettings settings, TrainData data) {
        List<Callback> callbacks = new ArrayList<>();
        String monitor = data.validation().isPresent() ? "val_loss" : "loss";
        if (settings.earlyStopping() != null) {
            callbacks.add(EarlyStopping.of()
                    .withMonitor(monitor)
                    .withPatience(settings.earlyStopping())
                    .withRestoreBestWeights(true));
        }
        if (settings.reduceLearningRate() != null) {
            callbacks.add(ReduceLROnPlateau.of().withMonitor(monitor).withPatience(settings.reduceLearningRate()));
        }
        return callbacks;
    }

    private History fit(TrainData data, CompiledModel model, Optional<FitProgress> from, Interruption interruption) {
        List<Callback> callbacks = callbacks(settings, data);
        try (TrainingProgress progress =
                new TrainingProgress(Terminal.ofEnvironment(), err, out, settings.batchSize())) {
            callbacks.add(control -> new ProgressListener(progress, control.epochs(), batches(data)));
            callbacks.add(this::saving);
            if (settings.tensorBoard()) {
                callbacks.add(TensorBoard.of(LabFolder.logs(folder.directory())).withModelJson(KerasArchive::json));
            }
            Fit fit = Fit.epochs(settings.epochs())
                    .withBatchSize(settings.batchSize())
                    .withShuffle(settings.shuffle())
                    .withValidationData(data.validation())
                    .withCallbacks(callbacks)
                    .withCancellation(interruption::isRequested);
            return model.fit(data.train(), from.map(fit::withResume).orElse(fit));
        }
    }

    /** Callbacks start when model and data are known to fit: only then there is a run to write of. */
    private FitListener saving(FitControl control) {
        try {
            if (!isBegun) {
                RunFolder.create(folder.directory());
                isBegun = true;
            }
            folder.write(report().ended(RunReport.RUNNING, earlierSeconds, reached, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FitListener() {
            @Override
            public void progress(FitProgress progress) {
                save(control.model(), progress);
            }
        };
    }

    private void save(CompiledModel model, FitProgress progress) {
        // A step can spoil the weights and still report the finite loss from before it.
        for (Map.Entry<String, Array> weight : model.model().weights().byPath().entrySet()) {
            for (int i = 0; i < weight.getValue().size(); i++) {
                if (!Double.isFinite(weight.getValue().at(i))) {
                    throw new CommandFailure("fit: expected finite weights, received "
                            + weight.getValue().at(i) + " in " + weight.getKey() + " after epoch " + progress.epoch()
                            + ". Lower the learning rate, or clip the gradients with --clipnorm.");
                }
            }
        }
        try {
            Checkpoint.write(folder.checkpoint(), model, progress, seconds());
            HistoryFile.write(folder.history(), progress.epochs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reached = progress.epochs();
    }

    private RunReport finish(TrainData data, TrainModel opened, History history, boolean isInterrupted)
            throws IOException {
        RunReport done = report().ended(
                        isInterrupted ? RunReport.INTERRUPTED : RunReport.FINISHED,
                        seconds(),
                        history.epochs(),
                        history.stopReason().orElse(null),
                        null);
        KerasArchive.write(opened.compiled(), folder.model());
        SavedModel.write(opened.model(), folder.savedModel());
        Curves.write(folder, history.epochs());
        if (data.test().isPresent() && !isInterrupted) {
            done = done.tested(
                    opened.compiled().evaluate(data.test().get(), settings.batchSize()),
                    classReport(data, opened.model()));
        }
        folder.write(done);
        return done;
    }

    private @Nullable List<ClassReport.Row> classReport(TrainData data, Model model) {
        Dataset test = data.test().orElseThrow();
        var outputs = model.architecture().graph().outputShapes();
        boolean isClassified = outputs.size() == 1
                && outputs.get(0).numDimensions() == 2
                && outputs.get(0).get(1) > 1
                && test.inMemory().isPresent();
        if (!isClassified) {
            return null;
        }
        return ClassReport.of(
                test.inMemory().orElseThrow().targets().get(0),
                model.predict(test, settings.batchSize()).get(0),
                test.classNames());
    }

    private void printResult(RunReport report) {
        Map<String, Double> test = report.test();
        if (test != null) {
            out.println("Test: " + values(test));
        }
        List<ClassReport.Row> classes = report.classes();
        if (classes != null) {
            out.println();
            out.println(ClassReport.table(classes));
        }
        out.println();
        out.println("Wrote " + folder.directory() + ": model.keras, savedmodel/, history.csv, curves.svg, curves.png,"
                + " run.json");
        if (settings.tensorBoard()) {
            out.println(LabFolder.tellLogs(folder.directory()));
        }
    }

    private void printJson(RunReport done) {
        if (json) {
            jsonOut.println(RunFolder.JSON.valueToTree(done).toString());
            jsonOut.flush();
        }
    }

    private RunReport report() {
        return Objects.requireNonNull(report, "a run has a report from its beginning");
    }

    private String describe(TrainData data) {
        return "Training on " + data.train().size() + " examples of " + settings.data() + ", validating on "
                + data.validation().map(Dataset::size).orElse(0) + ", testing on "
                + data.test().map(Dataset::size).orElse(0) + ".";
    }

    private long batches(TrainData data) {
        return (data.train().size() + settings.batchSize() - 1L) / settings.batchSize();
    }

    private double seconds() {
        return earlierSeconds + (System.nanoTime() - start) / 1e9;
    }

    static String values(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.format(Locale.ROOT, "%.4g", entry.getValue()))
                .collect(Collectors.joining("  "));
    }
}
