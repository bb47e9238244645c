package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Verdict;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.NonFiniteLossException;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizer;
import io.cornu.regularizers.Regularizers;
import io.cornu.schedules.CosineDecay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "6. Wrap-up Discussion" of the course on optimisation (Deep Learning IndabaX Ghana 2025) and its sixth objective: what
 * an overly aggressive learning rate does, and what combination of the course's techniques does best.
 */
record Cifar10WrapUp(DataDirectory directory) implements Experiment {
    static final double RATE = 0.01;
    static final String MOMENTUM = "SGD, momentum";
    static final String TEN_TIMES = "rate ten times";
    static final String HUNDRED_TIMES = "rate a hundred times";

    private static final double L2 = 0.0001;
    private static final int BATCH = 64;

    /** One technique more each. */
    static final List<String> COMBINATIONS =
            List.of("SGD", MOMENTUM, "+ cosine decay", "+ L2 0.0001", "+ one more block");

    private static final List<String> RATES = List.of(MOMENTUM, TEN_TIMES, HUNDRED_TIMES);

    @Override
    public String name() {
        return "cifar10-wrap-up";
    }

    @Override
    public String sentence() {
        return "A learning rate that is too aggressive on CIFAR-10, and the course's techniques added one by one.";
    }

    /**
     * What is trained, and how.
     *
     * @param network the network
     * @param optimizer the optimizer with its rate or schedule
     */
    record Setup(Architecture network, Optimizer optimizer) {}

    /** Those with more techniques, then those with higher rates. */
    static Map<String, Setup> setups(long steps) {
        Architecture base = network(1, Regularizers.none());
        SGD momentum = SGD.of(RATE).withMomentum(0.9);
        SGD cosine = SGD.of(CosineDecay.of(RATE, steps)).withMomentum(0.9);
        List<Setup> combined = List.of(
                new Setup(base, SGD.of(RATE)),
                new Setup(base, momentum),
                new Setup(base, cosine),
                new Setup(network(1, Regularizers.l2(L2)), cosine),
                new Setup(network(2, Regularizers.l2(L2)), cosine));
        Map<String, Setup> setups = new LinkedHashMap<>();
        for (int i = 0; i < COMBINATIONS.size(); i++) {
            setups.put(COMBINATIONS.get(i), combined.get(i));
        }
        setups.put(TEN_TIMES, new Setup(base, SGD.of(10 * RATE).withMomentum(0.9)));
        setups.put(HUNDRED_TIMES, new Setup(base, SGD.of(100 * RATE).withMomentum(0.9)));
        return setups;
    }

    /** The course's base network, with more blocks of 64 filters and a penalty on its kernels. */
    static Architecture network(int blocks, Regularizer penalty) {
        List<Layer> layers = new ArrayList<>(List.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty),
                BatchNormalization.of()));
        for (int i = 0; i < blocks; i++) {
            layers.add(Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()).withKernelRegularizer(penalty));
            layers.add(BatchNormalization.of());
        }
        layers.addAll(List.of(
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(128).withActivation(relu()).withKernelRegularizer(penalty),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()).withKernelRegularizer(penalty)));
        return Sequential.of(layers);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab)
                .first(lab.choose(600, Integer.MAX_VALUE));
        int epochs = lab.choose(2, 10);
        int stepsPerEpoch =
                (data.train().split(CourseData.VALIDATION_SPLIT).train().size() + BATCH - 1) / BATCH;
        Map<String, Setup> setups = setups((long) epochs * stepsPerEpoch);
        Comparison all = lab.compare("techniques", setups, (setup, cell) -> train(setup, epochs, data, cell));
        Comparison combinations = Sections.only(all, "combinations", COMBINATIONS);
        Comparison rates = Sections.only(all, "rates", RATES);

        return data.describe(lab.report("Wrapping up on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("learning rate", RATE)
                .withSetting("variants", setups.keySet())
                .plus(Sections.compared("What does an overly aggressive learning rate do?", rates, aggressive(rates)))
                .plus(Sections.compared("Which combination of techniques is best?", combinations, gained(combinations)))
                .plus(
                        Sections.differences(
                                "The text asks these questions for discussion. The combinations add one of its techniques after"
                                        + " the other, in the order of its sections; each has those of the lines above it. Dropout"
                                        + " and batch normalization are in its base network already.",
                                "The smallest of the text's L2 penalties is taken, on all kernels. The block more is that of its"
                                        + " first task, without the other dropout. Other orders would give other gains to each.",
                                "Of the last question, how to log and monitor experiments, this report is one answer, and"
                                        + " --tensorboard another; the text's Weights & Biases is a service and not used here."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), all));
    }

    private static Outcome train(Setup setup, int epochs, CourseData data, Cell cell) {
        try {
            return Training.classify(
                    setup.network(),
                    setup.optimizer(),
                    data.train(),
                    data.test(),
                    cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(CourseData.VALIDATION_SPLIT),
                    cell);
        } catch (NonFiniteLossException diverged) {
            return cell.outcome(Map.of(), Map.of("test_loss", Double.NaN, Training.TEST_ACCURACY, Double.NaN));
        }
    }

    private static Verdict aggressive(Comparison rates) {
        List<String> words = new ArrayList<>();
        for (String variant : List.of(TEN_TIMES, HUNDRED_TIMES)) {
            double change = Sections.mean(rates, variant, Training.TEST_ACCURACY)
                    - Sections.mean(rates, MOMENTUM, Training.TEST_ACCURACY);
            words.add(
                    Double.isNaN(change)
                            ? variant + ": the loss became infinite"
                            : Blocks.verdict(
                                            "%s: test accuracy %+.3f, training loss after the last epoch %.3g instead of"
                                                    + " %.3g",
                                            variant, change, lastLoss(rates, variant), lastLoss(rates, MOMENTUM))
                                    .words());
        }
        return Verdict.of("Against a rate of " + RATE + " with momentum, " + String.join("; ", words) + ".");
    }

    private static double lastLoss(Comparison comparison, String variant) {
        List<Double> losses = comparison.curve(variant, "loss").y();
        return losses.get(losses.size() - 1);
    }

    /** What each technique adds to those before it. */
    private static Verdict gained(Comparison combinations) {
        List<String> gains = new ArrayList<>();
        for (int i = 1; i < COMBINATIONS.size(); i++) {
            gains.add(Blocks.verdict(
                            "%s %+.3f",
                            COMBINATIONS.get(i).replaceFirst("^(\\+|SGD,) ", ""),
                            Sections.mean(combinations, COMBINATIONS.get(i), Training.TEST_ACCURACY)
                                    - Sections.mean(combinations, COMBINATIONS.get(i - 1), Training.TEST_ACCURACY))
                    .words());
        }
        return Verdict.of(
                "What each technique adds to the test accuracy of those before it: " + String.join(", ", gains) + ".");
    }
}
