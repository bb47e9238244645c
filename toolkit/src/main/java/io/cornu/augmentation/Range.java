package io.cornu.augmentation;

import io.cornu.text.Arguments;

/**
 * Numbers from a lowest to a highest: what a factor is drawn from, uniformly, or what values of pixels there are.
 *
 * @param low the lowest; finite
 * @param high the highest; finite, at least the lowest
 */
public record Range(double low, double high) {
    /** Bytes: 0 to 255. */
    public static final Range BYTES = new Range(0, 255);

    /** From 0 to 1. */
    public static final Range UNIT = new Range(0, 1);

    /**
     * Checks both ends.
     *
     * @throws IllegalArgumentException if one is not finite, or the lowest is above the highest
     */
    public Range {
        Arguments.require(
                Double.isFinite(low) && Double.isFinite(high) && low <= high,
                "Range",
                "low must be at most high, both finite",
                low + " and " + high);
    }

    /**
     * A range.
     *
     * @param low the lowest; finite
     * @param high the highest; finite, at least the lowest
     * @return the range
     * @throws IllegalArgumentException if one is not finite, or the lowest is above the highest
     */
    public static Range of(double low, double high) {
        return new Range(low, high);
    }

    /**
     * One number only: nothing is left to chance.
     *
     * @param value the number; finite
     * @return the range
     * @throws IllegalArgumentException if it is not finite
     */
    public static Range exactly(double value) {
        return new Range(value, value);
    }

    /**
     * As far below 0 as above.
     *
     * @param reach how far; finite, its sign does not matter
     * @return the range
     * @throws IllegalArgumentException if it is not finite
     */
    public static Range around(double reach) {
        // Not -0: it would differ from 0 in a file and in equals.
        return new Range(0 - Math.abs(reach), Math.abs(reach));
    }

    /**
     * From 0 up.
     *
     * @param high the highest; finite, at least 0
     * @return the range
     * @throws IllegalArgumentException if it is not finite, or negative
     */
    public static Range upTo(double high) {
        return new Range(0, high);
    }

    /** How far the ends lie apart. */
    double width() {
        return high - low;
    }

    /** Requires a range within another. */
    Range within(String where, String name, double lowest, double highest) {
        Arguments.require(
                low >= lowest && high <= highest,
                where,
                name + " must lie within [" + lowest + ", " + highest + "]",
                "[" + low + ", " + high + "]");
        return this;
    }

    /** Requires values that differ. */
    Range asValues(String where) {
        Arguments.require(low < high, where, "valueRange must hold more than one value", "[" + low + ", " + high + "]");
        return this;
    }
}
