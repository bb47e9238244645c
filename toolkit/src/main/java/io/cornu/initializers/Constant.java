package io.cornu.initializers;

import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * One value everywhere.
 *
 * <p>Source: {@code keras.initializers.Constant}, Keras 3.15.
 *
 * @param value the value; finite
 */
public record Constant(double value) implements Initializer {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public Constant {
        Arguments.require(Double.isFinite(value), "Constant", "value must be finite", value);
    }

    /**
     * One value everywhere.
     *
     * @param value the value; finite
     * @return the initializer
     */
    public static Constant of(double value) {
        return new Constant(value);
    }

    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        Arrays.fill(values, (float) value);
        return values;
    }
}
