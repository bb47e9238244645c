package io.cornu.metrics;

import io.cornu.metrics.Metric.BatchResult;
import io.cornu.metrics.Metric.Total;
import io.cornu.ops.GraphMath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Counts predictions by how many of some thresholds they exceed, those of positive and of negative targets apart. What
 * is true or false at each threshold follows from it.
 *
 * <p>Thresholds that lie evenly from 0 to 1 are not compared: the place of a prediction among them is computed, as Keras
 * does, which decides predictions that lie on a threshold.
 *
 * <p>Source: {@code keras.src.metrics.metrics_utils.update_confusion_matrix_variables}, Keras 3.15.
 *
 * @param sorted the thresholds, the smallest first
 * @param isEven whether they lie evenly from 0 to 1
 * @param isOpen whether even those predictions that are 0 exceed the first threshold
 * @param labels how many columns are counted apart; 1 for all together
 */
record Thresholds(double[] sorted, boolean isEven, boolean isOpen, int labels) {
    private static final String POSITIVES = "positives";
    private static final String NEGATIVES = "negatives";

    /**
     * What is true and false at each threshold, in their order.
     *
     * @param truePositives positive targets above
     * @param falsePositives negative targets above
     * @param trueNegatives negative targets not above
     * @param falseNegatives positive targets not above
     */
    record Counts(double[] truePositives, double[] falsePositives, double[] trueNegatives, double[] falseNegatives) {
        double[] sensitivities() {
            return shares(truePositives, falseNegatives);
        }

        double[] specificities() {
            return shares(trueNegatives, falsePositives);
        }

        double[] precisions() {
            return shares(truePositives, falsePositives);
        }
    }

    /** Thresholds as somebody gave them. */
    static Thresholds of(List<Double> given) {
        double[] sorted =
                given.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Thresholds(sorted, isEven(sorted), false, 1);
    }

    /** So many thresholds from 0 to 1; one is 0.5. */
    static Thresholds even(int number) {
        double[] sorted = IntStream.range(0, number)
                .mapToDouble(i -> number == 1 ? .5 : (double) i / (number - 1))
                .toArray();
        return new Thresholds(sorted, number > 1, false, 1);
    }

    static boolean isEven(double[] sorted) {
        int last = sorted.length - 1;
        return sorted.length >= 3
                && IntStream.range(0, sorted.length).allMatch(i -> {
                    double even = (double) i / last;
                    return Math.abs(sorted[i] - even) <= 1e-7 + 1e-5 * even;
                });
    }

    List<Total> totals() {
        Shape shape = Shape.of((long) labels * (sorted.length + 1));
        return List.of(new Total(POSITIVES, shape), new Total(NEGATIVES, shape));
    }

    /** Of targets and predictions of one shape, with a factor for each besides the weights. */
    <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch, Optional<Operand<T>> factors) {
        Ops tf = batch.tf();
        Operand<T> prediction = batch.prediction();
        Operand<T> ones = tf.onesLike(prediction);
        Operand<T> weights = batch.weightsOf(prediction).orElse(ones);
        if (factors.isPresent()) {
            weights = tf.math.mul(weights, factors.get());
        }
        Operand<TBool> isPositive = tf.math.notEqual(batch.target(), GraphMath.constant(tf, prediction, 0));
        Operand<T> positive = tf.math.mul(weights, tf.dtypes.cast(isPositive, prediction.type()));
        Operand<TInt32> places = places(tf, prediction);
        return Map.of(
                POSITIVES, sums(tf, positive, places), NEGATIVES, sums(tf, tf.math.sub(weights, positive), places));
    }

    /** How many thresholds each prediction exceeds, with an offset for each label. */
    private <T extends TFloating> Operand<TInt32> places(Ops tf, Operand<T> prediction) {
        Operand<TInt32> places = isEven ? computed(tf, prediction) : compared(tf, prediction);
        if (labels == 1) {
            return places;
        }
        int[] offsets = IntStream.range(0, labels)
                .map(label -> label * (sorted.length + 1))
                .toArray();
        return tf.math.add(places, tf.constant(offsets));
    }

    private <T extends TFloating> Operand<TInt32> computed(Ops tf, Operand<T> prediction) {
        Operand<T> cut = tf.clipByValue(
                prediction, GraphMath.constant(tf, prediction, 0), GraphMath.constant(tf, prediction, 1));
        Operand<T> place = tf.math.ceil(tf.math.mul(cut, GraphMath.constant(tf, prediction, sorted.length - 1)));
        Operand<TInt32> whole = tf.dtypes.cast(place, TInt32.class);
        return isOpen ? tf.math.maximum(whole, tf.constant(1)) : whole;
    }

    private <T extends TFloating> Operand<TInt32> compared(Ops tf, Operand<T> prediction) {
        Operand<T> limits = tf.dtypes.cast(tf.constant(sorted), prediction.type());
        Operand<TBool> isAbove = tf.math.greater(tf.expandDims(prediction, tf.constant(-1)), limits);
        return tf.reduceSum(tf.dtypes.cast(isAbove, TInt32.class), tf.constant(-1), ReduceSum.keepDims(false));
    }

    private <T extends TFloating> Operand<T> sums(Ops tf, Operand<T> weights, Operand<TInt32> places) {
        var flat = tf.constant(new int[] {-1});
        return tf.math.unsortedSegmentSum(
                tf.reshape(weights, flat), tf.reshape(places, flat), tf.constant(labels * (sorted.length + 1)));
    }

    /** What the totals of one label mean. */
    Counts counts(Map<String, double[]> totals, int label) {
        int from = label * (sorted.length + 1);
        double[] positives = Tallies.get(totals, POSITIVES);
        double[] negatives = Tallies.get(totals, NEGATIVES);
        return new Counts(
                above(positives, from), above(negatives, from), notAbove(negatives, from), notAbove(positives, from));
    }

    private double[] above(double[] tally, int from) {
        double[] sums = new double[sorted.length];
        double sum = 0;
        for (int i = sorted.length - 1; i >= 0; i--) {
            sum += tally[from + i + 1];
            sums[i] = sum;
        }
        return sums;
    }

    private double[] notAbove(double[] tally, int from) {
        double[] sums = new double[sorted.length];
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += tally[from + i];
            sums[i] = sum;
        }
        return sums;
    }

    /** {@code a / (a + b)}, 0 where both are. */
    static double[] shares(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Tallies.ratio(a[i], a[i] + b[i]))
                .toArray();
    }

    /** Numbers by threshold, in the order in which somebody gave the thresholds. */
    double[] inOrder(List<Double> given, double[] numbers) {
        return given.stream()
                .mapToDouble(threshold -> numbers[Arrays.binarySearch(sorted, threshold)])
                .toArray();
    }
}
