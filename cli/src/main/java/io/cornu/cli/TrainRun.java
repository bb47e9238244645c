package io.cornu.cli;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.data.Dataset;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        TrainData data = TrainData.load(settings, err);
        try (TrainModel opened = TrainModel.create(settings, data)) {
            RunFolder.create(folder.directory());
            RunReport report = report(data, opened, Instant.now());
            folder.write(report);
            return run(data, opened, report, Optional.empty());
        }
    }

    /** Goes on where an interrupted run had got to. */
    int resume() throws IOException {
        RunReport report = folder.readReport();
        TrainData data = TrainData.load(settings, err);
        if (!data.digest().equals(report.data().digest())) {
            throw new CommandFailure("--resume: expected the data that the run began with (SHA-256 "
                    + report.data().digest().substring(0, 12) + "...), received other data ("
                    + data.digest().substring(0, 12) + "...). Bring it back, or begin a new run.");
        }
        if (!Checkpoint.exists(folder.checkpoint())) {
            try (TrainModel opened = TrainModel.create(settings, data)) {
                return run(data, opened, report, Optional.empty());
            }
        }
        Checkpoint.Opened checkpoint = Checkpoint.read(folder.checkpoint());
        earlierSeconds = checkpoint.seconds();
        try (TrainModel opened = TrainModel.resume(settings, checkpoint)) {
            return run(data, opened, report, Optional.of(checkpoint.progress()));
        }
    }

    private int run(TrainData data, TrainModel opened, RunReport report, Optional<FitProgress> from)
            throws IOException {
        out.println(opened.model().summary());
        out.println(describe(data));
        out.flush();
        start = System.nanoTime();
        try (Interruption interruption = new Interruption(err)) {
            History history = fit(data, opened.compiled(), from, interruption);
            boolean isInterrupted = history.stopReason().equals(Optional.of("interrupted"));
            RunReport done = finish(data, opened, report, history, isInterrupted);
            if (isInterrupted) {
                out.println("Interrupted. Go on with: cornu train --resume " + folder.directory());
            } else {
                printResult(done);
            }
            out.flush();
            return isInterrupted ? 1 : 0;
        }
    }

    private History fit(TrainData data, CompiledModel model, Optional<FitProgress> from, Interruption interruption) {
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
        try (TrainingProgress progress =
                new TrainingProgress(Terminal.ofEnvironment(), err, out, settings.batchSize())) {
            callbacks.add(control -> new ProgressListener(progress, control.epochs(), batches(data)));
            callbacks.add(control -> new FitListener() {
                @Override
                public void progress(FitProgress reached) {
                    save(control.model(), reached);
                }
            });
            Fit fit = Fit.epochs(settings.epochs())
                    .withBatchSize(settings.batchSize())
                    .withShuffle(settings.shuffle())
                    .withValidationData(data.validation())
                    .withCallbacks(callbacks)
                    .withCancellation(interruption::isRequested);
            return model.fit(data.train(), from.map(fit::withResume).orElse(fit));
        }
    }

    private void save(CompiledModel model, FitProgress reached) {
        try {
            Checkpoint.write(folder.checkpoint(), model, reached, seconds());
            HistoryFile.write(folder.history(), reached.epochs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunReport finish(
            TrainData data, TrainModel opened, RunReport report, History history, boolean isInterrupted)
            throws IOException {
        double seconds = seconds();
        KerasArchive.write(opened.compiled(), folder.model());
        SavedModel.write(opened.model(), folder.savedModel());
        Curves.write(folder, history.epochs());
        Map<String, Double> test = null;
        List<ClassReport.Row> classes = null;
        if (data.test().isPresent() && !isInterrupted) {
            test = opened.compiled().evaluate(data.test().get(), settings.batchSize());
            classes = classReport(data, opened.model());
        }
        RunReport done = new RunReport(
                isInterrupted ? "interrupted" : "finished",
                settings,
                report.data(),
                report.architecture(),
                report.environment(),
                report.started(),
                now(),
                seconds,
                history.epochs().size(),
                history.stopReason().orElse(null),
                history.epochs().isEmpty() ? Map.of() : history.last().values(),
                test,
                classes);
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
        if (json) {
            jsonOut.println(RunFolder.JSON.valueToTree(report).toString());
            jsonOut.flush();
        }
    }

    private RunReport report(TrainData data, TrainModel opened, Instant started) {
        return new RunReport(
                "running",
                settings,
                data.describe(),
                opened.describe(),
                Machine.environment(Devices.require(Device.parse(settings.device()))),
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                null,
                0,
                0,
                null,
                Map.of(),
                null,
                null);
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

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String values(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.format(Locale.ROOT, "%.4g", entry.getValue()))
                .collect(Collectors.joining("  "));
    }
}
