package io.cornu.tuning;

import io.cornu.text.Arguments;

/**
 * What a trial set a parameter to.
 *
 * @param distribution what values there were
 * @param number the value; for a choice, the position of its label
 */
public record Setting(Distribution distribution, double number) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is none of the distribution's
     */
    public Setting {
        Arguments.require(distribution.contains(number), "Setting", "number must lie in " + distribution, number);
    }

    /**
     * The value in words.
     *
     * @return such as {@code 0.25}, {@code 64} or {@code adam}
     */
    public String text() {
        return distribution.text(number);
    }

    @Override
    public String toString() {
        return text();
    }
}
