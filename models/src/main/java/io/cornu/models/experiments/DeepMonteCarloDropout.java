package io.cornu.models.experiments;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Text;
import io.cornu.model.Model;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.BarChart;
import io.cornu.plots.ImageGrid;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * "Monte Carlo Dropout" of "Deep Neural Networks": 100 predictions of the first test image with dropout switched on, their
 * mean and deviation against the plain prediction, and the accuracy of both over all test images.
 */
record DeepMonteCarloDropout(DataDirectory directory) implements Experiment {
    static final int PASSES = 100;
    private static final int SHOWN = 10;
    private static final double RATE = 0.2;
    private static final String VARIANT = "dropout " + RATE;
    private static final SGD OPTIMIZER = SGD.of(0.01).withMomentum(0.9);

    @Override
    public String name() {
        return "deep-monte-carlo-dropout";
    }

    @Override
    public String sentence() {
        return "100 predictions with dropout on: mean and deviation against the plain prediction, and which images are"
                + " unsure.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(5, 10);
        Comparison comparison =
                lab.compare("monte-carlo", Map.of(VARIANT, RATE), (rate, cell) -> trained(data, rate, epochs, cell));
        Outcome outcome = comparison.of(VARIANT).get(0);
        List<String> classes = data.test().classNames();
        int truth = (int) data.test().read(new int[] {0}).targets().get(0).at(0);
        return data.describe(lab.report("Monte-Carlo dropout"))
                .withSetting("epochs", epochs)
                .withSetting("passes", PASSES)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "The first test image: " + classes.get(truth),
                        probabilities(comparison, outcome, classes),
                        bars(comparison, outcome, classes)))
                .plus(Section.of(
                        "All test images",
                        Blocks.verdict(
                                "Test accuracy: %.2f%% by the plain prediction, %.2f%% by the mean of %d passes. Log"
                                        + " loss: %.4f and %.4f.",
                                100 * Sections.mean(comparison, VARIANT, Training.TEST_ACCURACY),
                                100 * Sections.mean(comparison, VARIANT, "monte_carlo_accuracy"),
                                PASSES,
                                Sections.mean(comparison, VARIANT, "test_loss"),
                                Sections.mean(comparison, VARIANT, "monte_carlo_loss")),
                        comparison.table("On test data")))
                .plus(Section.of("The most uncertain of them", grid(data, comparison, outcome)))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("As printed, the text predicts with a network that it never trained. Here it is trained"
                                + " first; optimizer and epochs are this experiment's."),
                        Text.of("The text's \"model without dropout\" is the same network in inference mode, and so it"
                                + " is here.")));
    }

    private static Outcome trained(DeepData data, double rate, int epochs, Cell cell) {
        try (Model model = DeepDropout.network(rate).build(cell.options())) {
            Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs));
            Batch test = DeepData.all(data.test());
            Array images = test.inputs().get(0);
            UncertainPrediction predicted = MonteCarlo.of(PASSES).predict(model, images);
            double[] entropy = predicted.predictiveEntropy().toDoubles();
            List<Integer> unsure = IntStream.range(0, entropy.length)
                    .boxed()
                    .sorted((one, other) -> Double.compare(entropy[other], entropy[one]))
                    .limit(SHOWN)
                    .toList();
            return trained.with(scores(
                            predicted.mean().toDoubles(), test.targets().get(0).toInts()))
                    .withColumn("first image, mean", list(predicted.mean().rows(0, 1)))
                    .withColumn(
                            "first image, deviation",
                            list(predicted.standardDeviation().rows(0, 1)))
                    .withColumn("first image, plain", list(model.predict(images.rows(0, 1))))
                    .withColumn(
                            "unsure", unsure.stream().map(Integer::doubleValue).toList())
                    .withColumn(
                            "entropy",
                            unsure.stream().map(index -> entropy[index]).toList())
                    .outcome(cell);
        }
    }

    /** Accuracy and cross-entropy of probabilities, one row an example. */
    static Map<String, Double> scores(double[] probabilities, int[] classes) {
        int count = probabilities.length / classes.length;
        int right = 0;
        double loss = 0;
        for (int i = 0; i < classes.length; i++) {
            double[] row = Arrays.copyOfRange(probabilities, i * count, (i + 1) * count);
            right += Training.highest(row) == classes[i] ? 1 : 0;
            loss -= Math.log(Math.max(1e-7, row[classes[i]]));
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("monte_carlo_loss", loss / classes.length);
        scores.put("monte_carlo_accuracy", (double) right / classes.length);
        return scores;
    }

    private static List<Double> list(Array array) {
        return Blocks.list(array.toDoubles());
    }

    private static Table probabilities(Comparison comparison, Outcome outcome, List<String> classes) {
        Table table = Table.of(
                "first-image",
                Sections.ofOne(comparison, outcome, "Probability of each class"),
                "class",
                "mean of passes",
                "deviation",
                "plain prediction");
        for (int i = 0; i < classes.size(); i++) {
            table = table.plus(
                    classes.get(i),
                    outcome.column("first image, mean").get(i),
                    outcome.column("first image, deviation").get(i),
                    outcome.column("first image, plain").get(i));
        }
        return table;
    }

    private static Picture bars(Comparison comparison, Outcome outcome, List<String> classes) {
        return Picture.of(
                "first-image",
                Sections.ofOne(
                        comparison,
                        outcome,
                        "Mean and standard deviation of " + PASSES + " passes, and the plain prediction"),
                BarChart.of("First test image", "class", "probability", classes)
                        .plus(new BarChart.Group(
                                "mean of passes",
                                outcome.column("first image, mean"),
                                outcome.column("first image, deviation")))
                        .plus(new BarChart.Group("plain", outcome.column("first image, plain"), List.of())));
    }

    private static Picture grid(DeepData data, Comparison comparison, Outcome outcome) {
        int[] unsure =
                outcome.column("unsure").stream().mapToInt(Double::intValue).toArray();
        Batch batch = data.test().read(unsure);
        int[] truth = batch.targets().get(0).toInts();
        List<String> captions = IntStream.range(0, unsure.length)
                .mapToObj(i -> data.test().classNames().get(truth[i]) + "\n"
                        + String.format(
                                java.util.Locale.ROOT,
                                "%.2f nats",
                                outcome.column("entropy").get(i)))
                .toList();
        return Picture.of(
                "unsure",
                Sections.ofOne(
                        comparison,
                        outcome,
                        "The test images whose mean prediction has the highest entropy, with their true classes"),
                ImageGrid.of("Most uncertain", batch.inputs().get(0), captions));
    }
}
