package io.cornu.cli;

import io.cornu.experiments.Block;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.metrics.Metric;
import io.cornu.runtime.Device;
import io.cornu.runtime.Devices;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
                        .withIdentity(identity(jobs, variants.values(), data))
                        .withSeeds(comparison.seeds)
                        .withFirstSeed(base.seed())
                        .withJobs(jobs.jobs())
                        .withSession(new SessionOptions(device, jobs.threads()))
                        .withTensorBoard(base.tensorBoard())
                        .withMonitor(progress)
                        .withCancellation(interruption::isRequested))) {
            Comparison found = lab.compare("comparison", variants, (settings, cell) -> new ComparedTraining(
                            settings, data(data, settings), cell)
                    .run(comparison.by, lab::note));
            String by = comparison.by == null ? usual(found) : comparison.by;
            Report report = report(
                    lab.report("Comparison of " + String.join(", ", names())),
                    found,
                    direction(by, variants, data),
                    by);
            lab.write(report);
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

    /** As the first variant's metrics say; metrics of a name are better in one direction. */
    private static Ranking.Direction direction(
            String by, Map<String, TrainSettings> variants, Map<TrainSettings, TrainData> data) throws IOException {
        TrainSettings first = variants.values().iterator().next();
        return MetricDirection.of(by, first, data(data, first)) == Metric.Direction.DOWN
                ? Ranking.Direction.LOWEST
                : Ranking.Direction.HIGHEST;
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
    private String command(Jobs jobs, String... without) {
        List<String> left = new ArrayList<>(
                List.of("--out", "--json", "--jobs", "--threads", "--debug", TrainOptions.TENSOR_BOARD));
        left.addAll(List.of(without));
        List<String> arguments = new ArrayList<>(TrainVariants.arguments(spec.commandLine(), left));
        if (jobs.threads() > 0) {
            arguments.add("--threads=" + jobs.threads());
        }
        return ReportFolder.command(arguments);
    }

    /** By what the trainings are ranked changes none of them. */
    private Map<String, String> identity(
            Jobs jobs, Iterable<TrainSettings> variants, Map<TrainSettings, TrainData> data) throws IOException {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("command", command(jobs, "--by"));
        identity.put("threads", jobs.threads() == 0 ? "all" : String.valueOf(jobs.threads()));
        for (TrainSettings settings : variants) {
            TrainData loaded = data(data, settings);
            identity.put("data " + settings.data(), loaded.digest());
            loaded.validationDigest()
                    .ifPresent(digest -> identity.put("validation data " + settings.validationData(), digest));
            SettingsCheck.digest(settings.architecture())
                    .ifPresent(digest -> identity.put("model " + settings.architecture(), digest));
        }
        return identity;
    }

    private static TrainData data(Map<TrainSettings, TrainData> all, TrainSettings settings) {
        return Objects.requireNonNull(
                all.get(TrainVariants.dataOnly(settings)), "data is loaded before anything is trained");
    }

    private Report report(Report empty, Comparison found, Ranking.Direction direction, String by) {
        Ranking ranking;
        try {
            ranking = found.ranking(by, direction);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("--by: " + e.getMessage(), e);
        }
        List<Block> best = new ArrayList<>(List.of(ranking.verdict()));
        ComparedTraining.divergences(found).forEach(words -> best.add(Text.of(words)));
        best.add(found.table("Last epoch and test data"));
        Report report = empty.plus(new Section("Which is best?", best));
        Set<String> columns = new LinkedHashSet<>();
        found.outcomes().forEach(outcome -> columns.addAll(outcome.history().keySet()));
        columns.remove("learning_rate");
        if (columns.isEmpty()) {
            // No training got to the end of its first epoch.
            return report;
        }
        List<Block> curves = new ArrayList<>();
        columns.forEach(column -> curves.add(found.picture(words(column), column)));
        return report.plus(new Section("Curves", curves)).plus(Section.of("Every epoch", found.history()));
    }

    private static String words(String column) {
        String words = column.startsWith(VALIDATION)
                ? "validation " + column.substring(VALIDATION.length())
                : "training " + column;
        return Character.toUpperCase(words.charAt(0)) + words.substring(1).replace('_', ' ');
    }

    /** The first of the usual results that all trainings have. */
    private static String usual(Comparison found) {
        return List.of("test_accuracy", "val_accuracy", "test_loss", "val_loss").stream()
                .filter(name -> found.outcomes().stream()
                        .allMatch(outcome -> outcome.results().containsKey(name)))
                .findFirst()
                .orElse("loss");
    }
}
