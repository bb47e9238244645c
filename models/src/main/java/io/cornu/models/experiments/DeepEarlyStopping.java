package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Early stopping" of "Deep Neural Networks": 784-300-100-10 for 250 epochs at most, ended by the training loss as in the
 * text's code, and by the validation loss as in its words.
 */
record DeepEarlyStopping(DataDirectory directory) implements Experiment {
    private static final int PATIENCE = 2;
    private static final SGD OPTIMIZER = SGD.of(0.01);
    private static final String VALIDATION = "val_loss, best weights back";

    @Override
    public String name() {
        return "deep-early-stopping";
    }

    @Override
    public String sentence() {
        return "Early stopping with patience 2, by the training loss as in the text's code and by the validation loss.";
    }

    static Architecture network() {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dense.of(300).withActivation(relu()),
                Dense.of(100).withActivation(relu()),
                Dense.of(10).withActivation(softmax()));
    }

    static Map<String, EarlyStopping> rules() {
        Map<String, EarlyStopping> rules = new LinkedHashMap<>();
        rules.put("loss", EarlyStopping.of().withMonitor("loss").withPatience(PATIENCE));
        rules.put("val_loss", EarlyStopping.of().withPatience(PATIENCE));
        rules.put(VALIDATION, EarlyStopping.of().withPatience(PATIENCE).withRestoreBestWeights(true));
        return rules;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 2_000);
        int epochs = lab.choose(40, 250);
        Comparison comparison = lab.compare(
                "early-stopping",
                rules(),
                (rule, cell) -> counted(Training.classify(
                        network(),
                        OPTIMIZER,
                        data.train(),
                        data.test(),
                        cell.fit(epochs, rule).withValidationData(data.validation()),
                        cell)));
        return data.describe(lab.report("Early stopping"))
                .withSetting("epochs at most", epochs)
                .withSetting("patience", PATIENCE)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "When training ends",
                        verdict(comparison, epochs),
                        comparison
                                .ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST)
                                .verdict(),
                        comparison.picture("Validation loss", "val_loss"),
                        comparison.picture("Training loss", "loss"),
                        comparison.table("On test data")))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text explains early stopping by validation data; its code monitors the training"
                                + " loss, which goes on falling while a network overfits, and so hardly ever ends"
                                + " training. Both are here, and a third that puts back the best epoch's weights.")));
    }

    private static Outcome counted(Outcome outcome) {
        Map<String, Double> results = new LinkedHashMap<>(outcome.results());
        List<Double> losses = outcome.history().getOrDefault("loss", List.of());
        results.put("epochs", (double) losses.size());
        return new Outcome(outcome.variant(), outcome.seed(), outcome.history(), results, outcome.seconds());
    }

    private static Verdict verdict(Comparison comparison, int epochs) {
        double byLoss = comparison.of("loss").get(0).result("epochs");
        double byValidation = comparison.of("val_loss").get(0).result("epochs");
        return Blocks.verdict(
                "The training loss %s; the validation loss ends training after %.0f epochs%s.",
                byLoss < epochs
                        ? "ends training after " + Math.round(byLoss) + " epochs"
                        : "does not end it within " + epochs + " epochs",
                byValidation,
                byValidation < epochs ? "" : ", all there are");
    }
}
