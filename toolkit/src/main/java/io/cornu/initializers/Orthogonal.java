package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * A random matrix whose columns, or rows where they are fewer, are at right angles and of one length (Saxe et al. 2014).
 *
 * <p>Of a variable with more than two dimensions, the last one counts the columns and all others the rows. Any such
 * matrix is as likely as any other: it is the Q of a normally distributed matrix Q R whose R has a positive diagonal.
 *
 * <p>Source: {@code keras.initializers.Orthogonal}, Keras 3.15.
 *
 * @param gain the length, finite, mirrored where negative; 1 is Keras' default
 */
public record Orthogonal(double gain) implements Initializer {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public Orthogonal {
        Arguments.require(Double.isFinite(gain), "Orthogonal", "gain must be finite", gain);
    }

    /**
     * Vectors of length 1.
     *
     * @return the initializer
     */
    public static Orthogonal of() {
        return new Orthogonal(1);
    }

    /**
     * Vectors of a length.
     *
     * @param gain the length, finite
     * @return the initializer
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public static Orthogonal of(double gain) {
        return new Orthogonal(gain);
    }

    /**
     * Draws a matrix.
     *
     * @throws IllegalArgumentException if the shape has fewer than two dimensions
     */
    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        if (shape.numDimensions() < 2) {
            throw new IllegalArgumentException("Orthogonal: expected a variable of at least two dimensions, received "
                    + Shapes.text(shape) + ". Choose another initializer for it.");
        }
        float[] values = new float[Math.toIntExact(shape.size())];
        int columns = Math.toIntExact(shape.get(-1));
        int rows = columns == 0 ? 0 : values.length / columns;
        boolean isTall = rows >= columns;
        double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = isTall ? vectors[column][row] : vectors[row][column];
                values[row * columns + column] = (float) (gain * value);
            }
        }
        return values;
    }

    /** Gram and Schmidt's, whose R has a positive diagonal by itself. */
    private static double[][] orthonormal(int count, int length, RandomGenerator random) {
        double[][] vectors = new double[count][length];
        for (int i = 0; i < count; i++) {
            double[] vector = vectors[i];
            for (int j = 0; j < length; j++) {
                vector[j] = random.nextGaussian();
            }
            // Once leaves what rounding lost where little of the vector remains; twice is enough (Kahan).
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    add(vector, vectors[k], -product(vector, vectors[k]));
                }
                double norm = Math.sqrt(product(vector, vector));
                for (int j = 0; j < length; j++) {
                    vector[j] /= norm;
                }
            }
        }
        return vectors;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] vector, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * vector[i];
        }
    }
}
