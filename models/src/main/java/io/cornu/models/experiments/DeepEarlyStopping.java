package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
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
        Comparison comparison = lab.compare("early-stopping", rules(), (rule, cell) -> {
            try (Model model = network().build(cell.options())) {
                Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs, rule));
                return trained.with("epochs", trained.history().epochs().size()).outcome(cell);
            }
        });
        return data.describe(lab.report("Early stopping"))
                .withSetting("epochs at most", epochs)
                .withSetting("patience", PATIENCE)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "When training ends",
                        verdict(comparison, epochs),
                        Sections.best(comparison),
                        comparison.picture("Validation loss", "val_loss"),
                        comparison.picture("Training loss", "loss"),
                        comparison.table("On test data")))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Sections.differences(
                        "The text explains early stopping by validation data; its code monitors the training"
                                + " loss, which says nothing of overfitting. Both are here, and a third that puts"
                                + " back the best epoch's weights."));
    }

    private static Verdict verdict(Comparison comparison, int epochs) {
        double byLoss = Sections.mean(comparison, "loss", "epochs");
        double byValidation = Sections.mean(comparison, "val_loss", "epochs");
        return Blocks.verdict(
                "The training loss %s; the validation loss ends training after %.0f epochs%s.",
                byLoss < epochs
                        ? "ends training after " + Math.round(byLoss) + " epochs"
                        : "does not end training within " + epochs + " epochs",
                byValidation,
                byValidation < epochs ? "" : ", all there are");
    }
}
