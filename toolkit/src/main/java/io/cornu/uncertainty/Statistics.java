package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.uncertainty.UncertainPrediction.Entropies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** Gathers the statistics of one output, batch by batch. */
final class Statistics {
    /** Softmax in float16 misses 1 by about this much. */
    private static final double SUM_TOLERANCE = 2e-3;

    private final List<Double> quantiles;
    private final boolean keepsSamples;
    private final List<Array> means = new ArrayList<>();
    private final List<Array> deviations = new ArrayList<>();
    private final List<Array> predictive = new ArrayList<>();
    private final List<Array> mutual = new ArrayList<>();
    private final Map<Double, List<Array>> quantileParts = new LinkedHashMap<>();
    private final List<Array> samples = new ArrayList<>();
    private boolean isDistribution = true;

    Statistics(List<Double> quantiles, boolean keepsSamples) {
        this.quantiles = quantiles;
        this.keepsSamples = keepsSamples;
        quantiles.forEach(probability -> quantileParts.put(probability, new ArrayList<>()));
    }

    /** Adds the samples of some examples, of shape (passes, examples, ...). */
    void add(Array batch) {
        int passes = (int) batch.shape().get(0);
        Shape shape = batch.shape().takeLast(batch.shape().numDimensions() - 1);
        double[] values = batch.toDoubles();
        int size = values.length / passes;
        double[] mean = new double[size];
        double[] deviation = new double[size];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int pass = 0; pass < passes; pass++) {
                sum += values[pass * size + i];
            }
            mean[i] = sum / passes;
            double squares = 0;
            for (int pass = 0; pass < passes; pass++) {
                double distance = values[pass * size + i] - mean[i];
                squares += distance * distance;
            }
            deviation[i] = Math.sqrt(squares / passes);
        }
        means.add(array(mean, shape, batch.dataType()));
        deviations.add(array(deviation, shape, batch.dataType()));
        addQuantiles(values, passes, shape, batch.dataType());
        isDistribution = isDistribution && areDistributions(values, classes(shape));
        if (isDistribution) {
            addEntropies(values, mean, passes, shape, batch.dataType());
        }
        if (keepsSamples) {
            samples.add(batch);
        }
    }

    UncertainPrediction prediction() {
        Map<Double, Array> byProbability = new LinkedHashMap<>();
        quantileParts.forEach((probability, parts) -> byProbability.put(probability, Array.concatenate(parts)));
        return new UncertainPrediction(
                Array.concatenate(means),
                Array.concatenate(deviations),
                isDistribution
                        ? Optional.of(new Entropies(Array.concatenate(predictive), Array.concatenate(mutual)))
                        : Optional.empty(),
                byProbability,
                keepsSamples ? Optional.of(joinedSamples()) : Optional.empty());
    }

    private void addQuantiles(double[] values, int passes, Shape shape, DataType type) {
        if (quantiles.isEmpty()) {
            return;
        }
        int size = values.length / passes;
        double[][] results = new double[quantiles.size()][size];
        double[] sorted = new double[passes];
        for (int i = 0; i < size; i++) {
            for (int pass = 0; pass < passes; pass++) {
                sorted[pass] = values[pass * size + i];
            }
            Arrays.sort(sorted);
            for (int q = 0; q < results.length; q++) {
                double place = quantiles.get(q) * (passes - 1);
                int below = (int) Math.floor(place);
                int above = (int) Math.ceil(place);
                results[q][i] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
            }
        }
        int q = 0;
        for (List<Array> parts : quantileParts.values()) {
            parts.add(array(results[q++], shape, type));
        }
    }

    private void addEntropies(double[] values, double[] mean, int passes, Shape shape, DataType type) {
        int classes = classes(shape);
        int size = values.length / passes;
        double[] ofMean = new double[size / classes];
        double[] information = new double[size / classes];
        for (int i = 0; i < ofMean.length; i++) {
            ofMean[i] = entropy(mean, i * classes, classes);
            double each = 0;
            for (int pass = 0; pass < passes; pass++) {
                each += entropy(values, pass * size + i * classes, classes);
            }
            // Entropy is concave, so that less than 0 is nothing but rounding.
            information[i] = Math.max(0, ofMean[i] - each / passes);
        }
        Shape distributions = shape.numDimensions() == 1 ? shape : shape.take(shape.numDimensions() - 1);
        predictive.add(array(ofMean, distributions, type));
        mutual.add(array(information, distributions, type));
    }

    private static double entropy(double[] values, int from, int classes) {
        if (classes == 1) {
            return surprise(values[from]) + surprise(1 - values[from]);
        }
        double entropy = 0;
        for (int i = from; i < from + classes; i++) {
            entropy += surprise(values[i]);
        }
        return entropy;
    }

    private static double surprise(double probability) {
        return probability <= 0 ? 0 : -probability * Math.log(probability);
    }

    private static int classes(Shape shape) {
        return shape.numDimensions() == 1 ? 1 : (int) shape.get(-1);
    }

    private static boolean areDistributions(double[] values, int classes) {
        for (int from = 0; from < values.length; from += classes) {
            double sum = 0;
            for (int i = from; i < from + classes; i++) {
                if (!(values[i] >= 0 && values[i] <= 1 + SUM_TOLERANCE)) {
                    return false;
                }
                sum += values[i];
            }
            if (classes > 1 && Math.abs(sum - 1) > SUM_TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    /** The parts lie side by side along the second axis. */
    private Array joinedSamples() {
        int passes = (int) samples.get(0).shape().get(0);
        List<Array> rows = new ArrayList<>();
        for (int pass = 0; pass < passes; pass++) {
            for (Array part : samples) {
                rows.add(part.rows(pass, pass + 1)
                        .reshape(part.shape()
                                .takeLast(part.shape().numDimensions() - 1)
                                .asArray()));
            }
        }
        Array all = Array.concatenate(rows);
        return all.reshape(Shape.of(all.shape().asArray()[0] / passes)
                .append(all.shape().takeLast(all.shape().numDimensions() - 1))
                .prepend(passes)
                .asArray());
    }

    private static Array array(double[] values, Shape shape, DataType type) {
        return Array.of(values, shape.asArray()).cast(type);
    }
}
