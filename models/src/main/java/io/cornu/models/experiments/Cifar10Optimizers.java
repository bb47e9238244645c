package io.cornu.models.experiments;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.model.Architecture;
import io.cornu.models.BaseCnn;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * "2. Optimization Comparison" of the course on optimisation (Deep Learning IndabaX Ghana 2025): SGD, momentum, Adam and
 * RMSprop train the base network on CIFAR-10 for 10 epochs.
 */
record Cifar10Optimizers(DataDirectory directory) implements Experiment {
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "cifar10-optimizers";
    }

    @Override
    public String sentence() {
        return "SGD, momentum, Adam and RMSprop on the base CNN and CIFAR-10: which converges fastest, which is best.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        int epochs = lab.choose(2, 10);
        Architecture network = BaseCnn.of(Shape.of(32, 32, 3), 10);
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put("SGD", SGD.of(0.01));
        optimizers.put("Momentum", SGD.of(0.01).withMomentum(0.9));
        optimizers.put("Adam", Adam.of(0.001));
        optimizers.put("RMSprop", RMSprop.of(0.001));

        Comparison comparison = lab.compare(
                "optimizers",
                optimizers,
                (optimizer, cell) -> Training.classify(
                        network,
                        optimizer,
                        data.train(),
                        data.test(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(CourseData.VALIDATION_SPLIT),
                        cell));

        return data.describe(lab.report("Optimizers on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizers", optimizers.values())
                .plus(Section.of(
                        "Which optimizer converges fastest, which is best?",
                        comparison.picture("Validation accuracy", Training.VALIDATION_ACCURACY),
                        comparison.picture("Training loss", "loss"),
                        Sections.best(comparison),
                        Sections.fastest(comparison),
                        comparison.table("On test data")))
                .plus(Section.of(
                        "Every epoch",
                        Text.of(Sections.heldBack(CourseData.VALIDATION_SPLIT)
                                + " The images are standardised by channel, with the mean and deviation of the training"
                                + " data."),
                        comparison.history()));
    }
}
