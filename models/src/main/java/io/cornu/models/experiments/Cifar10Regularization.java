package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.regularizers.Regularizers.l2;

import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "4. Regularization Techniques" of the course on optimisation (Deep Learning IndabaX Ghana 2025) with student task 4:
 * the network with dropout and L2 penalties of 0.0001, 0.001 and 0.01, and which of them overfits least.
 */
record Cifar10Regularization(DataDirectory directory) implements Experiment {
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "cifar10-regularization";
    }

    @Override
    public String sentence() {
        return "A CNN with dropout and L2 penalties of .0001, .001 and .01 on CIFAR-10: which overfits least.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        Dataset.Split parts = data.train().split(CourseData.VALIDATION_SPLIT);
        int epochs = lab.choose(3, 10);
        Adam optimizer = Adam.of(0.001);
        Map<String, Double> penalties = new LinkedHashMap<>();
        for (String penalty : List.of("0.0001", "0.001", "0.01")) {
            penalties.put("L2 " + penalty, Double.valueOf(penalty));
        }

        Comparison comparison = lab.compare(
                "penalties",
                penalties,
                (penalty, cell) -> Training.classify(
                        regularized(penalty),
                        optimizer,
                        parts.train(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationData(parts.validation()),
                        cell,
                        compiled -> measured(compiled, parts, data.test())));

        return data.describe(lab.report("L2 penalties on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", optimizer)
                .withSetting("L2 penalties", penalties.values())
                .plus(Section.of(
                        "Which setting overfits least?",
                        Text.of("The gap is the accuracy on the training part less that on the validation part, both"
                                + " measured at the end without dropout; the accuracy that training itself reports is"
                                + " measured with dropout, and would hide the gap. A small gap alone is no merit: a"
                                + " network that learns little has one, too."),
                        comparison.ranking("gap", Ranking.Direction.LOWEST).verdict(),
                        comparison
                                .ranking("validation_accuracy", Ranking.Direction.HIGHEST)
                                .verdict()))
                .plus(Sections.compared("Accuracy and loss", comparison))
                .plus(Sections.differences(
                        "The text's comment asks for dropout 0.3, 0.3 and 0.5, batch normalization after each"
                                + " convolution, and L2 for all layers. Its code has dropout 0.3, 0.4 and 0.5, no batch"
                                + " normalization, and no L2 on the last layer. Here it is as in the code.",
                        "The text names no optimizer and epochs for this task: they are those of its comparison, with"
                                + " Adam. Losses contain the penalties, so that those of different settings are not to be"
                                + " compared; accuracies are."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    /** The text's {@code build_regularized_model}. */
    static Architecture regularized(double penalty) {
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(l2(penalty)),
                MaxPooling2D.of(2),
                Dropout.of(0.3),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(l2(penalty)),
                MaxPooling2D.of(2),
                Dropout.of(0.4),
                Flatten.of(),
                Dense.of(128).withActivation(relu()).withKernelRegularizer(l2(penalty)),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()));
    }

    private static Map<String, Double> measured(CompiledModel compiled, Dataset.Split parts, Dataset test) {
        double train = Training.accuracy(compiled, parts.train());
        double validation = Training.accuracy(compiled, parts.validation());
        Map<String, Double> results = new LinkedHashMap<>(Training.tested(compiled, test));
        results.put("train_accuracy", train);
        results.put("validation_accuracy", validation);
        results.put("gap", train - validation);
        return results;
    }
}
