package io.cornu.tuning;

import io.cornu.text.Arguments;

/**
 * Whole numbers between two bounds.
 *
 * @param low the least value, within a double's exact integers; above 0 if logarithmic
 * @param high the greatest value, at least {@code low}; with a step it is lowered onto the grid
 * @param step the distance between neighboring values, counted from {@code low}, at least 1; 1 if logarithmic
 * @param logarithmic whether each decade counts alike
 */
public record IntDistribution(long low, long high, long step, boolean logarithmic) implements Distribution {
    /** The largest integers a double holds without gaps. */
    private static final long LIMIT = 1L << 52;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if the bounds are too large or the wrong way round, the step is below 1, or a
     *     logarithmic range has a step or does not lie above 0
     */
    public IntDistribution {
        String where = "IntDistribution";
        Arguments.require(low >= -LIMIT, where, "low must be at least -2^52", low);
        Arguments.require(high >= low && high <= LIMIT, where, "high must be at least low and at most 2^52", high);
        Arguments.require(step >= 1, where, "step must be at least 1", step);
        Arguments.require(!logarithmic || low >= 1, where, "low must be at least 1 on a logarithmic scale", low);
        Arguments.require(!logarithmic || step == 1, where, "step must be 1 on a logarithmic scale", step);
        high = low + (high - low) / step * step;
    }

    /**
     * All whole numbers between two bounds.
     *
     * @param low the least value
     * @param high the greatest value
     * @return the distribution
     * @throws IllegalArgumentException if the bounds are too large or the wrong way round
     */
    public static IntDistribution of(long low, long high) {
        return new IntDistribution(low, high, 1, false);
    }

    @Override
    public boolean isSingle() {
        return low == high;
    }

    @Override
    public boolean contains(double value) {
        return value >= low && value <= high && value == Math.rint(value) && ((long) value - low) % step == 0;
    }

    @Override
    public String text(double value) {
        return Long.toString((long) Distributions.checked(this, value));
    }

    @Override
    public double parse(String text) {
        return Distributions.parsed(this, text);
    }

    @Override
    public String toString() {
        return "{" + low + ".." + high + "}" + (logarithmic ? " logarithmic" : "") + (step > 1 ? " step " + step : "");
    }
}
