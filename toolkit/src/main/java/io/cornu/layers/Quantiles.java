package io.cornu.layers;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Boundaries of bins that hold about as many numbers each, from a summary of the numbers: a share of 1 % each, as Keras
 * keeps them.
 *
 * <p>Source: {@code keras.src.layers.preprocessing.discretization}, functions {@code summarize} and
 * {@code compress_summary}, Keras 3.15.
 */
final class Quantiles {
    private static final double EPSILON = .01;

    private Quantiles() {}

    static List<Double> boundaries(Array numbers, int bins) {
        Arguments.require(bins >= 2, "Discretization", "bins must be at least 2", bins);
        Arguments.require(numbers.size() > 0, "Discretization", "numbers must be at least one", 0);
        float[] sorted = numbers.toFloats();
        for (float number : sorted) {
            Arguments.require(Float.isFinite(number), "Discretization", "numbers must be finite", number);
        }
        Arrays.sort(sorted);
        Summary summary = compressed(summary(sorted), EPSILON);
        double[] ends = compressed(summary, 1.0 / bins).values();
        List<Double> boundaries = new ArrayList<>();
        for (int i = 0; i < ends.length - 1; i++) {
            boundaries.add(ends[i]);
        }
        return boundaries;
    }

    /**
     * Numbers that stand for others.
     *
     * @param values in ascending order
     * @param weights how many each stands for
     */
    private record Summary(double[] values, double[] weights) {}

    /** Every so manieth number. */
    private static Summary summary(float[] sorted) {
        double step = Math.max(sorted.length / (1 / EPSILON), 1);
        int first = (int) (step - 1);
        int stride = (int) step;
        int size = (sorted.length - first + stride - 1) / stride;
        double[] values = new double[size];
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = sorted[first + i * stride];
            weights[i] = (float) step;
        }
        return new Summary(values, weights);
    }

    /** As many numbers as there are shares of a size, in float32 as Keras keeps them. */
    private static Summary compressed(Summary summary, double share) {
        if (summary.values.length * share < 1) {
            return summary;
        }
        int size = (int) Math.ceil(1 / share);
        double[] sums = summary.weights.clone();
        // NumPy sums float32 in float32.
        for (int i = 1; i < sums.length; i++) {
            sums[i] = (float) (sums[i - 1] + sums[i]);
        }
        double total = sums[sums.length - 1];
        double[] shares = Arrays.stream(sums).map(sum -> (float) (sum / total)).toArray();
        double[] values = new double[size];
        double[] weights = new double[size];
        double before = 0;
        for (int i = 0; i < size; i++) {
            double wanted = share + i * share;
            values[i] = (float) interpolated(wanted, shares, summary.values);
            double sum = interpolated(wanted, shares, sums);
            weights[i] = (float) (sum - before);
            before = sum;
        }
        return new Summary(values, weights);
    }

    /** NumPy's {@code interp}: straight lines between points, the ends beyond them. */
    private static double interpolated(double x, double[] xs, double[] ys) {
        if (x <= xs[0]) {
            return ys[0];
        }
        for (int i = 1; i < xs.length; i++) {
            if (x < xs[i]) {
                return ys[i - 1] + (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1]) * (x - xs[i - 1]);
            }
        }
        return ys[ys.length - 1];
    }
}
