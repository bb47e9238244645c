package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Normally distributed values, drawn again beyond two standard deviations.
 *
 * <p>The standard deviation is that of the whole normal distribution; that of the values is 0.88 times as large.
 *
 * <p>Source: {@code keras.initializers.TruncatedNormal}, Keras 3.15.
 *
 * @param mean the middle, finite; 0 by default
 * @param standardDeviation the spread, at least 0; 0.05 is Keras' default
 */
@RecordBuilder
public record TruncatedNormal(double mean, double standardDeviation)
        implements Initializer, TruncatedNormalBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is infinite or NaN, or the standard deviation negative
     */
    public TruncatedNormal {
        Arguments.require(Double.isFinite(mean), "TruncatedNormal", "mean must be finite", mean);
        Arguments.notNegative("TruncatedNormal", "standardDeviation", standardDeviation);
    }

    /**
     * Truncated normal values around 0.
     *
     * @param standardDeviation the spread, at least 0
     * @return the initializer
     * @throws IllegalArgumentException if the standard deviation is negative or not finite
     */
    public static TruncatedNormal of(double standardDeviation) {
        return new TruncatedNormal(0, standardDeviation);
    }

    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        return Draws.normal(shape, mean, standardDeviation, 2, random);
    }
}
