package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.Golden;
import io.cornu.data.Array;
import java.util.Arrays;
import java.util.Map;

/** Arrays out of golden files, and how close others are to them. */
final class Numbers {
    private Numbers() {}

    static Array array(Map<String, String> row, String values, String shape) {
        return Array.of(Golden.numbers(row, values), shape(row, shape));
    }

    static long[] shape(Map<String, String> row, String column) {
        return Arrays.stream(Golden.numbers(row, column))
                .mapToLong(size -> (long) size)
                .toArray();
    }

    /** Relative to the largest number, or to 1. */
    static void requireClose(String what, Array actual, double[] expected, double tolerance) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        assertThat(actual.toDoubles())
                .as(what)
                .usingComparatorWithPrecision(tolerance * Math.max(1, largest))
                .containsExactly(expected);
    }
}
