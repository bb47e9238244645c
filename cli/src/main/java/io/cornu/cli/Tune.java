package io.cornu.cli;

import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.StudySections;
import io.cornu.model.NonFiniteLossException;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import io.cornu.tuning.Study;
import io.cornu.tuning.StudyResult;
import io.cornu.tuning.TrialRecord;
import io.cornu.tuning.TrialState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu tune}. */
@Command(
        name = "tune",
        customSynopsis = "cornu tune [ARCHITECTURE] --search OPTION=RANGE... [--trials N] [OPTIONS]",
        description = {
            "",
            "Searches the settings of train with the best validation value, and tells which of them matter.",
            "The study is kept in DIR/study.db: the same command with the same --out goes on, and several processes may"
                    + " work on one --study at a time.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu tune --search learning-rate=1e-5..1e-2:log --trials 20 --epochs 5",
            "  cornu tune mlp --search optimizer=sgd,adam --search 'momentum=0..0.95 if optimizer=sgd'"
                    + " --search batch-size=16..256:log --pruner hyperband",
            "  cornu tune mlp --search learning-rate=1e-4..1:log --out runs/search --replay-best"
        })
final class Tune implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ArgGroup(exclusive = false, order = 0, heading = "%nSearch:%n")
    private SearchOptions search = new SearchOptions();

    @Mixin
    private TrainOptions options = new TrainOptions();

    static final class SearchOptions {
        @Option(names = "--search", paramLabel = "OPTION=RANGE", description = SearchRange.DESCRIPTION)
        private List<String> search = new ArrayList<>();

        @Option(
                names = "--trials",
                paramLabel = "N",
                description = "How many trials the study is to have, those of earlier runs included. Default: 20.")
        private int trials = 20;

        @Option(
                names = "--sampler",
                paramLabel = "NAME",
                description = "random, grid (choices alone), qmc, tpe, cmaes, genetic or gp. Default: tpe.")
        private String sampler = "tpe";

        @Option(
                names = "--pruner",
                paramLabel = "NAME",
                description = "none, median, percentile, halving, hyperband or patience: ends trials that fall behind."
                        + " Default: none.")
        private String pruner = "none";

        @Option(
                names = "--metric",
                paramLabel = "NAME",
                description = "What to optimize, the best epoch's: a column of history.csv. Default: val_accuracy, else"
                        + " val_loss.")
        private @Nullable String metric;

        @Option(
                names = "--time",
                paramLabel = "MINUTES",
                description = "Begin no trial after this time. Default: no limit.")
        private @Nullable Double minutes;

        @Option(
                names = "--jobs",
                paramLabel = "N",
                description = "Trials at a time, which share the cores. Default: 1.")
        private int jobs = 1;

        @Option(
                names = "--study",
                paramLabel = "FILE",
                description = "Where the trials are kept, for several processes. Default: DIR/study.db.")
        private @Nullable Path study;

        @Option(
                names = "--replay-best",
                description =
                        "Train the best trial's settings once more at the end and keep the best epoch's weights in"
                                + " DIR/best.keras.")
        private boolean replay;

        @Option(names = "--out", paramLabel = "DIR", description = "The folder. Default: runs/tune-TIME.")
        private @Nullable Path out;

        @Option(names = "--json", description = ReportOptions.JSON)
        private boolean json;
    }

    @Override
    public Integer call() throws IOException {
        TuneRanges ranges = ranges();
        TrainSettings base = checked(ranges);
        Devices.require(Device.parse(base.device()));
        TuneFolder.check(search.out);
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter lines = search.json ? err : out;
        TrainData data = TrainData.load(base, err);
        TuneMetric metric = metric(ranges, data);
        Study study = study(ranges, metric, base, data);
        Path folder = TuneFolder.make(search.out, command());
        try (LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, lines);
                Interruption interruption = new Interruption(err)) {
            TuneObjective objective = new TuneObjective(
                    spec.commandLine(), ranges, data, metric, search.jobs, folder, progress, interruption);
            Path file = search.study == null ? TuneFolder.study(folder) : search.study;
            StudyResult result = run(study.withStorage(file), objective, progress, interruption);
            Report report = report(result, metric.name());
            report.write(folder);
            progress.clear();
            if (!interruption.isRequested()
                    && search.replay
                    && result.findBest().isPresent()) {
                replay(result.best(), objective, metric, folder.resolve("best.keras"), lines);
            }
            if (interruption.isRequested()) {
                lines.println("Interrupted; the same command with --out " + folder + " goes on.");
                lines.flush();
                return 1;
            }
            LabOutput.print(report, folder, search.json, out);
            if (base.tensorBoard()) {
                lines.println(LabFolder.tellLogs(folder));
                lines.flush();
            }
            requireComplete(result, folder);
            return 0;
        }
    }

    private static void replay(
            TrialRecord best, TuneObjective objective, TuneMetric metric, Path file, PrintWriter lines)
            throws IOException {
        OptionalDouble value = objective.replay(best, file);
        if (value.isPresent()) {
            lines.println(String.format(
                    Locale.ROOT,
                    "Trial %d again: %s %.4g (%.4g before); wrote %s",
                    best.number(),
                    metric.name(),
                    value.getAsDouble(),
                    best.value().orElse(Double.NaN),
                    file));
        }
    }

    private static void requireComplete(StudyResult result, Path folder) {
        if (result.findBest().isEmpty()) {
            throw new CommandFailure("tune: expected at least one complete trial, received none among "
                    + result.trials().size() + ". See " + folder.resolve("trials.csv")
                    + " for what became of them, and search smaller values, or longer.");
        }
    }

    private StudyResult run(Study study, TuneObjective objective, LabProgress progress, Interruption interruption)
            throws IOException {
        try {
            return study.withListener((session, trial) -> {
                        progress.noted(describe(trial));
                        if (interruption.isRequested()) {
                            session.stop();
                        }
                    })
                    .optimize(search.trials, trial -> objective.evaluate(trial, search.trials));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            if (interruption.isRequested()) {
                // Those of earlier trials are kept; the one that was under way is run again.
                Thread.interrupted();
                return study.result();
            }
            Thread.currentThread().interrupt();
            throw new IOException("the search was interrupted", e);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static String describe(TrialRecord trial) {
        String settings = trial.parameters().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().text())
                .collect(Collectors.joining(", "));
        String value = trial.value().isPresent()
                ? String.format(Locale.ROOT, "%.4g", trial.value().getAsDouble())
                : trial.message();
        String state = trial.state() == TrialState.COMPLETE
                ? ""
                : " (" + trial.state().toString().toLowerCase(Locale.ROOT) + ")";
        return "Trial " + trial.number() + ": " + value + state + "  " + settings;
    }

    private TuneRanges ranges() {
        try {
            return TuneRanges.parse(search.search);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The settings that all trials share; what is wrong with them is said before the first trial. */
    private TrainSettings checked(TuneRanges ranges) {
        Numbers.requirePositive(spec.commandLine(), "--trials", search.trials);
        Numbers.requirePositive(spec.commandLine(), "--jobs", search.jobs);
        if (search.minutes != null && !(search.minutes > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--time: expected more than 0 minutes, received " + search.minutes + ".");
        }
        TuneChoices.sampler(search.sampler, ranges.ranges(), spec.commandLine());
        TuneChoices.pruner(search.pruner, spec.commandLine());
        TrainSettings base = options.settings();
        try {
            ranges.check(base, spec.commandLine());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return base;
    }

    private Study study(TuneRanges ranges, TuneMetric metric, TrainSettings base, TrainData data) throws IOException {
        Study study = Study.of("cornu tune " + metric.name(), metric.direction())
                .withSampler(TuneChoices.sampler(search.sampler, ranges.ranges(), spec.commandLine()))
                .withPruner(TuneChoices.pruner(search.pruner, spec.commandLine()))
                .withSeed(base.seed())
                .withJobs(search.jobs)
                .withShared(TuneSettings.shared(base, data, ranges))
                .withCatching(List.of(NonFiniteLossException.class));
        if (search.study != null && Files.exists(search.study)) {
            // What is wrong with the file is said before anything is written.
            study.withStorage(search.study).result();
        }
        return search.minutes == null
                ? study
                : study.withTimeLimit(Duration.ofMillis(Math.round(search.minutes * 60_000)));
    }

    private TuneMetric metric(TuneRanges ranges, TrainData data) throws IOException {
        if (data.validation().isEmpty() && (search.metric == null || search.metric.startsWith("val_"))) {
            throw new CommandFailure(
                    "--search: expected data to validate with, received none. Give --validation-split 0.2"
                            + " or --validation-data, or a --metric of training.");
        }
        // A model is made for it, so that what is wrong with model and data is said before the first trial, too.
        try (TrainModel model = TrainModel.create(ranges.first(spec.commandLine()), data)) {
            return search.metric == null
                    ? TuneMetric.usual(data, model.compiled())
                    : TuneMetric.of(search.metric, data, model.compiled());
        }
    }

    private String command() {
        return ReportFolder.command(TrainVariants.arguments(
                spec.commandLine(), List.of("--out", "--json", "--jobs", "--study", TrainOptions.TENSOR_BOARD)));
    }

    private Report report(StudyResult result, String metric) {
        Report report = Report.of("Search for settings", command())
                .withSetting("sampler", search.sampler)
                .withSetting("pruner", search.pruner)
                .withSetting("metric", metric + ", the best epoch's")
                .withSetting("seed", result.seed());
        for (Section section : StudySections.of(result, metric.replace('_', ' '))) {
            report = report.plus(section);
        }
        return report;
    }
}
