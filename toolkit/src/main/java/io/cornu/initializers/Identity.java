package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * A factor on the diagonal of a matrix, which need not be square, and zero elsewhere.
 *
 * <p>Source: {@code keras.initializers.Identity}, Keras 3.15.
 *
 * @param gain the factor, finite; 1 is Keras' default
 */
public record Identity(double gain) implements Initializer {
    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public Identity {
        Arguments.require(Double.isFinite(gain), "Identity", "gain must be finite", gain);
    }

    /**
     * The identity matrix.
     *
     * @return the initializer
     */
    public static Identity of() {
        return new Identity(1);
    }

    /**
     * A multiple of the identity matrix.
     *
     * @param gain the factor, finite
     * @return the initializer
     * @throws IllegalArgumentException if the factor is infinite or NaN
     */
    public static Identity of(double gain) {
        return new Identity(gain);
    }

    /**
     * The values of a matrix.
     *
     * @throws IllegalArgumentException if the shape is not that of a matrix
     */
    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        if (shape.numDimensions() != 2) {
            throw new IllegalArgumentException("Identity: expected a variable of two dimensions, received "
                    + Shapes.text(shape) + ". Choose another initializer for it.");
        }
        float[] values = new float[Math.toIntExact(shape.size())];
        int columns = Math.toIntExact(shape.get(1));
        for (int i = 0; i < Math.min(shape.get(0), columns); i++) {
            values[i * columns + i] = (float) gain;
        }
        return values;
    }
}
