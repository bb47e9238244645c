package io.cornu.tests.agreement;

import java.util.List;
import java.util.Locale;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A few values.
 *
 * @param size how many
 * @param mean their mean
 * @param variance the sample's variance, 0 for one value
 */
record Moments(int size, double mean, double variance) {
    private static final double SAME = 1e-3;

    static Moments of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Moments(values.size(), mean, values.size() < 2 ? 0 : squares / (values.size() - 1));
    }

    /** Welch's test at 95 %, where there is a spread to test with; what is no number agrees with what is none. */
    boolean agreesWith(Moments other) {
        if (!Double.isFinite(mean) || !Double.isFinite(other.mean)) {
            return Double.compare(mean, other.mean) == 0;
        }
        double difference = Math.abs(mean - other.mean);
        if (difference <= SAME * Math.max(Math.abs(mean), Math.abs(other.mean))) {
            return true;
        }
        double own = variance / size;
        double others = other.variance / other.size;
        double error = own + others;
        if (size < 2 || other.size < 2 || error == 0) {
            return false;
        }
        double freedom = error * error / (own * own / (size - 1) + others * others / (other.size - 1));
        double t = new TDistribution(freedom).inverseCumulativeProbability(0.975);
        return difference <= t * Math.sqrt(error);
    }

    String words() {
        String text = String.format(Locale.ROOT, "%.4g", mean);
        return size < 2 ? text : text + String.format(Locale.ROOT, " ± %.2g", Math.sqrt(variance));
    }
}
