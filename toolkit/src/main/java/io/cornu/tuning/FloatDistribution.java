package io.cornu.tuning;

import io.cornu.text.Arguments;

/**
 * Real numbers between two bounds.
 *
 * @param low the least value, finite; above 0 if logarithmic
 * @param high the greatest value, finite, at least {@code low}; with a step it is lowered onto the grid
 * @param step the distance between neighboring values, counted from {@code low}; 0 for none
 * @param logarithmic whether each decade counts alike; not together with a step
 */
public record FloatDistribution(double low, double high, double step, boolean logarithmic) implements Distribution {
    private static final double GRID_TOLERANCE = 1e-8;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if a bound is not finite, the bounds are the wrong way round, the step is
     *     negative, or a logarithmic range has a step or does not lie above 0
     */
    public FloatDistribution {
        String where = "FloatDistribution";
        Arguments.require(Double.isFinite(low), where, "low must be finite", low);
        Arguments.require(Double.isFinite(high) && high >= low, where, "high must be finite and at least low", high);
        Arguments.require(Double.isFinite(high - low), where, "high - low must be finite", high - low);
        Arguments.notNegative(where, "step", step);
        Arguments.require(!logarithmic || low > 0, where, "low must be above 0 on a logarithmic scale", low);
        Arguments.require(!logarithmic || step == 0, where, "step must be 0 on a logarithmic scale", step);
        if (step > 0) {
            high = low + Math.floor((high - low) / step + GRID_TOLERANCE) * step;
        }
    }

    /**
     * All numbers between two bounds.
     *
     * @param low the least value
     * @param high the greatest value
     * @return the distribution
     * @throws IllegalArgumentException if a bound is not finite or they are the wrong way round
     */
    public static FloatDistribution of(double low, double high) {
        return new FloatDistribution(low, high, 0, false);
    }

    @Override
    public boolean isSingle() {
        return low == high;
    }

    @Override
    public boolean contains(double value) {
        if (!(value >= low && value <= high)) {
            return false;
        }
        if (step == 0) {
            return true;
        }
        double steps = (value - low) / step;
        // A sum of large and small numbers is no more exact than the large ones are.
        double rounding = 2 * Math.ulp(Math.max(Math.abs(low), Math.abs(high))) / step;
        return Math.abs(steps - Math.rint(steps)) < GRID_TOLERANCE * Math.max(1, steps) + rounding;
    }

    @Override
    public String text(double value) {
        return Double.toString(Distributions.checked(this, value));
    }

    @Override
    public double parse(String text) {
        return Distributions.parsed(this, text);
    }

    @Override
    public String toString() {
        return "[" + low + ", " + high + "]" + (logarithmic ? " logarithmic" : "") + (step > 0 ? " step " + step : "");
    }
}
