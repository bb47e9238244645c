package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;

import io.cornu.diagnostics.GradientStatistics;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.HeatMap;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * "The Vanishing-Exploding Gradient Problem" of "Deep Neural Networks": 300 and ten times 100 units learn Fashion-MNIST
 * with sigmoid, with ReLU, and with sigmoid behind batch normalization; and the gradient of each layer is measured after
 * each epoch.
 */
record DeepVanishingGradients(DataDirectory directory) implements Experiment {
    /** The first has 300 units, the others 100. */
    static final int HIDDEN = 11;

    private static final int PROBE = 256;
    private static final SGD OPTIMIZER = SGD.of(0.01);
    private static final String GRADIENT = "gradient ";

    /** Powers of ten between the gradient's norm in the first hidden and in the output layer. */
    private static final String BEFORE = "first_to_last_log10_before";

    private static final String AFTER = "first_to_last_log10_after";

    @Override
    public String name() {
        return "deep-vanishing-gradients";
    }

    @Override
    public String sentence() {
        return "11 hidden layers with sigmoid, ReLU, sigmoid + BatchNormalization: the gradient of each layer and epoch.";
    }

    /** The text's networks. */
    static Map<String, Architecture> networks() {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put("sigmoid", deep(dense -> List.of(dense.withActivation(sigmoid()))));
        networks.put("ReLU", deep(dense -> List.of(dense.withActivation(relu()))));
        networks.put(
                "sigmoid + BatchNormalization",
                deep(dense -> List.of(BatchNormalization.of(), dense.withActivation(sigmoid()))));
        return networks;
    }

    /** Dense layers of 300 and ten times 100 units, each made into what stands for it, and ten classes. */
    static Architecture deep(Function<Dense, List<Layer>> hidden) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(28, 28, 1), Flatten.of()));
        for (int i = 0; i < HIDDEN; i++) {
            layers.addAll(hidden.apply(Dense.of(i == 0 ? 300 : 100)));
        }
        layers.add(Dense.of(10).withActivation(softmax()));
        return Sequential.of(layers);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 10_000);
        int epochs = lab.choose(3, 10);
        Comparison comparison = lab.compare("vanishing", networks(), (network, cell) -> {
            try (Model model = network.build(cell.options())) {
                GradientStatistics statistics =
                        GradientStatistics.of(data.train().slice(0, PROBE));
                Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs, statistics));
                return with(statistics, trained).outcome(cell);
            }
        });

        Report report = data.describe(lab.report("Vanishing gradients"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", Fit.epochs(epochs).batchSize())
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("gradients measured on", "the first " + PROBE + " training examples");
        for (String variant : comparison.variants()) {
            report = report.plus(gradients(comparison, variant));
        }
        return report.plus(Sections.learned("Does it learn?", comparison, "Training loss", "On test data"))
                .plus(Section.of(
                        "Every epoch",
                        Text.of("The columns of gradients begin before training: their first row comes before the first"
                                + " epoch, and they have one row more than the others."),
                        comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Blocks.text(
                                "The text speaks of 10 hidden layers. Its code, and so this experiment, has %d: one of 300"
                                        + " units before ten of 100.",
                                HIDDEN),
                        Text.of("The text says that batch normalization comes after every hidden layer. Its code, and"
                                + " so this experiment, puts it before every hidden layer: the images are normalized as"
                                + " well, and the last hidden layer's output is not."),
                        Text.of("The text shows the accuracy on validation data alone; the accuracy on test data and"
                                + " the gradients themselves are added here.")));
    }

    /** What came of it, with a column for each kernel: the norm of its gradient before training and after each epoch. */
    private static Trained with(GradientStatistics statistics, Trained trained) {
        List<LineChart.Series> kernels = statistics.history().gradientNorms().series();
        Trained measured = trained;
        for (LineChart.Series kernel : kernels) {
            measured = measured.withColumn(GRADIENT + kernel.name(), kernel.y());
        }
        List<Double> first = kernels.get(0).y();
        List<Double> last = kernels.get(kernels.size() - 1).y();
        int end = first.size() - 1;
        return measured.with(BEFORE, Math.log10(first.get(0) / last.get(0)))
                .with(AFTER, Math.log10(first.get(end) / last.get(end)));
    }

    private static Section gradients(Comparison comparison, String variant) {
        Outcome outcome = comparison.of(variant).get(0);
        List<String> layers = outcome.history().keySet().stream()
                .filter(column -> column.startsWith(GRADIENT))
                .map(column -> column.substring(GRADIENT.length()))
                .toList();
        Map<String, LineChart.Series> norms = new LinkedHashMap<>();
        layers.forEach(layer -> norms.put(layer, comparison.curve(variant, GRADIENT + layer)));
        int readings = outcome.column(GRADIENT + layers.get(0)).size();
        List<Double> moments =
                IntStream.range(0, readings).mapToObj(Double::valueOf).toList();
        LineChart lines = LineChart.of("Gradient norm by layer: " + variant, "epochs done", "L2 norm of the gradient")
                .withLogarithmic(true);
        for (Map.Entry<String, LineChart.Series> norm : norms.entrySet()) {
            lines = lines.plus(
                    new LineChart.Series(norm.getKey(), moments, norm.getValue().y()));
        }
        HeatMap map = HeatMap.of(
                        "Gradient norm by layer and epoch: " + variant,
                        "epochs done",
                        "layer, the first on top",
                        IntStream.range(0, readings).mapToObj(Integer::toString).toList(),
                        layers,
                        norms.values().stream()
                                .map(norm -> norm.y().stream()
                                        .mapToDouble(value -> value)
                                        .toArray())
                                .toArray(double[][]::new))
                .withLogarithmic(true);
        String file = Blocks.file(variant);
        return Section.of(
                "Gradients with " + variant,
                Blocks.verdict(
                        "%s: the gradient of the first hidden layer has %.2g times the norm of the output layer's before"
                                + " training, %.2g times after it.",
                        variant,
                        Math.pow(10, Sections.mean(comparison, variant, BEFORE)),
                        Math.pow(10, Sections.mean(comparison, variant, AFTER))),
                Picture.of(
                        "gradient-map-" + file,
                        Sections.meanOfSeeds(comparison, "Dark is small; the scale is logarithmic"),
                        map),
                Picture.of(
                        "gradient-lines-" + file,
                        Sections.meanOfSeeds(comparison, "A line for each layer's kernel"),
                        lines));
    }
}
