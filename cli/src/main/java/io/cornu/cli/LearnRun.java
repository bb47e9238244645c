package io.cornu.cli;

import io.cornu.experiments.Monitor;
import io.cornu.experiments.Report;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A command that trains for the sake of knowing, from the check of its settings to its report. */
final class LearnRun {
    private static final int INTERRUPTED = 1;

    private final CommandSpec spec;
    private final LearnOptions options;
    private final TrainSettings settings;

    LearnRun(CommandSpec spec, LearnOptions options, int epochs) {
        this.spec = spec;
        this.options = options;
        this.settings = options.settings(epochs);
    }

    /** What was found. */
    record Found(Report report, ReportFolder.Additions files) {}

    /** The part of a command that differs. */
    @FunctionalInterface
    interface Study {
        /** Nothing where it was interrupted. */
        Optional<Found> run(TrainData data, CompiledModel model, Fit fit, Report report) throws IOException;
    }

    int run(String task, String title, long steps, Study study) throws IOException {
        try {
            SettingsCheck.check(settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter err = spec.commandLine().getErr();
        Devices.require(Device.parse(settings.device()));
        ReportFolder folder = ReportFolder.choose(options.out(), task);
        TrainData data = TrainData.load(settings, err);
        try (TrainModel opened = TrainModel.create(settings, data);
                LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, err);
                Interruption interruption = new Interruption(err)) {
            long all = steps > 0 ? steps : settings.epochs() * batches(data);
            Fit fit = Fit.epochs(settings.epochs())
                    .withBatchSize(settings.batchSize())
                    .withCancellation(interruption::isRequested)
                    .withCallbacks(showing(progress, task, all));
            Optional<Found> found = study.run(data, opened.compiled(), fit, report(title, data, opened.compiled()));
            progress.clear();
            if (found.isEmpty()) {
                err.println("Interrupted; nothing was written.");
                return INTERRUPTED;
            }
            folder.write(found.get().report(), found.get().files());
            LabOutput.print(
                    found.get().report(),
                    folder.directory(),
                    options.json(),
                    spec.commandLine().getOut());
            return 0;
        }
    }

    private long batches(TrainData data) {
        return (data.train().size() + settings.batchSize() - 1L) / settings.batchSize();
    }

    private Report report(String title, TrainData data, CompiledModel model) {
        return Report.of(
                        title + " of " + model.model().architecture().name() + " on " + settings.data(),
                        ReportFolder.command(spec))
                .withSetting("model", settings.architecture())
                .withSetting("data", settings.data() + ", " + data.train().size() + " examples")
                .withSetting("scaling", data.scaling())
                .withSetting("batch size", settings.batchSize())
                .withSetting("optimizer", model.compilation().optimizer())
                .withSetting("seed", settings.seed());
    }

    private static Callback showing(LabProgress progress, String task, long steps) {
        return control -> new FitListener() {
            private long done;

            @Override
            public void batchEnd(BatchEnd batch) {
                done++;
                progress.progressed(new Monitor.Progress(
                        task,
                        Math.min(1, (double) done / steps),
                        String.format(
                                Locale.ROOT,
                                "step %d/%d  rate %.3g  loss %.4g",
                                done,
                                steps,
                                control.model().learningRate(),
                                batch.loss())));
            }
        };
    }
}
