package io.cornu.initializers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

/**
 * Random values whose variance is {@code scale / n}, where n counts a unit's connections.
 *
 * <pre>
 * fan_in  = product of all dimensions but the last        fan_out = last dimension * receptive field
 *           or that of the inputAxes                                or the product of the outputAxes
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
 * @param inputAxes the axes whose product is fan_in, negative ones from the end; none by default, and both must be given
 *     to count
 * @param outputAxes the axes whose product is fan_out
 */
@RecordBuilder
public record VarianceScaling(
        double scale, Mode mode, Distribution distribution, List<Integer> inputAxes, List<Integer> outputAxes)
        implements Initializer, VarianceScalingBuilder.With {
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
        inputAxes = List.copyOf(inputAxes);
        outputAxes = List.copyOf(outputAxes);
    }

    /**
     * The connections of dense and convolution kernels.
     *
     * @param scale above 0
     * @param mode what n counts
     * @param distribution the shape of the distribution
     * @throws IllegalArgumentException if the scale is not above 0
     */
    public VarianceScaling(double scale, Mode mode, Distribution distribution) {
        this(scale, mode, distribution, List.of(), List.of());
    }

    /**
     * Draws the values.
     *
     * @throws IllegalArgumentException if the shape lacks one of the axes
     */
    @Override
    public float[] initialize(Shape shape, RandomGenerator random) {
        double variance = scale / Math.max(1, connections(shape));
        double limit = Math.sqrt(3 * variance);
        double deviation = Math.sqrt(variance);
        return switch (distribution) {
            case UNIFORM -> Draws.uniform(shape, -limit, limit, random);
            case UNTRUNCATED_NORMAL -> Draws.normal(shape, 0, deviation, Double.POSITIVE_INFINITY, random);
            case TRUNCATED_NORMAL -> Draws.normal(shape, 0, deviation / TRUNCATED_DEVIATION, 2, random);
        };
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
        boolean areGiven = !inputAxes.isEmpty() && !outputAxes.isEmpty();
        double fanIn = areGiven ? product(shape, inputAxes) : fan(shape, -2);
        double fanOut = areGiven ? product(shape, outputAxes) : fan(shape, -1);
        return switch (mode) {
            case FAN_IN -> fanIn;
            case FAN_OUT -> fanOut;
            case FAN_AVG -> (fanIn + fanOut) / 2;
        };
    }

    /** The size of one of the last two axes times the receptive field. */
    private static double fan(Shape shape, int axis) {
        int rank = shape.numDimensions();
        if (rank < 2) {
            return rank == 0 ? 1 : shape.get(0);
        }
        double receptiveField = 1;
        for (int i = 0; i < rank - 2; i++) {
            receptiveField *= shape.get(i);
        }
        return shape.get(axis) * receptiveField;
    }

    private static double product(Shape shape, List<Integer> axes) {
        int rank = shape.numDimensions();
        double product = 1;
        for (int axis : axes) {
            if (axis < -rank || axis >= rank) {
                throw new IllegalArgumentException("VarianceScaling: expected axes in [" + -rank + ", " + rank
                        + ") for a variable of shape " + Shapes.text(shape) + ", received " + axis + ".");
            }
            product *= shape.get(axis);
        }
        return product;
    }

    @Override
    public String toString() {
        return kerasName().equals("variance_scaling")
                ? "variance_scaling(" + scale + ", " + mode.name().toLowerCase(Locale.ROOT) + ")"
                : kerasName();
    }
}
