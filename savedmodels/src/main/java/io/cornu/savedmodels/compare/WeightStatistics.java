package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import org.tensorflow.ndarray.Shape;

/**
 * What the numbers of a variable are like.
 *
 * @param name its path
 * @param dataType the type of its numbers
 * @param shape its dimensions
 * @param mean the mean of the finite numbers; NaN if there are none, as the next three
 * @param deviation their standard deviation
 * @param smallest the smallest of them
 * @param largest the largest of them
 * @param zeros how many numbers are 0
 * @param notNumbers how many are NaN
 * @param infinite how many are infinite
 */
public record WeightStatistics(
        String name,
        DataType dataType,
        Shape shape,
        double mean,
        double deviation,
        double smallest,
        double largest,
        long zeros,
        long notNumbers,
        long infinite) {
    /**
     * Looks at every number once, and once more for the deviation.
     *
     * @param name its path
     * @param values its numbers
     * @return what they are like
     */
    public static WeightStatistics of(String name, Array values) {
        int size = values.size();
        double sum = 0;
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        long zeros = 0;
        long notNumbers = 0;
        long infinite = 0;
        for (int i = 0; i < size; i++) {
            double value = values.at(i);
            if (Double.isFinite(value)) {
                sum += value;
                smallest = Math.min(smallest, value);
                largest = Math.max(largest, value);
                zeros += value == 0 ? 1 : 0;
            } else if (Double.isNaN(value)) {
                notNumbers++;
            } else {
                infinite++;
            }
        }
        long finite = size - notNumbers - infinite;
        double mean = sum / finite;
        // In a second pass: the difference of two large sums would be all rounding.
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double value = values.at(i) - mean;
            squares += Double.isFinite(value) ? value * value : 0;
        }
        return new WeightStatistics(
                name,
                values.dataType(),
                values.shape(),
                mean,
                Math.sqrt(squares / finite),
                finite == 0 ? Double.NaN : smallest,
                finite == 0 ? Double.NaN : largest,
                zeros,
                notNumbers,
                infinite);
    }

    /**
     * How many numbers there are.
     *
     * @return the product of the dimensions
     */
    public long size() {
        return shape.size();
    }
}
