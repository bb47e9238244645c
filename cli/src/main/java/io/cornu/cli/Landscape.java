package io.cornu.cli;

import io.cornu.data.Dataset;
import io.cornu.experiments.Monitor;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.landscapes.LossLandscape;
import io.cornu.model.BuildOptions;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.plots.ContourPlot;
import io.cornu.plots.Grid;
import io.cornu.plots.LineChart;
import io.cornu.plots.SurfacePlot;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code cornu landscape}. */
@Command(
        name = "landscape",
        description = {
            "",
            "Measures the loss of a model around its weights, along two random directions with filters as long as the"
                    + " model's (Li et al. 2018), or with --to along the line to another model, and writes a report.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu landscape runs/mnist/model.keras --data mnist",
            "  cornu landscape adam.keras --to sgd.keras --data mnist --points 41"
        })
final class Landscape implements Callable<Integer> {
    private static final int INTERRUPTED = 1;
    private static final int LEVELS = 16;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A .keras or .h5 file, ours or Python's.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path model;

    @Mixin
    private EvaluationOptions options = new EvaluationOptions();

    @Option(names = "--to", paramLabel = "MODEL", description = "Another model of the same architecture.")
    private @Nullable Path to;

    @Option(names = "--examples", paramLabel = "N", description = "How many examples, the first ones. Default: 1000.")
    private int examples = 1000;

    @Option(names = "--points", paramLabel = "N", description = "Places along a direction, 2 to 201. Default: 21.")
    private int points = 21;

    @Option(
            names = "--range",
            paramLabel = "R",
            description = "How far to both sides, in lengths of the weights. Default: 1.")
    private double range = 1;

    @Option(names = "--seed", paramLabel = "S", description = "Where the directions come from. Default: 0.")
    private long seed;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        options.requireUsage(spec.commandLine());
        LossLandscape settings = settings();
        ReportFolder folder = ReportFolder.choose(output.out(), "landscape");
        KerasModel file = keras(model);
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter normal = spec.commandLine().getOut();
        Dataset all = options.examples(err);
        Dataset data = all.slice(0, Math.min(examples, all.size()));
        Report report;
        try (Model built = built(file);
                LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, output.json() ? err : normal);
                Interruption interruption = new Interruption(err)) {
            CompiledModel compiled = options.compiled(file, built, data);
            LossLandscape.Progress told = (done, places) -> {
                if (interruption.isRequested()) {
                    throw new CancellationException();
                }
                progress.progressed(
                        new Monitor.Progress("landscape", (double) done / places, done + "/" + places + " places"));
            };
            report = Report.of("Loss landscape of " + model.getFileName(), command())
                    .withSetting("model", model)
                    .withSetting("data", options.data() + ", " + data.size() + " examples")
                    .withSetting("points", points);
            report = to == null
                    ? plane(report, settings.plane(compiled, data, told))
                    : line(report, settings, compiled, to, data, told);
            folder.write(report, more -> {});
        } catch (CancellationException e) {
            err.println("Interrupted; nothing was written.");
            err.flush();
            return INTERRUPTED;
        }
        LabOutput.print(report, folder.directory(), output.json(), normal);
        return 0;
    }

    private LossLandscape settings() {
        try {
            SettingsCheck.atLeast(1, "--examples", examples);
            return LossLandscape.of(Seed.of(seed))
                    .withPoints(points)
                    .withRange(range)
                    .withBatchSize(options.batchSize());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static KerasModel keras(Path file) throws IOException {
        if (OpenedModel.isSavedModel(file)) {
            throw new IllegalArgumentException(file + ": expected a .keras file, received a SavedModel, which knows no"
                    + " loss. Give the .keras file.");
        }
        return ModelFiles.keras(file);
    }

    private Model built(KerasModel file) {
        return file.build(BuildOptions.of(Seed.of(0))
                .withSession(SessionOptions.defaults().withDevice(device.device())));
    }

    private Report plane(Report empty, LossLandscape.Plane plane) {
        Report report = empty.withSetting("range", range).withSetting("seed", seed);
        Grid loss = plane.grid("loss");
        report = report.plus(Section.of("Loss", Verdict.of(verdict(loss)), table(plane)));
        for (Map.Entry<String, Grid> each : plane.grids().entrySet()) {
            String name = each.getKey();
            boolean isLoss = name.equals("loss");
            ContourPlot contour = ContourPlot.of(words(name) + " around the weights", each.getValue())
                    .withXLabel("first direction")
                    .withYLabel("second direction");
            SurfacePlot surface = SurfacePlot.of(words(name) + " around the weights", each.getValue())
                    .withXLabel("first direction")
                    .withYLabel("second direction")
                    .withZLabel(name);
            report = report.plus(Section.of(
                    words(name) + " along both directions",
                    Picture.of(
                            fileName(name) + "-contour",
                            "The model is in the middle, at (0, 0).",
                            isLoss ? contour.withLogarithmicLevels(LEVELS) : contour.withLinearLevels(LEVELS)),
                    Picture.of(fileName(name) + "-surface", "The same in space.", surface)));
        }
        return report;
    }

    private static String verdict(Grid loss) {
        double lowest = Double.POSITIVE_INFINITY;
        double x = 0;
        double y = 0;
        for (int row = 0; row < loss.rows(); row++) {
            for (int column = 0; column < loss.columns(); column++) {
                if (loss.at(row, column) < lowest) {
                    lowest = loss.at(row, column);
                    x = loss.x(column);
                    y = loss.y(row);
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "The lowest loss measured is %.4g, at (%.2g, %.2g); the model is at (0, 0).",
                lowest,
                x,
                y);
    }

    private static Table table(LossLandscape.Plane plane) {
        List<String> columns = new ArrayList<>(List.of("first direction", "second direction"));
        columns.addAll(plane.grids().keySet());
        List<List<Object>> rows = new ArrayList<>();
        Grid any = plane.grid("loss");
        for (int row = 0; row < any.rows(); row++) {
            for (int column = 0; column < any.columns(); column++) {
                List<Object> cells = new ArrayList<>(List.of(any.x(column), any.y(row)));
                for (Grid grid : plane.grids().values()) {
                    cells.add(grid.at(row, column));
                }
                rows.add(cells);
            }
        }
        return new Table("places", "Every place that was measured", columns, rows);
    }

    private Report line(
            Report empty,
            LossLandscape settings,
            CompiledModel compiled,
            Path other,
            Dataset data,
            LossLandscape.Progress told)
            throws IOException {
        LossLandscape.Line line;
        try (Model end = built(keras(other))) {
            line = settings.line(compiled, end.weights(), data, told);
        }
        List<String> columns = new ArrayList<>(List.of("position"));
        columns.addAll(line.values().keySet());
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < line.positions().size(); i++) {
            List<Object> cells = new ArrayList<>(List.of(line.positions().get(i)));
            for (List<Double> values : line.values().values()) {
                cells.add(values.get(i));
            }
            rows.add(cells);
        }
        Report report = empty.withSetting("to", other)
                .plus(Section.of(
                        "Along the line",
                        Verdict.of(barrier(line)),
                        new Table("places", "0 is the first model, 1 the second", columns, rows)));
        for (Map.Entry<String, List<Double>> each : line.values().entrySet()) {
            String name = each.getKey();
            LineChart chart = LineChart.of(words(name) + " between the models", "position", name)
                    .plus(new LineChart.Series(name, line.positions(), each.getValue()));
            report = report.plus(Section.of(
                    words(name), Picture.of(fileName(name) + "-line", "0 is the first model, 1 the second.", chart)));
        }
        return report;
    }

    /** How much higher the loss is between the models than at the worse of them. */
    private static String barrier(LossLandscape.Line line) {
        List<Double> loss = line.values("loss");
        double highest = Double.NEGATIVE_INFINITY;
        double ends = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < loss.size(); i++) {
            double position = line.positions().get(i);
            if (position >= 0 && position <= 1) {
                highest = Math.max(highest, loss.get(i));
            }
            if (Math.abs(position) < 1e-9 || Math.abs(position - 1) < 1e-9) {
                ends = Math.max(ends, loss.get(i));
            }
        }
        return ends == Double.NEGATIVE_INFINITY
                ? String.format(Locale.ROOT, "The highest loss between the models is %.4g.", highest)
                : String.format(
                        Locale.ROOT,
                        "The highest loss between the models is %.4g; the higher of theirs is %.4g.",
                        highest,
                        ends);
    }

    private static String words(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String fileName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private String command() {
        List<String> arguments = new ArrayList<>(List.of("landscape", model.toString()));
        arguments.addAll(options.arguments());
        arguments.addAll(
                to == null
                        ? List.of("--range", String.valueOf(range), "--seed", String.valueOf(seed))
                        : List.of("--to", to.toString()));
        arguments.addAll(List.of("--examples", String.valueOf(examples), "--points", String.valueOf(points)));
        if (!device.device().equals(DeviceOption.usual())) {
            arguments.addAll(List.of("--device", device.device().toString()));
        }
        return ReportFolder.command(arguments);
    }
}
