package io.cornu.models.experiments;

import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.data.Dataset;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Training a classifier and testing it, as the courses' code does time and again. */
final class Training {
    /** Keras' name of the accuracy that {@link #classify} measures, on validation data. */
    static final String VALIDATION_ACCURACY = "val_sparse_categorical_accuracy";

    /** The result that all experiments compare by. */
    static final String TEST_ACCURACY = "test_accuracy";

    private static final int TEST_BATCH = 256;

    private Training() {}

    /** What is measured when training is over. */
    @FunctionalInterface
    interface Measure {
        /** Single values by name. */
        Map<String, Double> of(CompiledModel compiled);
    }

    /** Trains from the cell's seed and tests; what came of it has test_loss and test_accuracy. */
    static Outcome classify(
            Architecture network, Optimizer optimizer, Dataset train, Dataset test, Fit fit, Cell cell) {
        return classify(network, optimizer, train, fit, cell, compiled -> tested(compiled, test));
    }

    /** Trains from the cell's seed and measures. */
    static Outcome classify(
            Architecture network, Optimizer optimizer, Dataset train, Fit fit, Cell cell, Measure measure) {
        return train(
                network,
                optimizer,
                sparseCategoricalCrossentropy(),
                sparseCategoricalAccuracy(),
                train,
                fit,
                cell,
                measure);
    }

    /** Trains from the cell's seed with a loss and metric of one's own, and measures. */
    static Outcome train(
            Architecture network,
            Optimizer optimizer,
            Loss loss,
            Metric metric,
            Dataset train,
            Fit fit,
            Cell cell,
            Measure measure) {
        try (Model model = network.build(cell.options())) {
            CompiledModel compiled = model.compile(optimizer, loss, metric);
            History history = compiled.fit(train, fit);
            return cell.outcome(history, measure.of(compiled));
        }
    }

    /** Makes one step, so that where seconds are compared the first training is not charged with loading TensorFlow. */
    static void warmUp(Architecture network, Dataset train, Lab lab) {
        Cell cell = lab.cell("warm-up");
        classify(network, SGD.of(0), train.slice(0, 1), cell.fit(1), cell, compiled -> Map.of());
    }

    /** Which class has the highest probability, the first of those. */
    static int highest(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .reduce((one, other) -> probabilities[other] > probabilities[one] ? other : one)
                .orElseThrow();
    }

    /** Accuracy alone, on any data. */
    static double accuracy(CompiledModel compiled, Dataset data) {
        return tested(compiled, data).getOrDefault(TEST_ACCURACY, Double.NaN);
    }

    /** Loss and accuracy on test data, under short names. */
    static Map<String, Double> tested(CompiledModel compiled, Dataset test) {
        Map<String, Double> results = new LinkedHashMap<>();
        compiled.evaluate(test, TEST_BATCH)
                .forEach((name, value) -> results.put(name.equals("loss") ? "test_loss" : TEST_ACCURACY, value));
        return results;
    }
}
