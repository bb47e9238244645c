package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.CsvFiles;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.experiments.Block;
import io.cornu.experiments.Monitor;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.plots.Histogram;
import io.cornu.plots.ImageGrid;
import io.cornu.uncertainty.Calibration;
import io.cornu.uncertainty.RiskCoverage;
import io.cornu.uncertainty.UncertainPrediction;
import io.cornu.uncertainty.UncertaintyMeasure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** What {@code cornu mc-dropout} computes and tells. */
final class McDropoutRun {
    private static final double REJECTED = .1;

    private final McDropoutModel model;
    private final Dataset examples;
    private final Settings settings;
    private final List<Array> plain = new ArrayList<>();
    private final List<UncertainPrediction> parts = new ArrayList<>();

    /**
     * What was asked for.
     *
     * @param passes how many predictions
     * @param batchSize how many examples at once
     * @param measure what the ranking goes by, if it was named
     * @param top how many of the most uncertain are shown
     * @param bins of the reliability diagram
     */
    record Settings(int passes, int batchSize, Optional<UncertaintyMeasure> measure, int top, int bins) {}

    McDropoutRun(McDropoutModel model, Dataset examples, Settings settings) {
        this.model = model;
        this.examples = examples;
        this.settings = settings;
        int outputs = model.outputs();
        if (outputs != 1) {
            throw new CommandFailure("MODEL: expected a model with one output, received one with " + outputs + ".");
        }
        // Better to fail now than after all passes.
        model.plain(inputs(0, 1));
        model.uncertain(inputs(0, 1), 2);
    }

    /** Predicts batch by batch; false where it was interrupted. */
    boolean predict(LabProgress progress, BooleanSupplier isInterrupted) {
        for (int from = 0; from < examples.size(); from += settings.batchSize()) {
            if (isInterrupted.getAsBoolean()) {
                return false;
            }
            int to = Math.min(examples.size(), from + settings.batchSize());
            List<Array> some = inputs(from, to);
            plain.addAll(model.plain(some));
            parts.addAll(model.uncertain(some, settings.passes()));
            progress.progressed(new Monitor.Progress(
                    "mc-dropout", (double) to / examples.size(), to + "/" + examples.size() + " examples"));
        }
        return true;
    }

    private List<Array> inputs(int from, int to) {
        return examples.read(IntStream.range(from, to).toArray()).inputs();
    }

    private UncertainPrediction prediction() {
        return UncertainPrediction.concatenate(parts);
    }

    /** Files beside the report. */
    void write(Path folder) throws IOException {
        UncertainPrediction prediction = prediction();
        NumpyFiles.write(folder.resolve("mean.npy"), prediction.mean());
        NumpyFiles.write(folder.resolve("standard-deviation.npy"), prediction.standardDeviation());
        Judged judged = judged();
        List<List<?>> rows = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            rows.add(judged.row(i));
        }
        CsvFiles.write(folder.resolve("predictions.csv"), judged.columns(), rows);
    }

    Report report(String file, String data, String command) {
        Judged judged = judged();
        int[] ranking = UncertaintyMeasure.ranking(judged.uncertainties());
        List<Block> first = new ArrayList<>();
        first.add(Verdict.of(summary(judged)));
        judged.labels().ifPresent(labels -> first.addAll(againstLabels(judged, labels)));
        int[] shown = Arrays.copyOf(ranking, Math.min(settings.top(), ranking.length));
        List<Block> uncertain = new ArrayList<>();
        picture(judged, shown).ifPresent(uncertain::add);
        Table table = Table.of(
                "most-uncertain",
                "The most uncertain examples",
                judged.columns().toArray(String[]::new));
        for (int i : shown) {
            table = table.plus(judged.row(i).toArray());
        }
        uncertain.add(table);
        return Report.of("Uncertainty of " + model.name() + " on " + data, command)
                .withSetting("model", file)
                .withSetting("data", data + ", " + examples.size() + " examples")
                .withSetting("passes", settings.passes())
                .withSetting("measure", judged.measure().name().toLowerCase(Locale.ROOT))
                .plus(new Section("How sure is the model?", first))
                .plus(new Section("Most uncertain", uncertain));
    }

    private Judged judged() {
        UncertainPrediction prediction = prediction();
        Optional<Array> labels = Optional.of(examples)
                .filter(data -> !data.read(new int[] {0}).targets().isEmpty())
                .map(data -> data.read(IntStream.range(0, data.size()).toArray())
                        .targets()
                        .get(0));
        UncertaintyMeasure measure = settings.measure()
                .orElse(prediction.isDistribution() ? UncertaintyMeasure.ENTROPY : UncertaintyMeasure.VARIANCE);
        if (!prediction.isDistribution() && measure != UncertaintyMeasure.VARIANCE) {
            throw new CommandFailure("--measure: expected variance, for the output is no probability distribution,"
                    + " received " + measure.name().toLowerCase(Locale.ROOT) + ".");
        }
        return Judged.of(prediction, measure, labels, examples.classNames());
    }

    private String summary(Judged judged) {
        double mean = Arrays.stream(judged.uncertainties()).average().orElse(0);
        return String.format(
                Locale.ROOT,
                "Over %d passes the mean uncertainty of %d examples, by %s, is %.4g.",
                settings.passes(),
                examples.size(),
                judged.measure().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                mean);
    }

    private List<Block> againstLabels(Judged judged, Array labels) {
        List<Block> blocks = new ArrayList<>();
        if (!judged.isClassified()) {
            return blocks;
        }
        Array means = judged.prediction().mean();
        Calibration calibration = Calibration.of(means, labels, settings.bins());
        Calibration without = Calibration.of(Array.concatenate(plain), labels, settings.bins());
        RiskCoverage curve = RiskCoverage.of(judged.uncertainties(), means, labels);
        RiskCoverage plainCurve = RiskCoverage.of(judged.uncertainties(), Array.concatenate(plain), labels);
        blocks.add(Verdict.of(String.format(
                Locale.ROOT,
                "The mean over the passes is right for %.2f%% of the examples, the plain prediction for %.2f%%; the expected"
                        + " calibration error is %.4f with dropout and %.4f without.",
                100 * curve.accuracyRejecting(0),
                100 * plainCurve.accuracyRejecting(0),
                calibration.expectedError(),
                without.expectedError())));
        blocks.add(Verdict.of(String.format(
                Locale.ROOT,
                "Without the %.0f%% most uncertain examples it is right for %.2f%%.",
                100 * REJECTED,
                100 * curve.accuracyRejecting(REJECTED))));
        blocks.add(Table.of(
                        "quality",
                        "Quality of the uncertainty",
                        "prediction",
                        "accuracy",
                        "ECE",
                        "largest calibration error",
                        "AURC",
                        "excess AURC")
                .plus(
                        "mean of " + settings.passes() + " passes",
                        curve.accuracyRejecting(0),
                        calibration.expectedError(),
                        calibration.largestError(),
                        curve.area(),
                        curve.excessArea())
                .plus(
                        "plain",
                        plainCurve.accuracyRejecting(0),
                        without.expectedError(),
                        without.largestError(),
                        Double.NaN,
                        Double.NaN));
        blocks.add(Picture.of("reliability", "Accuracy by confidence, with dropout", calibration.figure()));
        blocks.add(Picture.of("rejection", "Accuracy when the most uncertain examples are rejected", curve.figure()));
        blocks.add(Picture.of("uncertainty", "Uncertainty of right and wrong predictions", histogram(judged)));
        return blocks;
    }

    private static Histogram histogram(Judged judged) {
        double[] all = judged.uncertainties();
        String name = judged.measure().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Histogram histogram = Histogram.of("Uncertainty", name, 30);
        double[] right = IntStream.range(0, all.length)
                .filter(judged::isRight)
                .mapToDouble(i -> all[i])
                .toArray();
        double[] wrong = IntStream.range(0, all.length)
                .filter(i -> !judged.isRight(i))
                .mapToDouble(i -> all[i])
                .toArray();
        return histogram.plus("right", right).plus("wrong", wrong);
    }

    /** The examples themselves, where they are images. */
    private Optional<Picture> picture(Judged judged, int[] shown) {
        Array inputs = examples.read(shown).inputs().get(0);
        Shape shape = inputs.shape();
        int rank = shape.numDimensions();
        boolean isImage = (rank == 3 || rank == 4 && (shape.get(3) == 1 || shape.get(3) == 3))
                && shape.get(1) > 1
                && shape.get(2) > 1;
        if (!isImage) {
            return Optional.empty();
        }
        List<String> captions = Arrays.stream(shown).mapToObj(judged::caption).toList();
        return Optional.of(Picture.of(
                "most-uncertain", "The most uncertain examples", ImageGrid.of("Most uncertain", inputs, captions)));
    }
}
