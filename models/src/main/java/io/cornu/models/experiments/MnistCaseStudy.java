package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Array;
import io.cornu.data.Scaling;
import io.cornu.experiments.Block;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.plots.HeatMap;
import io.cornu.plots.ImageGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 2: Case study: successfully training an MLP for image classification" of the notes on optimization techniques
 * (w1d5t1), and the weights of its section 7: 784-10-10 on MNIST, with Adam's usual learning rate, a hundredth of it and
 * a hundred times as much, and what the first layer looks like then.
 */
record MnistCaseStudy(DataDirectory directory) implements Experiment {
    private static final int SIDE = 28;
    private static final int UNITS = 10;
    private static final int BATCH = 64;
    private static final String FIRST = "first layer";
    private static final String SECOND = "second layer";
    private static final String ROUGHNESS = "roughness";

    /** Keras' default for Adam. */
    private static final String USUAL = "rate 0.001";

    @Override
    public String name() {
        return "mnist-case-study";
    }

    @Override
    public String sentence() {
        return "784-10-10 on MNIST, and its first layer as pictures: untrained, and trained at three learning rates.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        int epochs = 10;
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("untrained", 0.0);
        rates.put("rate 0.00001", 1e-5);
        rates.put(USUAL, 1e-3);
        rates.put("rate 0.1", 0.1);

        Comparison comparison =
                lab.compare("rates", rates, (rate, cell) -> train(rate, rate == 0 ? 0 : epochs, data, cell));

        List<Block> pictures = new ArrayList<>();
        for (String name : rates.keySet()) {
            pictures.add(Picture.of(
                    "weights-" + Blocks.file(name),
                    ofFirstSeed(comparison, name, "First-layer weights of the " + UNITS + " units, " + name),
                    ImageGrid.ofWeights("", kernel(comparison, name, FIRST, SIDE * SIDE), SIDE, SIDE)));
        }
        return data.describe(lab.report("The case study: 784-10-10 on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", "Adam")
                .withSetting("learning rates", rates)
                .plus(Section.of(
                        "How well it learns",
                        Sections.best(comparison),
                        roughnesses(comparison),
                        Text.of("Roughness is the mean squared difference of weights of neighboring pixels over twice"
                                + " their variance: about 1 for independent weights, less for smooth ones."),
                        comparison.table("On test data")))
                .plus(new Section("What the first layer looks for", pictures))
                .plus(Section.of(
                        "What each hidden unit contributes to each digit",
                        Picture.of(
                                "contributions",
                                ofFirstSeed(
                                        comparison, USUAL, "Weights from the hidden units to the outputs, " + USUAL),
                                contributions(kernel(comparison, USUAL, SECOND, UNITS)))))
                .plus(Sections.differences(
                        "The text has this section still to be coded: its pictures are missing and it"
                                + " leaves the activation open. It is ReLU here, with softmax and cross-entropy after it,"
                                + " and Adam. It takes noisy weights for a sign of a badly set rate; pixels at the border,"
                                + " which are black in every image, keep the noise they start with at any rate."));
    }

    /** Keeps the weights with the outcome, so that a run that goes on draws the same pictures. */
    private static Outcome train(double rate, int epochs, CourseData data, Cell cell) {
        try (Model model = Mlp.of(Shape.of(SIDE, SIDE, 1), UNITS, 10).build(cell.options())) {
            CompiledModel compiled =
                    model.compile(Adam.of(rate), sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
            if (epochs > 0) {
                compiled.fit(data.train(), cell.fit(epochs).withBatchSize(BATCH));
            }
            Array first = model.weights().get("dense/kernel");
            Map<String, Double> results = new LinkedHashMap<>(Training.tested(compiled, data.test()));
            results.put(ROUGHNESS, roughness(first));
            return cell.outcome(
                    Map.of(FIRST, list(first), SECOND, list(model.weights().get("dense_1/kernel"))), results);
        }
    }

    private static List<Double> list(Array array) {
        return Blocks.list(array.toDoubles());
    }

    private static String ofFirstSeed(Comparison comparison, String variant, String caption) {
        return Sections.ofOne(comparison, comparison.of(variant).get(0), caption);
    }

    private static Array kernel(Comparison comparison, String variant, String layer, int rows) {
        List<Double> values = comparison.of(variant).get(0).column(layer);
        double[] numbers = Blocks.numbers(values);
        return Array.of(numbers, rows, numbers.length / rows);
    }

    /** Whether smooth weights are a sign of good ones. */
    private static Verdict roughnesses(Comparison comparison) {
        ToDoubleFunction<String> roughness = variant -> Sections.mean(comparison, variant, ROUGHNESS);
        ToDoubleFunction<String> accuracy = variant -> Sections.mean(comparison, variant, Training.TEST_ACCURACY);
        String smoothest = Collections.min(comparison.variants(), Comparator.comparingDouble(roughness));
        String best = Collections.max(comparison.variants(), Comparator.comparingDouble(accuracy));
        String list = comparison.variants().stream()
                .map(variant -> String.format(Locale.ROOT, "%s %.3g", variant, roughness.applyAsDouble(variant)))
                .collect(Collectors.joining(", "));
        return Verdict.of("Roughness of the first layer: " + list + ". "
                + (smoothest.equals(best)
                        ? "The smoothest weights are those of the best network."
                        : "The smoothest weights, " + smoothest + ", are not those of the best network, " + best
                                + "."));
    }

    /** Neighbors in a row of pixels, all units together. */
    static double roughness(Array kernel) {
        double[] values = kernel.toDoubles();
        int units = (int) kernel.shape().get(1);
        double mean = IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(0);
        double variance = IntStream.range(0, values.length)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElse(0);
        double differences = IntStream.range(0, values.length - units)
                .filter(i -> i / units % SIDE != SIDE - 1)
                .mapToDouble(i -> (values[i + units] - values[i]) * (values[i + units] - values[i]))
                .average()
                .orElse(0);
        return differences / (2 * variance);
    }

    private static HeatMap contributions(Array second) {
        int units = (int) second.shape().get(0);
        int classes = (int) second.shape().get(1);
        double[][] weights = new double[units][classes];
        for (int i = 0; i < second.size(); i++) {
            weights[i / classes][i % classes] = second.at(i);
        }
        return HeatMap.of("", "digit", "hidden unit", numbers(classes), numbers(units), weights);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
