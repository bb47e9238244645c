package io.cornu.tuning;

/** Which values of the objective are better. */
public enum Direction {
    /** Smaller values are better. */
    MINIMIZE,
    /** Larger values are better. */
    MAXIMIZE;

    /**
     * Whether one value is better than another.
     *
     * @param value a value
     * @param other another
     * @return whether the first is strictly better; nothing is better than, or worse than, NaN
     */
    public boolean isBetter(double value, double other) {
        return this == MINIMIZE ? value < other : value > other;
    }

    /**
     * A value turned so that smaller is better.
     *
     * @param value a value
     * @return the value, with its sign changed if larger is better
     */
    public double loss(double value) {
        return this == MINIMIZE ? value : -value;
    }
}
