package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.glorotUniform;
import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.initializers.Initializer;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The practice project of "Day 18, Optimization Techniques in Deep Learning": Glorot's uniform initializer against He's
 * normal one, for ReLU on CIFAR-10.
 */
record OptimizersInitializers(DataDirectory directory) implements Experiment {
    private static final double ADAMS_RATE = 0.001;
    private static final double SGDS_RATE = 0.01;
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "optimizers-initializers";
    }

    @Override
    public String sentence() {
        return "Kernels that start by glorot_uniform against he_normal, for ReLU on CIFAR-10.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        OptimizerStudy study = OptimizerStudy.of(data.train(), data.test(), 10).withEpochs(lab.choose(4, 10));
        Map<String, Initializer> initializers = new LinkedHashMap<>();
        initializers.put("glorot_uniform", glorotUniform());
        initializers.put("he_normal", heNormal());

        Comparison adam = lab.compare(
                "adam",
                initializers,
                (initializer, cell) -> study.trainModel(Adam::of, ADAMS_RATE, BATCH, initializer, cell));
        Comparison sgd = lab.compare(
                "sgd",
                initializers,
                (initializer, cell) -> study.trainModel(SGD::of, SGDS_RATE, BATCH, initializer, cell));

        return data.describe(lab.report("Initializers on CIFAR-10"))
                .withSetting("epochs", study.epochs())
                .withSetting("batch size", BATCH)
                .withSetting("initializers", initializers.keySet())
                .plus(Sections.compared("With Adam, " + ADAMS_RATE, adam, Sections.fastest(adam)))
                .plus(Sections.compared("With SGD, " + SGDS_RATE, sgd, Sections.fastest(sgd)))
                .plus(Sections.differences(
                        "The text gives neither its network nor the other settings of this comparison: with Adam they are"
                                + " those of its example, and the network is that of OptimizerStudy.",
                        "SGD is added: Adam's steps do not depend on the size of gradients, which hides much of what a"
                                + " start does to them. The text advises He for ReLU and Xavier, which is Glorot, for"
                                + " tanh; all hidden layers here are ReLU."))
                .plus(Sections.everyEpoch(Sections.heldBack(OptimizerStudy.VALIDATION_SPLIT), adam, sgd));
    }
}
