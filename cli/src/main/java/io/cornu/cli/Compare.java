package io.cornu.cli;

import io.cornu.experiments.Block;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.model.Callback;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu compare}. */
@Command(
        name = "compare",
        customSynopsis = "cornu compare [ARCHITECTURE] --vary OPTION=VALUE,VALUE... [--vary ...] [--seeds N] [OPTIONS]",
        description = {
            "",
            "Trains a network once for each combination of values and each seed, and tells which is best and what is noise.",
            "The same command with the same --out goes on where an interrupted one stopped.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu compare --vary optimizer=sgd,adam --vary learning-rate=.01,.001 --epochs 3",
            "  cornu compare --vary architecture=mlp,base-cnn --seeds 3 --out runs/networks",
            "  cornu compare mlp --data mnist --vary schedule=constant,cosine,one-cycle --seeds 5"
        })
final class Compare implements Callable<Integer> {
    private static final String VALIDATION = "val_";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @ArgGroup(exclusive = false, order = 0, heading = "%nComparison:%n")
    private ComparisonOptions comparison = new ComparisonOptions();

    @Mixin
    private TrainOptions options = new TrainOptions();

    static final class ComparisonOptions {
        @Option(
                names = "--vary",
                paramLabel = "OPTION=VALUE,...",
                description =
                        "What to compare: an option of train without its hyphens, or architecture, and its values.")
        private List<String> vary = new ArrayList<>();

        @Option(
                names = "--seeds",
                paramLabel = "N",
                description = "How often each combination is trained, from the seeds --seed, --seed + 1 and so on."
                        + " Default: 1.")
        private int seeds = 1;

        @Option(
                names = "--jobs",
                paramLabel = "N",
                description =
                        "Trainings at a time; it changes no result. Default: as many as the cores are shared out to, by"
                                + " the number of trainings; 1 on a GPU. A training holds its data: fewer take less memory.")
        private @Nullable Integer jobs;

        @Option(
                names = "--by",
                paramLabel = "NAME",
                description = "What to rank by, such as val_accuracy or test_loss. Default: the accuracy on test data,"
                        + " else on validation data, else the loss.")
        private @Nullable String by;

        @Option(names = "--out", paramLabel = "DIR", description = "The folder. Default: runs/compare-TIME.")
        private @Nullable Path out;

        @Option(names = "--json", description = ReportOptions.JSON)
        private boolean json;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, TrainSettings> variants = variants();
        Numbers.requirePositive(spec.commandLine(), "--seeds", comparison.seeds);
        if (comparison.jobs != null) {
            Numbers.requirePositive(spec.commandLine(), "--jobs", comparison.jobs);
        }
        TrainSettings base = options.settings();
        Device device = Device.parse(base.device());
        Jobs jobs = Jobs.of(
                variants.size() * comparison.seeds,
                Runtime.getRuntime().availableProcessors(),
                Devices.require(device).isGpu(),
                comparison.jobs,
                base.threads());
        Path folder = LabFolder.choose(comparison.out, "compare");
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter lines = comparison.json ? err : out;
        // Data that several variants learn from is loaded once.
        Map<TrainSettings, TrainData> data = new LinkedHashMap<>();
        for (TrainSettings settings : variants.values()) {
            TrainSettings key = TrainVariants.dataOnly(settings);
            if (!data.containsKey(key)) {
                data.put(key, TrainData.load(settings, err));
            }
        }
        try (LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, lines);
                Interruption interruption = new Interruption(err);
                Lab lab = Lab.open(LabOptions.of(command(jobs), folder)
                        .withSeeds(comparison.seeds)
                        .withFirstSeed(base.seed())
                        .withJobs(jobs.jobs())
                        .withSession(new SessionOptions(device, jobs.threads()))
                        .withTensorBoard(base.tensorBoard())
                        .withMonitor(progress)
                        .withCancellation(interruption::isRequested))) {
            Comparison found = lab.compare(
                    "comparison",
                    variants,
                    (settings, cell) -> train(settings, data.get(TrainVariants.dataOnly(settings)), cell));
            Report report = report(lab.report("Comparison of " + String.join(", ", names())), found);
            report.write(folder);
            progress.clear();
            LabOutput.print(report, folder, comparison.json, out);
            if (base.tensorBoard()) {
                lines.println(LabFolder.tellLogs(folder));
                lines.flush();
            }
            return 0;
        } catch (CancellationException e) {
            lines.println("Interrupted; the same command with --out " + folder + " goes on.");
            lines.flush();
            return 1;
        }
    }

    /** All combinations, each with its settings, checked before anything is trained. */
    private Map<String, TrainSettings> variants() {
        try {
            return TrainVariants.of(comparison.vary, spec.commandLine());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<String> names() {
        return comparison.vary.stream()
                .map(text -> text.substring(0, text.indexOf('=')))
                .toList();
    }

    /** With the threads, on which the last digits depend. */
    private String command(Jobs jobs) {
        List<String> arguments = new ArrayList<>(TrainVariants.arguments(
                spec.commandLine(), List.of("--out", "--json", "--jobs", "--threads", TrainOptions.TENSOR_BOARD)));
        if (jobs.threads() > 0) {
            arguments.add("--threads=" + jobs.threads());
        }
        return ReportFolder.command(arguments);
    }

    private static Outcome train(TrainSettings settings, @Nullable TrainData data, Cell cell) throws IOException {
        if (data == null) {
            throw new IllegalStateException("data is loaded before training");
        }
        try (TrainModel opened = TrainModel.create(settings, data, cell.options())) {
            Fit fit = cell.fit(
                            settings.epochs(),
                            TrainRun.callbacks(settings, data).toArray(Callback[]::new))
                    .withBatchSize(settings.batchSize())
                    .withShuffle(settings.shuffle())
                    .withValidationData(data.validation());
            History history = opened.compiled().fit(data.train(), fit);
            Map<String, Double> results = new LinkedHashMap<>(history.last().values());
            results.remove("learning_rate");
            data.test().ifPresent(test -> opened.compiled()
                    .evaluate(test, settings.batchSize())
                    .forEach((name, value) -> results.put("test_" + name, value)));
            return cell.outcome(history, results);
        }
    }

    private Report report(Report empty, Comparison found) {
        String by = comparison.by == null ? usual(found) : comparison.by;
        Ranking.Direction direction =
                by.endsWith("loss") || by.endsWith("error") ? Ranking.Direction.LOWEST : Ranking.Direction.HIGHEST;
        Ranking ranking;
        try {
            ranking = found.ranking(by, direction);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--by: " + e.getMessage(), e);
        }
        List<String> columns = found.outcomes().get(0).history().keySet().stream()
                .filter(name -> !name.equals("learning_rate"))
                .toList();
        List<Block> curves = new ArrayList<>();
        columns.forEach(column -> curves.add(found.picture(words(column), column)));
        return empty.plus(Section.of("Which is best?", ranking.verdict(), found.table("Last epoch and test data")))
                .plus(new Section("Curves", curves))
                .plus(Section.of("Every epoch", found.history()));
    }

    private static String words(String column) {
        String words = column.startsWith(VALIDATION)
                ? "validation " + column.substring(VALIDATION.length())
                : "training " + column;
        return Character.toUpperCase(words.charAt(0)) + words.substring(1).replace('_', ' ');
    }

    private static String usual(Comparison found) {
        Map<String, Double> results = found.outcomes().get(0).results();
        return List.of("test_accuracy", "val_accuracy", "test_loss", "val_loss").stream()
                .filter(results::containsKey)
                .findFirst()
                .orElse("loss");
    }
}
