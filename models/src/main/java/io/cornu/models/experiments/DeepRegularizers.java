package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.BarChart;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * "L1 and L2 regularization" of "Deep Neural Networks": ELU and He layers with no penalty, L2, L1, and both; how large
 * and how sparse the weights become, and how well they do.
 */
record DeepRegularizers(DataDirectory directory) implements Experiment {
    /** Weights closer to 0 than this are as good as 0. */
    static final double NEAR = 1e-3;

    private static final double L1 = 0.001;
    private static final double L2 = 0.01;
    private static final SGD OPTIMIZER = SGD.of(0.01);

    @Override
    public String name() {
        return "deep-regularizers";
    }

    @Override
    public String sentence() {
        return "No penalty, L2, L1 and elastic net: the size of the weights, how many are near 0, and the accuracy.";
    }

    /** L2 as in the text, which gives no numbers for the others. */
    static Map<String, Regularizer> regularizers() {
        Map<String, Regularizer> regularizers = new LinkedHashMap<>();
        regularizers.put("none", Regularizers.none());
        regularizers.put("L2 " + L2, Regularizers.l2(L2));
        regularizers.put("L1 " + L1, Regularizers.l1(L1));
        regularizers.put("elastic net " + L1 + ", " + L2, Regularizers.l1L2(L1, L2));
        return regularizers;
    }

    private static Architecture network(Regularizer regularizer) {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                hidden(300, regularizer),
                hidden(100, regularizer),
                Dense.of(10).withActivation(softmax()));
    }

    private static Dense hidden(int units, Regularizer regularizer) {
        return Dense.of(units)
                .withActivation(elu())
                .withKernelInitializer(heNormal())
                .withKernelRegularizer(regularizer);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(5, 20);
        Comparison comparison = lab.compare("regularizers", regularizers(), (regularizer, cell) -> {
            try (Model model = network(regularizer).build(cell.options())) {
                Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs));
                History.Epoch last = trained.history().last();
                return trained.with(
                                "gap", last.get("sparse_categorical_accuracy") - last.get(Training.VALIDATION_ACCURACY))
                        .with(sizes(model.weights().get("dense/kernel").toDoubles()))
                        .outcome(cell);
            }
        });
        return data.describe(lab.report("L1 and L2"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .withSetting("near 0", "closer than " + NEAR)
                .plus(Section.of(
                        "The first layer's weights",
                        Blocks.verdict(
                                "Mean absolute weight of the first layer: %s. Share of weights near 0: %s. Exactly 0:"
                                        + " %s.",
                                each(comparison, "mean_absolute_weight", "%.3g"),
                                each(comparison, "share_near_0", "%.3g"),
                                each(comparison, "share_of_0", "%.3g")),
                        bars(comparison)))
                .plus(Sections.learned(
                        "How well they do",
                        comparison,
                        "Training loss, penalty included",
                        "On test data, losses with penalties; the gap is training minus validation accuracy",
                        comparison.history()))
                .plus(Sections.differences(
                        "The text says that L1 tends to drive some weights to exactly 0. Gradient descent has no"
                                + " step made to end there: the penalty's gradient pushes weights to and fro about 0"
                                + " in steps of rate times factor. Shares of the first layer's weights that are"
                                + " exactly 0 here: " + each(comparison, "share_of_0", "%.3g") + ".",
                        "The text trains nothing with these penalties, and gives a factor for L2 alone."));
    }

    /** How large and how sparse weights are. */
    static Map<String, Double> sizes(double[] weights) {
        double sum = 0;
        double squares = 0;
        int near = 0;
        int zero = 0;
        for (double weight : weights) {
            sum += Math.abs(weight);
            squares += weight * weight;
            near += Math.abs(weight) < NEAR ? 1 : 0;
            zero += weight == 0 ? 1 : 0;
        }
        Map<String, Double> sizes = new LinkedHashMap<>();
        sizes.put("mean_absolute_weight", sum / weights.length);
        sizes.put("weight_norm", Math.sqrt(squares));
        sizes.put("share_near_0", (double) near / weights.length);
        sizes.put("share_of_0", (double) zero / weights.length);
        return sizes;
    }

    private static String each(Comparison comparison, String result, String format) {
        StringBuilder words = new StringBuilder();
        for (String variant : comparison.variants()) {
            double value = Sections.mean(comparison, variant, result);
            words.append(words.length() == 0 ? "" : ", ").append(variant).append(" (");
            words.append(String.format(java.util.Locale.ROOT, format, value)).append(')');
        }
        return words.toString();
    }

    private static Picture bars(Comparison comparison) {
        double[] shares = comparison.variants().stream()
                .mapToDouble(variant -> Sections.mean(comparison, variant, "share_near_0"))
                .toArray();
        return Picture.of(
                "share-near-0",
                Sections.meanOfSeeds(
                        comparison, "Share of the first layer's weights that are closer to 0 than " + NEAR),
                BarChart.of("Weights near 0", "penalty", "share", comparison.variants())
                        .plus("share near 0", shares));
    }
}
