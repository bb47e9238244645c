package io.cornu.metrics;

import java.util.Arrays;
import java.util.Map;

/** What metrics do with their totals once they are read. */
final class Tallies {
    /** Keras' {@code backend.epsilon()}. */
    static final double EPSILON = 1e-7;

    private Tallies() {}

    static double[] get(Map<String, double[]> totals, String name) {
        double[] total = totals.get(name);
        if (total == null) {
            throw new IllegalArgumentException(
                    "metric: expected a total '" + name + "', received " + totals.keySet() + ".");
        }
        return total;
    }

    /** 0 where the divisor is, as Keras' {@code divide_no_nan}. */
    static double ratio(double a, double b) {
        return b == 0 ? 0 : a / b;
    }

    static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElse(Double.NaN);
    }
}
