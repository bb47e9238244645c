package io.cornu.models.experiments;

import static io.cornu.losses.Losses.categoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;

import io.cornu.data.Dataset;
import io.cornu.data.OneHot;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.model.Architecture;
import io.cornu.models.Mlp;
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
 * "Question 8" of the assignment on optimizers: SGD with momentum, Adam and RMSprop train 784-128-10 on MNIST with labels
 * of one 1 and else 0.
 */
record MnistOptimizers(DataDirectory directory) implements Experiment {
    private static final int EPOCHS = 10;
    private static final int BATCH = 64;
    private static final double VALIDATION_SPLIT = 0.2;

    @Override
    public String name() {
        return "mnist-optimizers";
    }

    @Override
    public String sentence() {
        return "SGD with momentum, Adam and RMSprop on 784-128-10 and MNIST, each tested.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        Dataset train = OneHot.of(10).apply(data.train());
        Dataset test = OneHot.of(10).apply(data.test());
        Architecture network = Mlp.of(Shape.of(28, 28, 1), 10);
        Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        optimizers.put("SGD", SGD.of(0.01).withMomentum(0.9));
        optimizers.put("Adam", Adam.of(0.001));
        optimizers.put("RMSprop", RMSprop.of(0.001));

        Comparison comparison = lab.compare(
                "optimizers",
                optimizers,
                (optimizer, cell) -> Training.train(
                        network,
                        optimizer,
                        categoricalCrossentropy(),
                        accuracy(),
                        train,
                        cell.fit(EPOCHS).withBatchSize(BATCH).withValidationSplit(VALIDATION_SPLIT),
                        cell,
                        compiled -> Training.tested(compiled, test)));

        return data.describe(lab.report("Optimizers on MNIST"))
                .withSetting("epochs", EPOCHS)
                .withSetting("batch size", BATCH)
                .withSetting("optimizers", optimizers.values())
                .plus(Sections.compared("Which optimizer is best?", comparison, Sections.fastest(comparison)))
                .plus(Sections.differences(
                        "The text's evaluate_model takes a history and tests a variable named model, which it has not:"
                                + " its train_model throws each network away. Run in a notebook where some model is left"
                                + " over, it would print that one's accuracy three times. Here each network is tested"
                                + " after its own training.",
                        "The text's lr=... is refused by Keras 3; it is learning_rate here. All else is as in the text:"
                                + " one-hot labels, categorical cross-entropy, " + EPOCHS + " epochs, batches of "
                                + BATCH
                                + ", a share of " + VALIDATION_SPLIT + " held back for validation."))
                .plus(Sections.everyEpoch(Sections.heldBack(VALIDATION_SPLIT), comparison));
    }
}
