package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Array;
import io.cornu.data.Scaling;
import io.cornu.experiments.Block;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.plots.HeatMap;
import io.cornu.plots.ImageGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 2: Case study: successfully training an MLP for image classification" of the notes on optimization techniques
 * (w1d5t1), and the weights of its section 7: 784-10-10 on MNIST, with a learning rate that suits it, one that is too
 * small and one that is too large, and what the first layer looks like then.
 */
record MnistCaseStudy(DataDirectory directory) implements Experiment {
    private static final Shape IMAGE = Shape.of(28, 28, 1);
    private static final int SIDE = 28;

    @Override
    public String name() {
        return "mnist-case-study";
    }

    @Override
    public String sentence() {
        return "784-10-10 on MNIST, and its first layer as pictures: untrained, trained well, too slowly and too fast.";
    }

    /** What one training leaves. */
    private record Trained(double testAccuracy, Array first, Array second) {}

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        Architecture network = Mlp.of(IMAGE, 10, 10);
        int epochs = lab.choose(10, 5);
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("untrained", 0.0);
        rates.put("too slow", 1e-5);
        rates.put("well", 1e-3);
        rates.put("too fast", 0.3);
        Map<String, Trained> trained = new LinkedHashMap<>();
        for (Map.Entry<String, Double> rate : rates.entrySet()) {
            lab.checkCancelled();
            trained.put(rate.getKey(), train(network, rate.getValue(), epochs, data, lab, rate.getKey()));
        }

        Table table = Table.of("rates", "On test data", "training", "learning rate", "test accuracy", "roughness");
        List<Block> pictures = new ArrayList<>();
        for (Map.Entry<String, Trained> each : trained.entrySet()) {
            String name = each.getKey();
            Array kernel = each.getValue().first();
            table = table.plus(name, rates.get(name), each.getValue().testAccuracy(), roughness(kernel));
            pictures.add(Picture.of(
                    "weights-" + name.replace(' ', '-'),
                    "First-layer weights of the ten units, " + name,
                    ImageGrid.ofWeights("", kernel, SIDE, SIDE)));
        }
        return data.describe(lab.report("The case study: 784-10-10 on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", 64)
                .withSetting("optimizer", "Adam")
                .withSetting("learning rates", rates)
                .plus(Section.of("How well it learns", table, verdict(trained)))
                .plus(new Section("What the first layer looks for", pictures))
                .plus(Section.of(
                        "What each hidden unit contributes to each digit",
                        Picture.of(
                                "contributions",
                                "Weights from the hidden units to the outputs, trained well",
                                contributions(trained.get("well").second()))))
                .plus(Section.of(
                        "How rough the weights are",
                        Text.of("Roughness is the mean squared difference of weights of neighboring pixels over twice"
                                + " their variance: about 1 for independent weights, less for smooth ones.")))
                .plus(Sections.differences("The text has this section still to be coded: its pictures are missing and it"
                        + " leaves the activation open. It is ReLU here, with softmax and cross-entropy after it,"
                        + " and Adam. It takes noisy weights for a sign of a badly set rate; pixels at the border,"
                        + " which are black in every image, keep the noise they start with at any rate."));
    }

    private static Trained train(
            Architecture network, double rate, int epochs, CourseData data, Lab lab, String name) {
        var cell = lab.cell(name);
        try (Model model = network.build(cell.options())) {
            CompiledModel compiled =
                    model.compile(Adam.of(rate), sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
            if (rate > 0) {
                compiled.fit(data.train(), cell.fit(epochs).withBatchSize(64));
            }
            double accuracy = Training.accuracy(compiled, data.test());
            var weights = model.weights();
            return new Trained(accuracy, weights.get("dense/kernel"), weights.get("dense_1/kernel"));
        }
    }

    /** Neighbors in a row of pixels, all units together. */
    static double roughness(Array kernel) {
        double[] values = kernel.toDoubles();
        int units = (int) kernel.shape().get(1);
        double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
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
        throw new UnsupportedOperationException();
    }

    private static Verdict verdict(Map<String, Trained> trained) {
        StringBuilder words = new StringBuilder("Test accuracy and roughness of the first layer:");
        trained.forEach((name, result) -> words.append(String.format(
                Locale.ROOT, " %s %.4g and %.3g,", name, result.testAccuracy(), roughness(result.first()))));
        words.setCharAt(words.length() - 1, '.');
        return Verdict.of(words.toString());
    }
}
