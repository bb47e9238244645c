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
import io.cornu.experiments.Verdict;
import io.cornu.layers.BatchNormalization;
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
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * "4. Regularization Techniques" of the course on optimisation (Deep Learning IndabaX Ghana 2025) with student task 4:
 * the network with dropout and L2 penalties of 0.0001, 0.001 and 0.01, without one as a control, and as the text's own
 * words specify it; and which of them overfits least.
 */
record Cifar10Regularization(DataDirectory directory) implements Experiment {
    /** The network of the text's words, which its code is not. */
    static final String SPECIFIED = "as specified";

    static final String CONTROL = "no L2";
    private static final int BATCH = 64;
    private static final double PENALTY = 0.001;
    private static final String GAP = "gap";

    @Override
    public String name() {
        return "cifar10-regularization";
    }

    @Override
    public String sentence() {
        return "A CNN with dropout and L2 penalties of 0 to .01, and as specified in words, on CIFAR-10: which overfits least.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        Dataset.Split parts = data.train().split(CourseData.VALIDATION_SPLIT);
        int epochs = lab.choose(2, 10);
        Adam optimizer = Adam.of(0.001);
        Map<String, Architecture> networks = networks();

        Comparison comparison = lab.compare(
                "penalties",
                networks,
                (network, cell) -> Training.classify(
                        network,
                        optimizer,
                        parts.train(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationData(parts.validation()),
                        cell,
                        compiled -> measured(compiled, parts, data.test())));

        return data.describe(lab.report("L2 penalties on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", optimizer)
                .withSetting("variants", networks.keySet())
                .plus(Section.of(
                        "Which setting overfits least?",
                        Text.of("The gap is the accuracy on the training part less that on the validation part, both"
                                + " measured at the end without dropout; the accuracy that training itself reports is"
                                + " measured with dropout, and would hide the gap. A small gap alone is no merit: a"
                                + " network that learns little has one, too."),
                        comparison.ranking(GAP, Ranking.Direction.LOWEST).verdict(),
                        comparison
                                .ranking("validation_accuracy", Ranking.Direction.HIGHEST)
                                .verdict(),
                        control(comparison)))
                .plus(Sections.compared("Accuracy and loss", comparison))
                .plus(Sections.differences(
                        "The text's comment asks for dropout 0.3, 0.3 and 0.5, batch normalization after each"
                                + " convolution, and L2 of 0.001 for all layers. Its code has dropout 0.3, 0.4 and 0.5, no"
                                + " batch normalization, and no L2 on the last layer. \"" + SPECIFIED
                                + "\" is the comment's network, all others are the code's.",
                        "The text has no network without L2 to compare with; \"" + CONTROL
                                + "\" is the code's without penalties, but with its dropout.",
                        "The text names no optimizer and epochs for this task: they are those of its comparison, with"
                                + " Adam. Losses contain the penalties, so that those of different settings are not to be"
                                + " compared; accuracies are."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    static Map<String, Architecture> networks() {
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put(CONTROL, regularized(Regularizers.none()));
        for (String penalty : List.of("0.0001", "0.001", "0.01")) {
            networks.put("L2 " + penalty, regularized(l2(Double.parseDouble(penalty))));
        }
        networks.put(SPECIFIED, specified());
        return networks;
    }

    /** The text's {@code build_regularized_model}. */
    static Architecture regularized(Regularizer penalty) {
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty),
                MaxPooling2D.of(2),
                Dropout.of(0.3),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty),
                MaxPooling2D.of(2),
                Dropout.of(0.4),
                Flatten.of(),
                Dense.of(128).withActivation(relu()).withKernelRegularizer(penalty),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()));
    }

    /** The comment above the text's {@code build_regularized_model}, to the letter. */
    static Architecture specified() {
        Regularizer penalty = l2(PENALTY);
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.3),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.3),
                Flatten.of(),
                Dense.of(128).withActivation(relu()).withKernelRegularizer(penalty),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()).withKernelRegularizer(penalty));
    }

    /** What each variant does to the gap and to the accuracy of the network without L2. */
    private static Verdict control(Comparison comparison) {
        double gap = Sections.mean(comparison, CONTROL, GAP);
        double accuracy = Sections.mean(comparison, CONTROL, Training.TEST_ACCURACY);
        return Blocks.verdict(
                "Without L2 the gap is %.3g. Against that, gap and test accuracy change by: %s.",
                gap,
                comparison.variants().stream()
                        .filter(variant -> !variant.equals(CONTROL))
                        .map(variant -> String.format(
                                Locale.ROOT,
                                "%s (%+.3f, %+.3f)",
                                variant,
                                Sections.mean(comparison, variant, GAP) - gap,
                                Sections.mean(comparison, variant, Training.TEST_ACCURACY) - accuracy))
                        .collect(Collectors.joining(", ")));
    }

    private static Map<String, Double> measured(CompiledModel compiled, Dataset.Split parts, Dataset test) {
        double train = Training.accuracy(compiled, parts.train());
        double validation = Training.accuracy(compiled, parts.validation());
        Map<String, Double> results = new LinkedHashMap<>(Training.tested(compiled, test));
        results.put("train_accuracy", train);
        results.put("validation_accuracy", validation);
        results.put(GAP, train - validation);
        return results;
    }
}
