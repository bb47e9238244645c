package io.cornu.tuning;

import java.util.Arrays;

/** What is asked of series of reports. */
final class Reports {
    private Reports() {}

    static double best(Direction direction, Iterable<Double> values) {
        double best = Double.NaN;
        for (double value : values) {
            best = Double.isNaN(best) || direction.isBetter(value, best) ? value : best;
        }
        return best;
    }

    /** Between the two nearest of the sorted values, along a line; NaN values do not count. */
    static double percentile(double[] values, double percent) {
        double[] sorted =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        double share = place - below;
        // As NumPy does, so that the last digit agrees.
        double distance = sorted[above] - sorted[below];
        return share < .5 ? sorted[below] + distance * share : sorted[above] - distance * (1 - share);
    }
}
