package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.glorotUniform;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * The practice project of "Day 18, Optimization Techniques in Deep Learning": SGD, momentum, Nesterov, Adagrad, RMSprop
 * and Adam on CIFAR-10, each with learning rates of 0.01 and 0.001.
 */
record OptimizersRates(DataDirectory directory) implements Experiment {
    private static final double LARGE = 0.01;
    private static final double SMALL = 0.001;
    private static final double MOMENTUM = 0.9;
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "optimizers-rates";
    }

    @Override
    public String sentence() {
        return "SGD, momentum, Nesterov, Adagrad, RMSprop and Adam on CIFAR-10, each with rates of .01 and .001.";
    }

    /** The text's summary table, in its order. */
    static Map<String, DoubleFunction<Optimizer>> optimizers() {
        Map<String, DoubleFunction<Optimizer>> optimizers = new LinkedHashMap<>();
        optimizers.put("SGD", SGD::of);
        optimizers.put("Momentum", rate -> SGD.of(rate).withMomentum(MOMENTUM));
        optimizers.put("Nesterov", rate -> SGD.of(rate).withMomentum(MOMENTUM).withNesterov(true));
        optimizers.put("Adagrad", Adagrad::of);
        optimizers.put("RMSprop", RMSprop::of);
        optimizers.put("Adam", Adam::of);
        return optimizers;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        OptimizerStudy study = OptimizerStudy.of(data.train(), data.test(), 10).withEpochs(lab.choose(2, 10));
        Comparison large = compare(lab, study, LARGE);
        Comparison small = compare(lab, study, SMALL);

        return data.describe(lab.report("Six optimizers, two learning rates, on CIFAR-10"))
                .withSetting("epochs", study.epochs())
                .withSetting("batch size", BATCH)
                .withSetting("initializer", "glorot_uniform")
                .withSetting("learning rates", List.of(LARGE, SMALL))
                .plus(Sections.compared("A learning rate of " + LARGE, large, Sections.fastest(large)))
                .plus(Sections.compared("A learning rate of " + SMALL, small, Sections.fastest(small)))
                .plus(effect(large, small))
                .plus(Sections.differences(
                        "The text gives neither its network nor its number of epochs, and names its momentum gamma"
                                + " without a value: the network is that of OptimizerStudy, momentum is " + MOMENTUM
                                + ".",
                        "The text's summary calls RMSProp a moving average of gradients; its table before has it"
                                + " right: of squared gradients, whose root divides the step.",
                        "The text's snippet has categorical cross-entropy, which takes one-hot classes. All"
                                + " experiments of this text take class numbers and its sparse form: the same loss."))
                .plus(Sections.everyEpoch(Sections.heldBack(OptimizerStudy.VALIDATION_SPLIT), large, small));
    }

    private static Comparison compare(Lab lab, OptimizerStudy study, double rate) throws IOException {
        return lab.compare(
                "rate " + rate,
                optimizers(),
                (optimizer, cell) -> study.trainModel(optimizer, rate, BATCH, glorotUniform(), cell));
    }

    /** Which of the two rates suits which optimizer. */
    private static Section effect(Comparison large, Comparison small) {
        Table table = Table.of(
                "effect-of-the-rate",
                "Test accuracy, mean over seeds",
                "optimizer",
                "" + LARGE,
                "" + SMALL,
                "difference");
        StringBuilder words = new StringBuilder("The better of the two rates by test accuracy:");
        for (String optimizer : large.variants()) {
            double first = Sections.mean(large, optimizer, Training.TEST_ACCURACY);
            double second = Sections.mean(small, optimizer, Training.TEST_ACCURACY);
            table = table.plus(optimizer, first, second, first - second);
            words.append(String.format(
                    Locale.ROOT,
                    " %s %s (by %.3f),",
                    optimizer,
                    first > second ? LARGE : SMALL,
                    Math.abs(first - second)));
        }
        words.setCharAt(words.length() - 1, '.');
        return Section.of("The effect of the learning rate", Verdict.of(words.toString()), table);
    }
}
