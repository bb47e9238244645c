package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Evenly distributed values.
 *
 * <p>Source: {@code keras.initializers.RandomUniform}, Keras 3.15.
 *
 * @param minValue the smallest value, finite; -0.05 is Keras' default
 * @param maxValue the largest value, at least the smallest; 0.05 is Keras' default
 */
@RecordBuilder
public record RandomUniform(double minValue, double maxValue) implements Initializer, RandomUniformBuilder.With {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if it is empty or not finite
     */
    public RandomUniform {
        Arguments.require(Double.isFinite(minValue), "RandomUniform", "minValue must be finite", minValue);
        Arguments.require(Double.isFinite(maxValue), "RandomUniform", "maxValue must be finite", maxValue);
        Arguments.require(
                minValue <= maxValue, "RandomUniform", "minValue must be at most maxValue = " + maxValue, minValue);
    }

    /**
     * Evenly distributed values.
     *
     * @param minValue the smallest value, finite
     * @param maxValue the largest value, at least the smallest
     * @return the initializer
     * @throws IllegalArgumentException if the range is empty or not finite
     */
    public static RandomUniform of(double minValue, double maxValue) {
        return new RandomUniform(minValue, maxValue);
    }

    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        return Draws.uniform(shape, minValue, maxValue, random);
    }
}
