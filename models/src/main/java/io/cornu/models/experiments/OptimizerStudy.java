package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Dataset;
import io.cornu.data.FittedScaling;
import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Outcome;
import io.cornu.initializers.Initializer;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.CatalogData;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Optimizer;
import io.cornu.plots.Figure;
import io.cornu.plots.TrainingCurves;
import io.cornu.runtime.Seed;
import io.cornu.text.Arguments;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * The course's {@code train_model(optimizer, lr, batch_size, initializer)} ("Day 18, Optimization Techniques in Deep
 * Learning"): one call trains a small convolutional network and gives curves and the test accuracy.
 *
 * <p>The text does not show its network. This one has two convolutions of 32 and 64 filters, each before a pooling, and
 * dense layers of 128 and 10; ReLU, no normalization and no dropout, so that optimizer and initializer are seen.
 *
 * <pre>{@code
 * OptimizerStudy study = OptimizerStudy.cifar10(DataDirectory.standard());
 * OptimizerStudy.Result result = study.trainModel(Adam::of, 0.001, 64, heNormal());
 * System.out.println(result.testAccuracy());
 * result.curves().writeSvg(Path.of("adam.svg"));
 * }</pre>
 *
 * @param train images with a class number each, scaled; the last tenth validates
 * @param test images to test with
 * @param classes how many classes there are, at least 2
 * @param epochs how often the training data is gone through, at least 1; 10 by default
 * @param callbacks what happens besides, such as early stopping; none by default
 */
public record OptimizerStudy(Dataset train, Dataset test, int classes, int epochs, List<Callback> callbacks) {
    /** The share of the training data that validates. */
    static final double VALIDATION_SPLIT = 0.1;

    private static final int EPOCHS = 10;
    private static final long SEED = 42;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are fewer than two classes, or no epoch
     */
    public OptimizerStudy {
        Arguments.require(classes >= 2, "OptimizerStudy", "classes must be at least 2", classes);
        Arguments.positive("OptimizerStudy", "epochs", epochs);
        callbacks = List.copyOf(callbacks);
    }

    /**
     * A study of 10 epochs on any images.
     *
     * @param train images with a class number each, scaled; the last tenth validates
     * @param test images to test with
     * @param classes how many classes there are, at least 2
     * @return the study
     * @throws IllegalArgumentException if there are fewer than two classes
     */
    public static OptimizerStudy of(Dataset train, Dataset test, int classes) {
        return new OptimizerStudy(train, test, classes, EPOCHS, List.of());
    }

    /**
     * The text's study: CIFAR-10, standardized by channel.
     *
     * @param directory where data sets lie
     * @return the study, with its data in memory
     * @throws IOException if the data cannot be read
     */
    public static OptimizerStudy cifar10(DataDirectory directory) throws IOException {
        CatalogData data = DataCatalog.load("cifar-10", directory);
        FittedScaling scaling = Scaling.standardize().fit(data.train());
        return of(scaling.apply(data.train()), scaling.apply(data.test()), 10);
    }

    /**
     * The same study for another number of epochs.
     *
     * @param number at least 1
     * @return a copy
     * @throws IllegalArgumentException if it is below 1
     */
    public OptimizerStudy withEpochs(int number) {
        return new OptimizerStudy(train, test, classes, number, callbacks);
    }

    /**
     * The same study with other callbacks.
     *
     * @param wanted what happens besides
     * @return a copy
     */
    public OptimizerStudy withCallbacks(Callback... wanted) {
        return new OptimizerStudy(train, test, classes, epochs, List.of(wanted));
    }

    /**
     * What one training gave.
     *
     * @param history loss and accuracy of every epoch, on training and validation data
     * @param testLoss the loss on test data
     * @param testAccuracy the share of test data that is told rightly, 0 to 1
     */
    public record Result(History history, double testLoss, double testAccuracy) {
        /**
         * Loss and accuracy over the epochs, on training and validation data.
         *
         * @return the figure, to be written to a file
         */
        public Figure curves() {
            Map<String, double[]> columns = new LinkedHashMap<>();
            history.last().values().keySet().forEach(name -> columns.put(name, history.get(name)));
            return TrainingCurves.of(columns);
        }
    }

    /**
     * Trains one network from seed 42 and tests it.
     *
     * @param optimizer makes the optimizer from a learning rate, such as {@code Adam::of}
     * @param learningRate the rate, finite and at least 0
     * @param batchSize how many examples a step learns from, at least 1
     * @param initializer how the kernels start, such as {@code heNormal()}
     * @return curves and test accuracy
     * @throws IllegalArgumentException if a number lies outside its range, or the data is no images
     */
    public Result trainModel(
            DoubleFunction<? extends Optimizer> optimizer,
            double learningRate,
            int batchSize,
            Initializer initializer) {
        Fit fit = Fit.epochs(epochs)
                .withBatchSize(batchSize)
                .withValidationSplit(VALIDATION_SPLIT)
                .withCallbacks(callbacks);
        try (Model model = network(initializer).build(Seed.of(SEED))) {
            CompiledModel compiled = model.compile(
                    optimizer.apply(learningRate), sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
            History history = compiled.fit(train, fit);
            Map<String, Double> tested = Training.tested(compiled, test);
            return new Result(
                    history,
                    tested.getOrDefault("test_loss", Double.NaN),
                    tested.getOrDefault(Training.TEST_ACCURACY, Double.NaN));
        }
    }

    /** The same as part of an experiment: from the cell's seed, watched and kept. */
    Outcome trainModel(
            DoubleFunction<? extends Optimizer> optimizer,
            double learningRate,
            int batchSize,
            Initializer initializer,
            Cell cell) {
        Fit fit = cell.fit(epochs, callbacks.toArray(Callback[]::new))
                .withBatchSize(batchSize)
                .withValidationSplit(VALIDATION_SPLIT);
        return Training.classify(network(initializer), optimizer.apply(learningRate), train, test, fit, cell);
    }

    /** The network, for images of the size that the data has. */
    Architecture network(Initializer initializer) {
        long[] batch = train.read(new int[] {0}).inputs().get(0).shape().asArray();
        return Sequential.of(
                Input.of(batch[1], batch[2], batch[3]),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()).withKernelInitializer(initializer),
                MaxPooling2D.of(2),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()).withKernelInitializer(initializer),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(128).withActivation(relu()).withKernelInitializer(initializer),
                Dense.of(classes).withActivation(softmax()).withKernelInitializer(initializer));
    }
}
