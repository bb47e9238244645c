package io.cornu.cli;

import io.cornu.callbacks.TerminateOnNaN;
import io.cornu.data.CsvFiles;
import io.cornu.diagnostics.Finding;
import io.cornu.diagnostics.GradientHistory;
import io.cornu.diagnostics.GradientStatistics;
import io.cornu.diagnostics.Reading;
import io.cornu.diagnostics.Thresholds;
import io.cornu.experiments.Block;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.Callback;
import io.cornu.model.History;
import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cornu gradients}. */
@Command(
        name = "gradients",
        description = {
            "",
            "Trains and watches the gradients, updates and activations of every layer on one batch: tells which gradients"
                    + " vanish or explode, and where units are dead or saturated. Writes a report; the model's file is not"
                    + " changed.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu gradients base-cnn --data cifar-10 --epochs 3",
            "  cornu gradients deep.keras --data x.npy,y.npy --optimizer sgd --every 100 --out gradients"
        })
final class GradientsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private LearnOptions options = new LearnOptions();

    @Option(names = "--epochs", paramLabel = "N", description = "How often to go through the data. Default: 5.")
    private int epochs = 5;

    @Option(names = "--every", paramLabel = "N", description = "Measure after every N steps. Default: every epoch.")
    private int every;

    @Option(
            names = "--probe",
            paramLabel = "N",
            description = "How many examples, the first ones, to measure on. Default: 256.")
    private int probe = 256;

    @Override
    public Integer call() throws IOException {
        try {
            SettingsCheck.atLeast(1, "--probe", probe);
            SettingsCheck.atLeast(0, "--every", every);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return new LearnRun(spec, options, epochs)
                .run("gradients", "Gradients and activations", 0, (data, model, fit, report) -> {
                    GradientStatistics each = GradientStatistics.of(
                            data.train().slice(0, Math.min(probe, data.train().size())));
                    GradientStatistics statistics = every > 0 ? each.withEvery(every) : each;
                    List<Callback> callbacks = new ArrayList<>(fit.callbacks());
                    callbacks.add(statistics);
                    callbacks.add(TerminateOnNaN.of());
                    History history = model.fit(data.train(), fit.withCallbacks(callbacks));
                    return history.stopReason().equals(Optional.of("interrupted"))
                            ? Optional.empty()
                            : Optional.of(new LearnRun.Found(
                                    told(report, statistics.history(), history),
                                    folder -> write(folder, statistics.history())));
                });
    }

    private Report told(Report report, GradientHistory gradients, History history) {
        List<Block> verdicts = new ArrayList<>();
        history.stopReason().ifPresent(reason -> verdicts.add(Verdict.of("Training ended early: " + reason + ".")));
        gradients.findings().forEach(finding -> verdicts.add(Verdict.of(finding.sentence())));
        if (verdicts.isEmpty()) {
            verdicts.add(Verdict.of("No gradient vanishes or explodes, and no layer is dead or saturated."));
        }
        Thresholds usual = Thresholds.usual();
        verdicts.add(Text.of("Thresholds: a gradient has vanished below " + usual.vanishing()
                + " of the mean absolute gradient of the largest layer, and explodes above a norm of "
                + usual.exploding()
                + "; a layer is dead with " + usual.dead() + " of its units 0 for the whole batch, and saturated with "
                + usual.saturated() + " of its activations within a hundredth of a bound. Judged at the end."));
        Reading last = gradients.readings().get(gradients.readings().size() - 1);
        List<Block> layers = new ArrayList<>(List.of(
                Picture.of("activations", "How far activations spread, by layer", gradients.activationDeviations())));
        LineChart dead = gradients.deadShares();
        if (!dead.series().isEmpty()) {
            layers.add(Picture.of("dead-units", "Units that are 0 for the whole batch, by layer", dead));
        }
        layers.add(outputs(last));
        return report.withSetting("epochs", epochs)
                .withSetting("measured", every > 0 ? "every " + every + " steps" : "every epoch")
                .withSetting("probe", "the first " + probe + " examples")
                .plus(new Section("What is wrong?", verdicts))
                .plus(Section.of(
                        "Gradients",
                        Picture.of("gradient-norms", "Of each kernel, on the probe batch", gradients.gradientNorms()),
                        Picture.of(
                                "gradient-map", "The same by layer and time; dark is small", gradients.gradientMap()),
                        Picture.of(
                                "update-ratios",
                                "How far the last step before each measurement moved each kernel; about 0.001 is healthy",
                                gradients.updateRatios()),
                        weights(last)))
                .plus(new Section("Activations", layers))
                .plus(Section.of("Training", losses(history)));
    }

    private static Table weights(Reading last) {
        Table table = Table.of(
                "last-gradients",
                "At the end",
                "weight",
                "mean absolute gradient",
                "gradient norm",
                "weight norm",
                "update ratio");
        for (OfWeight weight : last.measurement().weights()) {
            table = table.plus(
                    weight.path(),
                    weight.gradientMean(),
                    weight.gradientNorm(),
                    weight.norm(),
                    last.updateRatio(weight.path()));
        }
        return table;
    }

    private static Table outputs(Reading last) {
        Table table = Table.of(
                "last-activations",
                "At the end",
                "layer",
                "mean",
                "standard deviation",
                "dead share",
                "saturated share");
        for (OfOutput output : last.measurement().outputs()) {
            table = table.plus(
                    output.layer(),
                    output.mean(),
                    output.standardDeviation(),
                    output.deadShare(),
                    output.saturatedShare());
        }
        return table;
    }

    private static Table losses(History history) {
        Table table = Table.of("training", "Every epoch", "epoch", "loss");
        for (History.Epoch epoch : history.epochs()) {
            table = table.plus(epoch.number() + 1, epoch.values().getOrDefault("loss", Double.NaN));
        }
        return table;
    }

    /** All numbers of all readings. */
    private static void write(Path folder, GradientHistory gradients) throws IOException {
        List<List<?>> weights = new ArrayList<>();
        List<List<?>> outputs = new ArrayList<>();
        List<List<?>> findings = new ArrayList<>();
        for (Reading reading : gradients.readings()) {
            for (OfWeight each : reading.measurement().weights()) {
                weights.add(List.of(
                        reading.epoch(),
                        reading.step(),
                        each.path(),
                        each.gradientMean(),
                        each.gradientNorm(),
                        each.norm(),
                        reading.updateRatio(each.path())));
            }
            for (OfOutput each : reading.measurement().outputs()) {
                outputs.add(List.of(
                        reading.epoch(),
                        reading.step(),
                        each.layer(),
                        each.mean(),
                        each.standardDeviation(),
                        each.deadShare(),
                        each.saturatedShare()));
            }
            for (Finding each : reading.findings(Thresholds.usual())) {
                findings.add(List.of(
                        reading.epoch(), reading.step(), each.kind(), each.where(), each.value(), each.threshold()));
            }
        }
        CsvFiles.write(
                folder.resolve("gradients.csv"),
                List.of("epoch", "step", "weight", "gradient_mean", "gradient_norm", "weight_norm", "update_ratio"),
                weights);
        CsvFiles.write(
                folder.resolve("activations.csv"),
                List.of("epoch", "step", "layer", "mean", "standard_deviation", "dead_share", "saturated_share"),
                outputs);
        CsvFiles.write(
                folder.resolve("findings.csv"),
                List.of("epoch", "step", "kind", "where", "value", "threshold"),
                findings);
    }
}
