package io.cornu.initializers;

import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * How a variable starts.
 *
 * <p>Keras' own are in {@link Initializers}. Initializers draw in plain Java from the generator they are given:
 * the same seed gives the same weights on every machine, though not the weights that Python would draw.
 *
 * <p>One of your own is a class that fills an array; as a record it is equal to another of the same options, which files
 * need:
 *
 * <pre>{@code
 * record Signs(double size) implements Initializer {
 *     public float[] initialize(Shape shape, RandomGenerator random) {
 *         float[] values = new float[(int) shape.size()];
 *         for (int i = 0; i < values.length; i++) {
 *             values[i] = (float) (random.nextBoolean() ? size : -size);
 *         }
 *         return values;
 *     }
 * }
 * }</pre>
 */
public interface Initializer {
    /**
     * Draws the first values of a variable.
     *
     * @param shape the variable's dimensions, all known
     * @param random where random numbers come from
     * @return as many values as the shape holds, in row-major order
     */
    float[] initialize(Shape shape, RandomGenerator random);
}
