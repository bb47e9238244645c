package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Verdict;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 5: Non-convexity, solution: overparameterization" of the notes on optimization techniques (w1d5t1): networks of
 * one hidden layer from narrow to wide, each from several starts. Where a narrow one ends depends on where it starts; a
 * wide one ends low from anywhere.
 */
record MnistWidth(DataDirectory directory) implements Experiment {
    static final List<Integer> WIDTHS = List.of(2, 4, 10, 32, 128, 512);
    private static final int STARTS = 3;
    private static final int BATCH = 64;
    private static final SGD OPTIMIZER = SGD.of(0.1);

    @Override
    public String name() {
        return "mnist-width";
    }

    @Override
    public String sentence() {
        return "Over-parameterisation: hidden layers of 2 to 512 units on MNIST, each from three starts.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        int epochs = lab.choose(10, 5);
        Map<String, Integer> widths = new LinkedHashMap<>();
        WIDTHS.forEach(width -> widths.put(width + " units", width));

        Comparison comparison = lab.compare("widths", widths, (width, cell) -> train(width, epochs, data, cell));

        return data.describe(lab.report("Wide and narrow networks on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("starts of each width", STARTS)
                .plus(Section.of(
                        "Where training ends",
                        Picture.of(
                                "loss-by-width",
                                "Training loss at the end, from the worst and the best of " + STARTS + " starts",
                                chart(comparison)),
                        comparison.picture("Training loss, mean of the starts", "loss"),
                        comparison
                                .ranking("train_loss", Ranking.Direction.LOWEST)
                                .verdict(),
                        Sections.best(comparison),
                        distances(comparison),
                        comparison.table("Mean of the starts, and the distance of worst and best")))
                .plus(Sections.differences("The text has this section as pictures, which are missing. The widths, the"
                        + " number of starts, the learning rate and the epochs are chosen here."))
                .plus(Sections.everyEpoch("The mean of the starts.", comparison));
    }

    private static Outcome train(int width, int epochs, CourseData data, Cell cell) {
        List<Double> trainLosses = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        double[] mean = new double[epochs];
        for (int start = 0; start < STARTS; start++) {
            var options = cell.options().withSeed(Seed.of(cell.seed() * STARTS + start));
            try (Model model = Mlp.of(Shape.of(28, 28, 1), width, 10).build(options)) {
                CompiledModel compiled =
                        model.compile(OPTIMIZER, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
                double[] losses = compiled.fit(data.train(), cell.fit(epochs).withBatchSize(BATCH))
                        .get("loss");
                for (int i = 0; i < losses.length; i++) {
                    mean[i] += losses[i] / STARTS;
                }
                trainLosses.add(compiled.evaluate(data.train(), 1000).getOrDefault("loss", Double.NaN));
                accuracies.add(Training.accuracy(compiled, data.test()));
            }
        }
        Map<String, Double> results = new LinkedHashMap<>();
        results.put("train_loss", mean(trainLosses));
        results.put("best_train_loss", Collections.min(trainLosses));
        results.put("worst_train_loss", Collections.max(trainLosses));
        results.put(Training.TEST_ACCURACY, mean(accuracies));
        results.put("test_accuracy_distance", Collections.max(accuracies) - Collections.min(accuracies));
        List<Double> losses = new ArrayList<>();
        for (double loss : mean) {
            losses.add(loss);
        }
        return cell.outcome(Map.of("loss", losses), results);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static LineChart chart(Comparison comparison) {
        LineChart chart = LineChart.of("Training loss", "hidden units", "loss").withLogarithmicX(true);
        List<Double> places = WIDTHS.stream().map(Integer::doubleValue).toList();
        for (String result : List.of("worst_train_loss", "best_train_loss")) {
            chart = chart.plus(new Series(
                    result.substring(0, result.indexOf('_')),
                    places,
                    comparison.variants().stream()
                            .map(variant -> Sections.mean(comparison, variant, result))
                            .toList()));
        }
        return chart;
    }

    private static Verdict distances(Comparison comparison) {
        StringBuilder words = new StringBuilder("Training loss of the worst start less that of the best:");
        for (String variant : comparison.variants()) {
            words.append(String.format(
                    Locale.ROOT,
                    " %s (%.3g),",
                    variant,
                    Sections.mean(comparison, variant, "worst_train_loss")
                            - Sections.mean(comparison, variant, "best_train_loss")));
        }
        words.setCharAt(words.length() - 1, '.');
        return Verdict.of(words.toString());
    }
}
