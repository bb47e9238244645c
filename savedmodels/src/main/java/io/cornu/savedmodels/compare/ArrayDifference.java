package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.text.Shapes;

/**
 * How far two arrays of one shape are apart.
 *
 * @param size how many numbers each has
 * @param equal how many are the same, two NaN among them
 * @param largest the largest difference; infinite where one is NaN or infinite and the other is not
 * @param relative the largest difference, divided by the largest finite number of the first array, its sign apart; 0 if
 *     nothing differs
 * @param position the place of the largest difference in row-major order, from 0
 * @param norm the root of the sum of the squared differences
 */
public record ArrayDifference(long size, long equal, double largest, double relative, int position, double norm) {
    /**
     * Compares two arrays, number by number, whatever their types.
     *
     * @param first one
     * @param second the other
     * @return how far they are apart
     * @throws IllegalArgumentException if their shapes differ
     */
    public static ArrayDifference of(Array first, Array second) {
        if (!first.shape().equals(second.shape())) {
            throw new IllegalArgumentException("ArrayDifference: expected arrays of one shape, received "
                    + Shapes.text(first.shape()) + " and " + Shapes.text(second.shape()) + ".");
        }
        long equal = 0;
        double largest = 0;
        double magnitude = 0;
        double squares = 0;
        int position = 0;
        for (int i = 0; i < first.size(); i++) {
            double a = first.at(i);
            double b = second.at(i);
            magnitude = Double.isFinite(a) ? Math.max(magnitude, Math.abs(a)) : magnitude;
            if (a == b || Double.isNaN(a) && Double.isNaN(b)) {
                equal++;
                continue;
            }
            double difference = Math.abs(a - b);
            difference = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            squares += difference * difference;
            if (difference > largest) {
                largest = difference;
                position = i;
            }
        }
        double relative = largest == 0 ? 0 : magnitude == 0 ? Double.POSITIVE_INFINITY : largest / magnitude;
        return new ArrayDifference(first.size(), equal, largest, relative, position, Math.sqrt(squares));
    }

    /**
     * Whether the arrays are near enough.
     *
     * @param tolerance how far apart, absolutely or relatively, two numbers may be
     * @return true if the largest difference or the relative one is at most that
     */
    public boolean isWithin(double tolerance) {
        return Math.min(largest, relative) <= tolerance;
    }

    /**
     * Whether all numbers are the same.
     *
     * @return true if nothing differs
     */
    public boolean isZero() {
        return equal == size;
    }
}
