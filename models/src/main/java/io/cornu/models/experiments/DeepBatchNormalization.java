package io.cornu.models.experiments;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.models.experiments.DeepVanishingGradients.deep;

import io.cornu.data.Array;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Phase;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * "Batch Normalization" of "Deep Neural Networks": the text's sigmoid network with normalization before each hidden
 * layer, the same with normalization between each layer and its activation, and what folding makes of both.
 */
record DeepBatchNormalization(DataDirectory directory) implements Experiment {
    private static final SGD OPTIMIZER = SGD.of(0.01);

    static final String BEFORE = "before the layer";
    static final String BETWEEN = "before the activation";

    @Override
    public String name() {
        return "deep-batch-normalization";
    }

    @Override
    public String sentence() {
        return "BatchNormalization before layers or before activations, and folded away with the same predictions.";
    }

    static Map<String, Architecture> networks() {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put("none", deep(dense -> List.of(dense.withActivation(sigmoid()))));
        networks.put(BEFORE, deep(dense -> List.of(BatchNormalization.of(), dense.withActivation(sigmoid()))));
        networks.put(BETWEEN, deep(dense -> List.of(dense, BatchNormalization.of(), Activation.of(sigmoid()))));
        return networks;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(3, 10);
        Comparison comparison = lab.compare("batch-normalization", networks(), (network, cell) -> {
            try (Model model = network.build(cell.options())) {
                return data.train(model, OPTIMIZER, cell.fit(epochs))
                        .with(folded(model, images(data)))
                        .outcome(cell);
            }
        });
        return data.describe(lab.report("Batch normalization"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Sections.learned("Does it learn?", comparison, "Training loss", "On test data, and folded"))
                .plus(Section.of("Folded", folding(comparison)))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text folds a normalization into the layer before it. That is possible only where"
                                + " no activation stands between them, which is not so in the text's own network:"
                                + " there, nothing is folded. The variant \"" + BETWEEN + "\" is folded."),
                        Text.of("The text's formulas divide by the deviation; what is divided by is the root of the"
                                + " variance plus epsilon, and folding must do the same for equal predictions.")));
    }

    private static Array images(DeepData data) {
        return data.test()
                .slice(0, Math.min(1000, data.test().size()))
                .inMemory()
                .orElseThrow()
                .inputs()
                .get(0);
    }

    /** How large both networks are, and how far their predictions are apart. */
    static Map<String, Double> folded(Model model, Array images) {
        Map<String, Double> results = new LinkedHashMap<>();
        try (Model folded = model.foldBatchNormalization()) {
            double[] before = model.predict(images).toDoubles();
            double[] after = folded.predict(images).toDoubles();
            double largest = 0;
            for (int i = 0; i < before.length; i++) {
                largest = Math.max(largest, Math.abs(before[i] - after[i]));
            }
            results.put("layers", (double) model.architecture().graph().layers().size());
            results.put("layers folded", (double)
                    folded.architecture().graph().layers().size());
            results.put("operations", operations(model));
            results.put("operations folded", operations(folded));
            results.put("largest difference", largest);
        }
        return results;
    }

    private static double operations(Model model) {
        return model.trace(Phase.INFERENCE).definition().getNodeDefCount();
    }

    static Verdict folding(Comparison comparison) {
        double largest = comparison.of(BETWEEN).stream()
                .mapToDouble(outcome -> outcome.result("largest difference"))
                .max()
                .orElse(Double.NaN);
        return Blocks.verdict(
                "Normalization before the activation: %s, and no prediction changes by more than %.2g. Before the"
                        + " layer: %s.",
                change(comparison.of(BETWEEN).get(0)),
                largest,
                change(comparison.of(BEFORE).get(0)));
    }

    /** The same for all seeds: the network alone decides. */
    private static String change(Outcome outcome) {
        double operations = outcome.result("operations");
        double folded = outcome.result("operations folded");
        return operations == folded
                ? String.format(Locale.ROOT, "%.0f operations stay", operations)
                : String.format(Locale.ROOT, "%.0f operations become %.0f", operations, folded);
    }
}
