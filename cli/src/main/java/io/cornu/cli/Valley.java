package io.cornu.cli;

import io.cornu.data.DataType;
import io.cornu.experiments.Monitor;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.landscapes.Descent;
import io.cornu.landscapes.DescentPath;
import io.cornu.landscapes.Descents;
import io.cornu.landscapes.Landscapes;
import io.cornu.landscapes.PlaneFunction;
import io.cornu.landscapes.Point;
import io.cornu.optimizers.Optimizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu valley}. */
@Command(
        name = "valley",
        description = {
            "",
            "Walks down a function of two numbers with several optimizers, the same ones that train networks, and writes a"
                    + " report: paths from above and in space, an animation, costs, and a table.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu valley",
            "  cornu valley --optimizer sgd:0.001,adam:0.1 --steps 500",
            "  cornu valley --function rosenbrock --optimizer nadam,rmsprop --learning-rate 0.01 --start -1.5,2"
        })
final class Valley implements Callable<Integer> {
    private static final int MOST_STEPS = 100_000;
    private static final int INTERRUPTED = 1;

    /** At these the seven optimizers of the course do not run away, but show what they are like. */
    private static final Map<String, Double> USUAL_RATES =
            Map.of("valley", .02, "rosenbrock", .0005, "beale", .01, "saddle", .02, "himmelblau", .005);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "valley (20 x^2 + y^2, the default), rosenbrock, beale, saddle or himmelblau.")
    private String function = "valley";

    @Option(
            names = "--optimizer",
            paramLabel = "NAME[:RATE]",
            split = ",",
            description = "Any of those of train, momentum and nesterov, each with a learning rate of its own if one is"
                    + " given. Default: sgd,momentum,nesterov,adagrad,rmsprop,adam,nadam.")
    private List<String> optimizers = List.of("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "nadam");

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "For all that have none of their own. Default: what suits the function, 0.02 for the valley.")
    private @Nullable Double learningRate;

    @Option(names = "--momentum", paramLabel = "M", description = "Of momentum and nesterov. Default: 0.9.")
    private double momentum = .9;

    @Option(names = "--start", paramLabel = "X,Y", description = "Where to begin. Default: the function's usual start.")
    private @Nullable String start;

    @Option(names = "--steps", paramLabel = "N", description = "How many steps, up to 100000. Default: 200.")
    private int steps = 200;

    @Option(names = "--dtype", paramLabel = "TYPE", description = "float32, the default, or float64.")
    private String dtype = "float32";

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        Map<String, Descent> descents = descents();
        ReportFolder folder = ReportFolder.choose(output.out(), "valley");
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter normal = spec.commandLine().getOut();
        Map<String, DescentPath> paths = new LinkedHashMap<>();
        Report report;
        try (LabProgress progress = new LabProgress(Terminal.ofEnvironment(), err, output.json() ? err : normal);
                Interruption interruption = new Interruption(err)) {
            for (Map.Entry<String, Descent> each : descents.entrySet()) {
                int done = paths.size();
                paths.put(each.getKey(), each.getValue().run(step -> {
                    if (interruption.isRequested()) {
                        throw new CancellationException();
                    }
                    double share = (done + (double) step / steps) / descents.size();
                    progress.progressed(new Monitor.Progress("valley", share, each.getKey()));
                }));
            }
            progress.progressed(new Monitor.Progress("pictures", 0, ""));
            Descents all = new Descents(paths);
            report = report(all);
            folder.write(report, all::writeFiles);
        } catch (CancellationException e) {
            err.println("Interrupted; nothing was written.");
            err.flush();
            return INTERRUPTED;
        }
        LabOutput.print(report, folder.directory(), output.json(), normal);
        return 0;
    }

    /** The walks asked for. */
    private Map<String, Descent> descents() {
        try {
            PlaneFunction landscape = Landscapes.named(function);
            double rate = learningRate == null ? USUAL_RATES.getOrDefault(landscape.name(), .01) : learningRate;
            if (steps < 1 || steps > MOST_STEPS) {
                throw new IllegalArgumentException(
                        "--steps: expected 1 to " + MOST_STEPS + ", received " + steps + ".");
            }
            Point from = start == null ? landscape.start() : point(start);
            Map<String, Descent> descents = new LinkedHashMap<>();
            for (String wanted : optimizers) {
                Descent descent = Descent.of(landscape, optimizer(wanted.trim(), rate))
                        .withStart(from)
                        .withSteps(steps)
                        .withDataType(type());
                if (descents.put(wanted.trim(), descent) != null) {
                    throw new IllegalArgumentException(
                            "--optimizer: expected different ones, received '" + wanted + "' twice.");
                }
            }
            return descents;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optimizer optimizer(String wanted, double rate) {
        int colon = wanted.indexOf(':');
        String name = colon < 0 ? wanted : wanted.substring(0, colon);
        double own = colon < 0 ? rate : number("--optimizer", wanted.substring(colon + 1), "a learning rate after ':'");
        return Choices.optimizer(name, own, momentum);
    }

    private static Point point(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("--start: expected two numbers such as -3,-3, received '" + text + "'.");
        }
        String expected = "two numbers such as -3,-3";
        return Point.of(number("--start", parts[0], expected), number("--start", parts[1], expected));
    }

    private static double number(String option, String text, String expected) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": expected " + expected + ", received '" + text + "'.", e);
        }
    }

    private DataType type() {
        return switch (dtype) {
            case "float32" -> DataType.FLOAT32;
            case "float64" -> DataType.FLOAT64;
            default ->
                throw new IllegalArgumentException("--dtype: expected float32 or float64, received '" + dtype + "'.");
        };
    }

    private Report report(Descents descents) {
        Report report = Report.of("Optimizers on " + descents.function().name(), command())
                .withSetting("function", descents.function().name())
                .withSetting("start", start == null ? text(descents.function().start()) : start)
                .withSetting("steps", steps)
                .withSetting("numbers", dtype);
        for (Map.Entry<String, DescentPath> each : descents.paths().entrySet()) {
            Optimizer optimizer = each.getValue().descent().optimizer();
            report = report.withSetting(
                    each.getKey(),
                    optimizer.getClass().getSimpleName() + ", rate "
                            + optimizer.learningRate().at(0));
        }
        for (Section section : descents.sections()) {
            report = report.plus(section);
        }
        return descents.function().name().equals("valley") ? report.plus(differences()) : report;
    }

    private static String text(Point point) {
        return point.x() + "," + point.y();
    }

    /** Where these numbers are others than those of the course text that the valley is from. */
    private static Section differences() {
        return Section.of(
                "Differences from the course text",
                Text.of("The optimizers are those that train networks here, with Keras' rules and defaults; their paths"
                        + " equal Keras' own to 1e-6. The text's short functions differ from them:"),
                Text.of(
                        "Adam: the text's code leaves out the correction of both averages that the text explains, so that"
                                + " its first step is (1 - 0.9) / sqrt(1 - 0.999) = 3.2 times the learning rate; here it is the"
                                + " learning rate."),
                Text.of(
                        "The text's formulas for AdaGrad and Adam divide the rate of the step before again and again, and"
                                + " add epsilon under the root; its code, and Keras, divide the learning rate itself and add"
                                + " epsilon to the root."),
                Text.of("AdaGrad: the text's sum of squares begins at 0, Keras' at 0.1. Nesterov: the text shows the"
                        + " places before the look ahead, Keras those after it; both are one walk."),
                Text.of("The text calls the function Rosenbrock's in one sentence; what it computes is the valley."));
    }

    private String command() {
        List<String> arguments =
                new ArrayList<>(List.of("valley", "--function", function, "--optimizer", String.join(",", optimizers)));
        if (learningRate != null) {
            arguments.addAll(List.of("--learning-rate", learningRate.toString()));
        }
        if (momentum != .9) {
            arguments.addAll(List.of("--momentum", String.valueOf(momentum)));
        }
        if (start != null) {
            arguments.add("--start=" + start);
        }
        arguments.addAll(List.of("--steps", String.valueOf(steps)));
        if (!dtype.equals("float32")) {
            arguments.addAll(List.of("--dtype", dtype));
        }
        return ReportFolder.command(arguments);
    }
}
