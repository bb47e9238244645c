package io.cornu.initializers;

import io.cornu.text.Arguments;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Random values whose variance is {@code scale / n}, where n counts a unit's connections.
 *
 * <pre>
 * fan_in  = product of all dimensions but the last        fan_out = last dimension * receptive field
 * NORMAL truncated at two standard deviations, and widened so that its variance is scale / n
 * UNIFORM in [-limit, limit) with limit = sqrt(3 scale / n)
 * </pre>
 *
 * <p>Source: {@code keras.initializers.VarianceScaling}, Keras 3.15. The usual ones have names of their own in
 * {@link Initializers}.
 *
 * @param scale above 0
 * @param mode what n counts
 * @param distribution the shape of the distribution
 */
public record VarianceScaling(double scale, Mode mode, Distribution distribution) implements Initializer {
    /** The standard deviation of a normal distribution truncated at two standard deviations. */
    private static final double TRUNCATED_DEVIATION = .87962566103423978;

    /** Which of a unit's connections count. */
    public enum Mode {
        /** Those coming in. */
        FAN_IN,
        /** Those going out. */
        FAN_OUT,
        /** The mean of both. */
        FAN_AVG
    }

    /** How the values are spread. */
    public enum Distribution {
        /** Normal, redrawn beyond two standard deviations. */
        TRUNCATED_NORMAL,
        /** Normal. */
        UNTRUNCATED_NORMAL,
        /** Uniform around zero. */
        UNIFORM
    }

    /**
     * Checks the scale.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public VarianceScaling {
        Arguments.positive("VarianceScaling", "scale", scale);
    }

    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        double variance = scale / Math.max(1, connections(shape));
        float[] values = new float[Math.toIntExact(shape.size())];
        switch (distribution) {
            case UNIFORM -> fillUniform(values, Math.sqrt(3 * variance), random);
            case UNTRUNCATED_NORMAL -> fillNormal(values, Math.sqrt(variance), Double.POSITIVE_INFINITY, random);
            case TRUNCATED_NORMAL -> fillNormal(values, Math.sqrt(variance) / TRUNCATED_DEVIATION, 2, random);
        }
        return values;
    }

    /**
     * Keras' name of this initializer where it has one of its own.
     *
     * @return such as {@code glorot_uniform}, or {@code variance_scaling}
     */
    public String kerasName() {
        String spread = distribution == Distribution.UNIFORM ? "_uniform" : "_normal";
        if (distribution != Distribution.UNTRUNCATED_NORMAL) {
            if (mode == Mode.FAN_AVG && scale == 1) {
                return "glorot" + spread;
            }
            if (mode == Mode.FAN_IN && scale == 2) {
                return "he" + spread;
            }
            if (mode == Mode.FAN_IN && scale == 1) {
                return "lecun" + spread;
            }
        }
        return "variance_scaling";
    }

    private double connections(Shape shape) {
        long[] sizes = shape.asArray();
        if (sizes.length < 2) {
            return sizes.length == 0 ? 1 : sizes[0];
        }
        long inputs = sizes[sizes.length - 2];
        long outputs = sizes[sizes.length - 1];
        long receptiveField = shape.size() == 0 ? 1 : shape.size() / (inputs * outputs);
        double fanIn = (double) inputs * receptiveField;
        double fanOut = (double) outputs * receptiveField;
        return switch (mode) {
            case FAN_IN -> fanIn;
            case FAN_OUT -> fanOut;
            case FAN_AVG -> (fanIn + fanOut) / 2;
        };
    }

    private static void fillUniform(float[] values, double limit, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
    }

    private static void fillNormal(float[] values, double deviation, double cut, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            double value = random.nextGaussian();
            while (Math.abs(value) > cut) {
                value = random.nextGaussian();
            }
            values[i] = (float) (value * deviation);
        }
    }

    @Override
    public String toString() {
        return kerasName().equals("variance_scaling")
                ? "variance_scaling(" + scale + ", " + mode.name().toLowerCase(Locale.ROOT) + ")"
                : kerasName();
    }
}
