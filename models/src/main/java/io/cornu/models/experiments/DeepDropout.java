package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
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
 * "Dropout" of "Deep Neural Networks": the text's network with a fifth of the units dropped before each layer, with half
 * of them, and with none.
 */
record DeepDropout(DataDirectory directory) implements Experiment {
    private static final SGD OPTIMIZER = SGD.of(0.01).withMomentum(0.9);

    @Override
    public String name() {
        return "deep-dropout";
    }

    @Override
    public String sentence() {
        return "Dropout of 0, 0.2 and 0.5 before every layer: how far training and validation accuracy are apart.";
    }

    /** The text's network for a rate of 0.2. */
    static Architecture network(double rate) {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dropout.of(rate),
                Dense.of(300).withActivation(elu()).withKernelInitializer(heNormal()),
                Dropout.of(rate),
                Dense.of(100).withActivation(elu()).withKernelInitializer(heNormal()),
                Dropout.of(rate),
                Dense.of(10).withActivation(softmax()));
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(8, 40);
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("no dropout", 0.0);
        for (double rate : new double[] {0.2, 0.5}) {
            rates.put("dropout " + rate, rate);
        }
        Comparison comparison = lab.compare("dropout", rates, (rate, cell) -> {
            try (Model model = network(rate).build(cell.options())) {
                Trained trained = data.train(model, OPTIMIZER, cell.fit(epochs));
                // Measured without dropout, unlike the accuracy of the last epoch.
                double train = Training.accuracy(trained.compiled(), data.train());
                return trained.with("train_accuracy", train)
                        .with("gap", train - trained.history().last().get(Training.VALIDATION_ACCURACY))
                        .outcome(cell);
            }
        });
        return data.describe(lab.report("Dropout"))
                .withSetting("epochs", epochs)
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "Who overfits",
                        comparison.ranking("gap", Ranking.Direction.LOWEST).verdict(),
                        Text.of("A small gap alone is no merit: a network that learns little has one, too."),
                        Sections.best(comparison),
                        comparison.picture("Validation loss", "val_loss"),
                        comparison.picture("Training loss, with dropout", "loss"),
                        comparison.table("On test data; gap is training (without dropout) minus validation accuracy")))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text says that outputs are scaled down by a factor equal to the dropout rate when"
                                + " predicting. It would have to be 1 - rate, the share of units that is kept. Keras,"
                                + " and Cornu, scale them up by 1 / (1 - rate) while training and leave predictions"
                                + " alone, which is the same on average."),
                        Text.of("The text defines this network and leaves its training out; optimizer and epochs are"
                                + " this experiment's, and so are the rates 0 and 0.5.")));
    }
}
