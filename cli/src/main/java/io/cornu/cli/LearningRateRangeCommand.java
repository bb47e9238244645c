package io.cornu.cli;

import io.cornu.diagnostics.LearningRateCurve;
import io.cornu.diagnostics.LearningRateCurve.Point;
import io.cornu.diagnostics.LearningRateRange;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.CompiledModel;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu lr-range}. */
@Command(
        name = "lr-range",
        description = {
            "",
            "Looks for a learning rate: trains for some steps with a rate that grows from step to step, and tells where the"
                    + " loss falls most steeply. Writes a report with the curve; the model is not changed.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu lr-range mlp --data mnist",
            "  cornu lr-range model.keras --data x.npy,y.npy --optimizer sgd --momentum 0.9 --out range"
        })
final class LearningRateRangeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private LearnOptions options = new LearnOptions();

    @Option(names = "--lowest", paramLabel = "R", description = "The first rate. Default: 1e-7.")
    private double lowest = 1e-7;

    @Option(names = "--highest", paramLabel = "R", description = "The last rate. Default: 10.")
    private double highest = 10;

    @Option(names = "--steps", paramLabel = "N", description = "How many steps at most. Default: 100.")
    private int steps = 100;

    @Option(
            names = "--smoothing",
            paramLabel = "S",
            description = "How much of the average loss each step keeps, in [0, 1). Default: 0.9.")
    private double smoothing = .9;

    @Override
    public Integer call() throws IOException {
        LearningRateRange range = range();
        return new LearnRun(spec, options, 1)
                .run("lr-range", "Learning-rate range test", steps, (data, model, fit, report) -> {
                    requireNumber(model);
                    LearningRateCurve curve = range.run(model, data.train(), fit);
                    return curve.stopReason().equals("interrupted")
                            ? Optional.empty()
                            : Optional.of(new LearnRun.Found(told(report, curve), folder -> {}));
                });
    }

    private LearningRateRange range() {
        try {
            SettingsCheck.atLeast(2, "--steps", steps);
            return LearningRateRange.of()
                    .withLowest(Math.min(lowest, highest))
                    .withHighest(highest)
                    .withSteps(steps)
                    .withSmoothing(smoothing);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    String.valueOf(e.getMessage()).replaceFirst("^LearningRateRange: (\\w+)", "--$1:"),
                    e);
        }
    }

    private static void requireNumber(CompiledModel model) {
        if (!(model.compilation().optimizer().learningRate() instanceof LearningRate.Constant)) {
            throw new CommandFailure("MODEL: expected an optimizer whose learning rate is a number, received one with a"
                    + " schedule. Name one with --optimizer.");
        }
    }

    private Report told(Report report, LearningRateCurve curve) {
        Table suggestions = Table.of("suggestions", "Suggested learning rates", "rule", "learning rate")
                .plus("steepest fall of the smoothed loss", curve.steepest().orElse(Double.NaN))
                .plus("a tenth of the rate of the lowest", curve.minimumTenth().orElse(Double.NaN));
        Table losses = Table.of("losses", "Every step", "step", "learning rate", "loss", "smoothed loss");
        for (int i = 0; i < curve.points().size(); i++) {
            Point point = curve.points().get(i);
            losses = losses.plus(i, point.rate(), point.loss(), point.smoothed());
        }
        return report.withSetting("rates", lowest + " to " + highest)
                .withSetting("steps", curve.points().size() + " of " + steps)
                .withSetting("smoothing", smoothing)
                .plus(Section.of(
                        "Which learning rate?",
                        Verdict.of(verdict(curve)),
                        Picture.of(
                                "loss-by-rate",
                                "The loss of each batch before its step, by the rate of the step",
                                curve.figure()),
                        suggestions,
                        Text.of("The test ended because " + curve.stopReason() + ". Weights and optimizer are what they"
                                + " were before.")))
                .plus(Section.of("Every step", losses));
    }

    private static String verdict(LearningRateCurve curve) {
        OptionalDouble steepest = curve.steepest();
        OptionalDouble careful = curve.minimumTenth();
        if (steepest.isEmpty() || careful.isEmpty()) {
            return "The loss does not fall at any of these rates, so none can be suggested.";
        }
        return String.format(
                Locale.ROOT,
                "The smoothed loss falls most steeply at a learning rate of %.2g; a tenth of the rate where it is lowest is"
                        + " %.2g.",
                steepest.getAsDouble(),
                careful.getAsDouble());
    }
}
