package io.cornu.models.experiments;

import static io.cornu.initializers.Initializers.heNormal;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The practice project of "Day 18, Optimization Techniques in Deep Learning": batches of 32, 64 and 128 for Adam on
 * CIFAR-10.
 */
record OptimizersBatchSizes(DataDirectory directory) implements Experiment {
    private static final double RATE = 0.001;

    @Override
    public String name() {
        return "optimizers-batch-sizes";
    }

    @Override
    public String sentence() {
        return "Batches of 32, 64 and 128 for Adam on CIFAR-10: what each gives after as many epochs.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        OptimizerStudy study = OptimizerStudy.of(data.train(), data.test(), 10).withEpochs(lab.choose(4, 10));
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (int size : new int[] {32, 64, 128}) {
            sizes.put("batch " + size, size);
        }

        Training.warmUp(study.network(heNormal()), data.train(), lab);
        Comparison comparison = lab.compare(
                "batch sizes", sizes, (size, cell) -> study.trainModel(Adam::of, RATE, size, heNormal(), cell));

        return data.describe(lab.report("Batch sizes on CIFAR-10"))
                .withSetting("epochs", study.epochs())
                .withSetting("optimizer", Adam.of(RATE))
                .withSetting("initializer", "he_normal")
                .withSetting("batch sizes", sizes.values())
                .plus(Sections.compared(
                        "The effect of the batch size",
                        comparison,
                        comparison
                                .ranking("test_loss", Ranking.Direction.LOWEST)
                                .verdict(),
                        Sections.fastest(comparison),
                        Sections.seconds(comparison)))
                .plus(Sections.differences("The text gives neither its network nor the other settings of this"
                        + " comparison: they are those of its example, and the network is that of OptimizerStudy. A"
                        + " batch of twice the size makes half the steps in as many epochs; the learning rate is"
                        + " the same for all."))
                .plus(Sections.everyEpoch(Sections.heldBack(OptimizerStudy.VALIDATION_SPLIT), comparison));
    }
}
