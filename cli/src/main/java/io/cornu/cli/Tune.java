package io.cornu.cli;

import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.StudySections;
import io.cornu.model.NonFiniteLossException;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import io.cornu.tuning.Direction;
import io.cornu.tuning.Study;
import io.cornu.tuning.StudyResult;
import io.cornu.tuning.Trial;
import io.cornu.tuning.TrialRecord;
import io.cornu.tuning.TrialState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                description = "Train the best trial's settings once more at the end and keep DIR/best.keras.")
        private boolean replay;

        @Option(names = "--out", paramLabel = "DIR", description = "The folder. Default: runs/tune-TIME.")
        private @Nullable Path out;

        @Option(names = "--json", description = ReportOptions.JSON)
        private boolean json;
    }

    @Override
    public Integer call() throws IOException {
        List<SearchRange> ranges = ranges();
        TrainSettings base = checked(ranges);
        Devices.require(Device.parse(base.device()));
        Path folder = folder();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter lines = search.json ? err : out;
        TrainData data = TrainData.load(base, err);
        String metric = metric(data);
        try (LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, lines);
                Interruption interruption = new Interruption(err)) {
            TuneObjective objective = new TuneObjective(
                    spec.commandLine(), ranges, data, metric, search.jobs, folder, progress, interruption);
            Path file = search.study == null ? Files.createDirectories(folder).resolve("study.db") : search.study;
            StudyResult result = run(study(ranges, metric, base, file), objective, progress, interruption);
            Report report = report(result, metric);
            report.write(folder);
            progress.clear();
            if (interruption.isRequested()) {
                lines.println("Interrupted; the same command with --out " + folder + " goes on.");
                lines.flush();
                return 1;
            }
            if (search.replay && result.findBest().isPresent()) {
                double value = objective.replay(result.best(), folder.resolve("best.keras"));
                lines.println(String.format(
                        Locale.ROOT,
                        "Trial %d again: %s %.4g (%.4g before); wrote %s",
                        result.best().number(),
                        metric,
                        value,
                        result.best().value().orElse(Double.NaN),
                        folder.resolve("best.keras")));
            }
            LabOutput.print(report, folder, search.json, out);
            if (base.tensorBoard()) {
                lines.println(LabFolder.tellLogs(folder));
                lines.flush();
            }
            return 0;
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

    private Path folder() throws IOException {
        if (search.out == null) {
            return LabFolder.choose(null, "tune");
        }
        if (!Files.isRegularFile(search.out.resolve("study.db"))) {
            RunFolder.requireNew(search.out);
        }
        return search.out;
    }

    private List<SearchRange> ranges() {
        try {
            List<SearchRange> ranges = search.search.stream()
                    .map(text -> SearchRange.parse(text, TrainVariants.known()))
                    .toList();
            List<String> names = ranges.stream().map(SearchRange::option).toList();
            if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
                throw new IllegalArgumentException("--search: expected one or more options, each once, received "
                        + names + ". Give, for example, --search learning-rate=1e-5..1e-2:log.");
            }
            for (SearchRange range : ranges) {
                if (List.of("data", "validation-data", "validation-split", "scaling")
                        .contains(range.option())) {
                    throw new IllegalArgumentException("--search: expected settings of the training, received "
                            + range.option() + ", with which values could not be compared.");
                }
                range.condition().ifPresent(condition -> {
                    int other = names.indexOf(condition.getKey());
                    if (other < 0 || other >= names.indexOf(range.option())) {
                        throw new IllegalArgumentException("--search " + range.option()
                                + ": expected a condition on an option searched before it, received "
                                + condition.getKey() + ".");
                    }
                });
            }
            return ranges;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** The settings that all trials share; what is wrong with them is said before the first trial. */
    private TrainSettings checked(List<SearchRange> ranges) {
        Numbers.requirePositive(spec.commandLine(), "--trials", search.trials);
        Numbers.requirePositive(spec.commandLine(), "--jobs", search.jobs);
        if (search.minutes != null && !(search.minutes > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--time: expected more than 0 minutes, received " + search.minutes + ".");
        }
        TuneChoices.sampler(search.sampler, ranges, spec.commandLine());
        TuneChoices.pruner(search.pruner, spec.commandLine());
        return options.settings();
    }

    private Study study(List<SearchRange> ranges, String metric, TrainSettings base, Path file) {
        Study study = Study.of(
                        "cornu tune " + metric,
                        metric.endsWith("loss") || metric.endsWith("error") ? Direction.MINIMIZE : Direction.MAXIMIZE)
                .withSampler(TuneChoices.sampler(search.sampler, ranges, spec.commandLine()))
                .withPruner(TuneChoices.pruner(search.pruner, spec.commandLine()))
                .withStorage(file)
                .withSeed(base.seed())
                .withJobs(search.jobs)
                .withCatching(List.of(NonFiniteLossException.class));
        return search.minutes == null
                ? study
                : study.withTimeLimit(Duration.ofMillis(Math.round(search.minutes * 60_000)));
    }

    private String metric(TrainData data) {
        if (search.metric != null) {
            return search.metric;
        }
        if (data.validation().isEmpty()) {
            throw new CommandFailure(
                    "--search: expected data to validate with, received none. Give --validation-split 0.2"
                            + " or --validation-data, or a --metric of training.");
        }
        return data.train().classNames().isEmpty() ? "val_loss" : "val_accuracy";
    }

    private Report report(StudyResult result, String metric) {
        String command = ReportFolder.command(TrainVariants.arguments(
                spec.commandLine(), List.of("--out", "--json", "--jobs", "--study", TrainOptions.TENSOR_BOARD)));
        Report report = Report.of("Search for settings", command)
                .withSetting("sampler", search.sampler)
                .withSetting("pruner", search.pruner)
                .withSetting("metric", metric + ", the best epoch's")
                .withSetting("seed", result.seed());
        for (Section section : StudySections.of(result, metric.replace('_', ' '))) {
            report = report.plus(section);
        }
        return report;
    }

    /** For the objective: what a trial chose, by option. */
    static Map<String, String> chosen(List<SearchRange> ranges, Trial trial) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (SearchRange range : ranges) {
            if (range.applies(chosen)) {
                chosen.put(range.option(), range.suggest(trial));
            }
        }
        return chosen;
    }
}
