package io.cornu.models.experiments;

import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Array;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.Activation;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Phase;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
        networks.put("none", network("none"));
        networks.put(BEFORE, network(BEFORE));
        networks.put(BETWEEN, network(BETWEEN));
        return networks;
    }

    static Architecture network(String place) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(28, 28, 1), Flatten.of()));
        for (int i = 0; i <= DeepVanishingGradients.HIDDEN; i++) {
            Dense dense = Dense.of(i == 0 ? 300 : 100);
            if (place.equals(BETWEEN)) {
                layers.addAll(List.of(dense, BatchNormalization.of(), Activation.of(sigmoid())));
                continue;
            }
            if (place.equals(BEFORE)) {
                layers.add(BatchNormalization.of());
            }
            layers.add(dense.withActivation(sigmoid()));
        }
        layers.add(Dense.of(10).withActivation(softmax()));
        return Sequential.of(layers);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(3, 10);
        Comparison comparison = lab.compare("batch-normalization", networks(), (network, cell) -> {
            try (Model model = network.build(cell.options())) {
                CompiledModel compiled =
                        model.compile(OPTIMIZER, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
                History history = compiled.fit(data.train(), cell.fit(epochs).withValidationData(data.validation()));
                Map<String, Double> results = Training.tested(compiled, data.test());
                results.putAll(folded(model, images(data)));
                return cell.outcome(history, results);
            }
        });
        return data.describe(lab.report("Batch normalization"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "Does it learn?",
                        comparison.picture("Validation accuracy", Training.VALIDATION_ACCURACY),
                        comparison.picture("Training loss", "loss"),
                        comparison
                                .ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST)
                                .verdict(),
                        comparison.table("On test data, and folded")))
                .plus(folding(comparison))
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

    private static Section folding(Comparison comparison) {
        Outcome between = comparison.of(BETWEEN).get(0);
        Outcome before = comparison.of(BEFORE).get(0);
        return Section.of(
                "Folded",
                Blocks.verdict(
                        "Normalization before the activation: %.0f operations become %.0f, and no prediction changes"
                                + " by more than %.2g. Before the layer: %.0f operations stay %.0f.",
                        between.result("operations"),
                        between.result("operations folded"),
                        between.result("largest difference"),
                        before.result("operations"),
                        before.result("operations folded")));
    }
}
