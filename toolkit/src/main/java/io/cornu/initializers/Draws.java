package io.cornu.initializers;

import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/** The distributions that initializers share. */
final class Draws {
    private Draws() {}

    static float[] uniform(Shape shape, double smallest, double largest, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            double share = random.nextDouble();
            values[i] = (float) (smallest * (1 - share) + largest * share);
        }
        return values;
    }

    /** Drawn again beyond so many standard deviations. */
    static float[] normal(Shape shape, double mean, double deviation, double cut, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            while (Math.abs(value) > cut) {
                value = random.nextGaussian();
            }
            values[i] = (float) (mean + value * deviation);
        }
        return values;
    }
}
