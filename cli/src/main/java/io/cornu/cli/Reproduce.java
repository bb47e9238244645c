package io.cornu.cli;

import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Report;
import io.cornu.models.data.DataDirectory;
import io.cornu.models.experiments.ExperimentCatalog;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu reproduce}. */
@Command(
        name = "reproduce",
        customSynopsis = {
            "cornu reproduce --list",
            "       cornu reproduce NAME [--quick] [--seeds N] [--out DIR]",
            "       cornu reproduce --all [--quick] [--seeds N] [--out DIR]",
        },
        description = {
            "",
            "Runs an experiment of the courses on optimisation and writes its report: report.html, report.json, tables as"
                    + " CSV, pictures as SVG and PNG.",
            "The same command with the same --out goes on where an interrupted one stopped; what is finished is not run"
                    + " again.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu reproduce --list",
            "  cornu reproduce cifar10-optimizers --quick",
            "  cornu reproduce cifar10-optimizers --seeds 3 --out runs/optimizers"
        })
final class Reproduce implements Callable<Integer> {
    private static final int INTERRUPTED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "One of those that --list tells.")
    private @Nullable String name;

    @Option(names = "--list", description = "Print the experiments, one a line, and do nothing.")
    private boolean list;

    @Option(names = "--all", description = "Run all of them, one after the other, each in a folder of its own.")
    private boolean all;

    @Option(names = "--quick", description = "Little data and few epochs: about a minute on two cores.")
    private boolean quick;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "How often each training is done, from different seeds; 3 or more tell differences from noise."
                            + " Default: 1.")
    private int seeds = 1;

    @Option(names = "--jobs", paramLabel = "N", description = "Trainings at a time. Default: 1, with all cores.")
    private int jobs = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder. Default: runs/NAME-TIME.")
    private @Nullable Path out;

    @Mixin
    private DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = TrainOptions.TENSOR_BOARD, description = TrainOptions.TENSOR_BOARD_DESCRIPTION)
    private boolean tensorBoard;

    @Option(names = "--json", description = ReportOptions.JSON)
    private boolean json;

    @Override
    public Integer call() throws IOException {
        DataDirectory data = dataDirectory.directory();
        if (list) {
            printList(ExperimentCatalog.all(data));
            return 0;
        }
        if (all == (name != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected the name of an experiment, or --all, or --list, received "
                            + (all ? "both a name and --all" : "none of them") + ".");
        }
        Numbers.requirePositive(spec.commandLine(), "--seeds", seeds);
        Numbers.requirePositive(spec.commandLine(), "--jobs", jobs);
        return name != null ? one(data, name) : everything(data);
    }

    private void printList(List<Experiment> experiments) {
        PrintWriter writer = spec.commandLine().getOut();
        int width = experiments.stream().mapToInt(e -> e.name().length()).max().orElse(0);
        for (Experiment experiment : experiments) {
            writer.println(
                    experiment.name() + " ".repeat(width + 2 - experiment.name().length()) + experiment.sentence());
        }
        writer.flush();
    }

    private int one(DataDirectory data, String wanted) throws IOException {
        Experiment experiment;
        try {
            experiment = ExperimentCatalog.get(wanted, data);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return run(List.of(planned(experiment, out)));
    }

    private int everything(DataDirectory data) throws IOException {
        Path parent = out == null ? LabFolder.choose(null, "reproduce") : out;
        List<Planned> all = new ArrayList<>();
        for (Experiment experiment : ExperimentCatalog.all(data)) {
            all.add(planned(experiment, parent.resolve(experiment.name())));
        }
        return run(all);
    }

    /**
     * An experiment and where it is run.
     *
     * @param finished what an earlier run of the same command found
     */
    private record Planned(Experiment experiment, Path folder, Optional<Report> finished) {}

    private Planned planned(Experiment experiment, @Nullable Path wanted) throws IOException {
        if (wanted != null) {
            Optional<Report> finished = LabFolder.finished(wanted, command(experiment));
            if (finished.isPresent()) {
                return new Planned(experiment, wanted, finished);
            }
        }
        return new Planned(experiment, LabFolder.choose(wanted, experiment.name()), Optional.empty());
    }

    private int run(List<Planned> all) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter normal = spec.commandLine().getOut();
        PrintWriter lines = json ? err : normal;
        try (LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, lines);
                Interruption interruption = new Interruption(err)) {
            for (Planned each : all) {
                if (all.size() > 1) {
                    progress.noted("== " + each.experiment().name());
                }
                Report report;
                if (each.finished().isPresent()) {
                    report = each.finished().get();
                    progress.noted(each.experiment().name() + " was done before");
                } else {
                    report = run(each, progress, interruption);
                }
                progress.clear();
                LabOutput.print(report, each.folder(), json, normal);
                if (tensorBoard) {
                    lines.println(LabFolder.tellLogs(each.folder()));
                    lines.flush();
                }
            }
            return 0;
        } catch (CancellationException e) {
            Path first = all.get(0).folder();
            lines.println(
                    "Interrupted; the same command with --out " + (this.all ? first.getParent() : first) + " goes on.");
            lines.flush();
            return INTERRUPTED;
        }
    }

    private Report run(Planned planned, LabProgress progress, Interruption interruption) throws IOException {
        LabOptions options = LabOptions.of(command(planned.experiment()), planned.folder())
                .withIdentity(Map.of("command", identity(planned.experiment())))
                .withQuick(quick)
                .withSeeds(seeds)
                .withJobs(jobs)
                .withSession(SessionOptions.defaults().withDevice(device.device()))
                .withTensorBoard(tensorBoard)
                .withMonitor(progress)
                .withCancellation(interruption::isRequested);
        try (Lab lab = Lab.open(options)) {
            Report report = planned.experiment().run(lab);
            lab.write(report);
            return report;
        }
    }

    /** What is trained, wherever its data lies and whatever it is trained on. */
    private String identity(Experiment experiment) {
        return "cornu reproduce " + experiment.name() + (quick ? " --quick" : "")
                + (seeds == 1 ? "" : " --seeds " + seeds);
    }

    private String command(Experiment experiment) {
        List<String> more = new ArrayList<>();
        if (jobs != 1) {
            more.addAll(List.of("--jobs", String.valueOf(jobs)));
        }
        if (dataDirectory.text() != null) {
            more.addAll(List.of("--data-dir", String.valueOf(dataDirectory.text())));
        }
        if (!device.device().equals(DeviceOption.usual())) {
            more.addAll(List.of("--device", device.device().toString()));
        }
        return ReportFolder.commandLine(identity(experiment), more);
    }
}
