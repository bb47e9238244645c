package io.cornu.models.experiments;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Report;
import io.cornu.model.Architecture;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 7: Hyperparameter tuning, solution: adaptive methods" of the notes on optimization techniques (w1d5t1): SGD
 * with learning rates from 0.001 to 1, and then methods that find a rate for each weight themselves.
 */
record MnistAdaptive(DataDirectory directory) implements Experiment {
    private static final int BATCH = 64;
    private static final double VALIDATION_SPLIT = 0.2;
    private static final double ADAGRADS_RATE = 0.01;
    private static final double ADADELTAS_RATE = 1;

    @Override
    public String name() {
        return "mnist-adaptive";
    }

    @Override
    public String sentence() {
        return "Learning rates of SGD from 0.001 to 1, and adaptive methods, on 784-10-10 and MNIST.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        int epochs = 10;
        Map<String, Optimizer> rates = new LinkedHashMap<>();
        for (double rate : new double[] {0.001, 0.01, 0.1, 1}) {
            rates.put("SGD " + rate, SGD.of(rate));
        }
        Map<String, Optimizer> methods = new LinkedHashMap<>();
        methods.put("AdaGrad", Adagrad.of(ADAGRADS_RATE));
        methods.put("RMSProp", RMSprop.of(0.001));
        methods.put("SGDNesterov", SGD.of(0.01).withMomentum(0.9).withNesterov(true));
        methods.put("AdaDelta", Adadelta.of(ADADELTAS_RATE));
        methods.put("Adam", Adam.of(0.001));

        Comparison bulk = compare(lab, "learning rates", rates, epochs, data);
        Comparison adaptive = compare(lab, "methods", methods, epochs, data);

        return data.describe(lab.report("Learning rates and adaptive methods on MNIST"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("learning rates of SGD", rates.values())
                .withSetting("optimizers", methods.values())
                .plus(Sections.compared("One rate for all weights", bulk, Sections.fastest(bulk)))
                .plus(Sections.compared("A rate for each weight", adaptive, Sections.fastest(adaptive)))
                .plus(Sections.differences(
                        "The text shows others' pictures of loss curves: here they are computed. It names no rates; those"
                                + " of the adaptive methods are Keras' defaults but for AdaGrad, " + ADAGRADS_RATE
                                + ", and AdaDelta, " + ADADELTAS_RATE + " as in the paper; Keras' default is 0.001 for"
                                + " both. The first-layer weights of this section are in mnist-case-study."))
                .plus(Sections.everyEpoch(Sections.heldBack(VALIDATION_SPLIT), bulk, adaptive));
    }

    private static Comparison compare(
            Lab lab, String name, Map<String, Optimizer> optimizers, int epochs, CourseData data) throws IOException {
        Architecture network = Mlp.of(Shape.of(28, 28, 1), 10, 10);
        return lab.compare(
                name,
                optimizers,
                (optimizer, cell) -> Training.classify(
                        network,
                        optimizer,
                        data.train(),
                        data.test(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(VALIDATION_SPLIT),
                        cell));
    }
}
