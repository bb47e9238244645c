package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Normally distributed values.
 *
 * <p>Source: {@code keras.initializers.RandomNormal}, Keras 3.15.
 *
 * @param mean the middle, finite; 0 by default
 * @param standardDeviation the spread, at least 0; 0.05 is Keras' default
 */
@RecordBuilder
public record RandomNormal(double mean, double standardDeviation) implements Initializer, RandomNormalBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is infinite or NaN, or the standard deviation negative
     */
    public RandomNormal {
        Arguments.require(Double.isFinite(mean), "RandomNormal", "mean must be finite", mean);
        Arguments.notNegative("RandomNormal", "standardDeviation", standardDeviation);
    }

    /**
     * Normally distributed values around 0.
     *
     * @param standardDeviation the spread, at least 0
     * @return the initializer
     * @throws IllegalArgumentException if the standard deviation is negative or not finite
     */
    public static RandomNormal of(double standardDeviation) {
        return new RandomNormal(0, standardDeviation);
    }

    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        return Draws.normal(shape, mean, standardDeviation, Double.POSITIVE_INFINITY, random);
    }
}
