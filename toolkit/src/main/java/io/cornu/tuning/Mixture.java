package io.cornu.tuning;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A weighted sum of products of one-dimensional distributions.
 *
 * @param weights one for each component, summing to 1
 * @param kernels one for each parameter
 */
record Mixture(double[] weights, List<Kernels> kernels) {
    static Mixture of(double[] weights, List<Kernels> kernels) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i] / sum;
        }
        return new Mixture(shares, kernels);
    }

    double logDensity(double[] values) {
        double[] logs = new double[weights.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int component = 0; component < logs.length; component++) {
            logs[component] = Math.log(weights[component]);
            for (int column = 0; column < values.length; column++) {
                logs[component] += kernels.get(column).logDensity(component, values[column]);
            }
            largest = Math.max(largest, logs[component]);
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - largest);
        }
        return largest + Math.log(sum);
    }

    double[] draw(RandomGenerator random) {
        int component = pick(weights, random);
        return kernels.stream().mapToDouble(kernel -> kernel.draw(component, random)).toArray();
    }

    /** A position, as likely as its share says. */
    static int pick(double[] shares, RandomGenerator random) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.length - 1; i++) {
            left -= shares[i];
            if (left < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }
}
