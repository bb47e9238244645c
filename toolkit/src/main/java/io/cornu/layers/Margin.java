package io.cornu.layers;

import io.cornu.text.Arguments;

/**
 * How much is cut off or added at both ends of an axis.
 *
 * @param before at the beginning: above, to the left; at least 0
 * @param after at the end: below, to the right; at least 0
 */
public record Margin(int before, int after) {
    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Margin {
        Arguments.require(before >= 0, "Margin", "before must be at least 0", before);
        Arguments.require(after >= 0, "Margin", "after must be at least 0", after);
    }

    /**
     * As much at both ends.
     *
     * @param size at least 0
     * @return the margin
     * @throws IllegalArgumentException if it is negative
     */
    public static Margin of(int size) {
        return new Margin(size, size);
    }

    /**
     * A margin for each end.
     *
     * @param before at the beginning: above, to the left; at least 0
     * @param after at the end: below, to the right; at least 0
     * @return the margin
     * @throws IllegalArgumentException if one is negative
     */
    public static Margin of(int before, int after) {
        return new Margin(before, after);
    }
}
