package io.cornu.constraints;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Weights of a norm in a range; others are scaled towards it.
 *
 * <pre>
 * desired = rate clip(norm(w), minValue, maxValue) + (1 - rate) norm(w)
 * w = w desired / (norm(w) + 1e-7)
 * </pre>
 *
 * <p>The axes are those over which norms are taken: 0 for the units of a dense kernel (inputs, units), and 0, 1, 2 for
 * the filters of a convolution's (rows, columns, inputs, filters).
 *
 * <p>Source: {@code keras.constraints.MinMaxNorm}, Keras 3.15.
 *
 * @param minValue the smallest norm, at least 0; 0 is Keras' default
 * @param maxValue the largest norm, at least the smallest; 1 is Keras' default
 * @param rate how much of the way is gone in a step, in [0, 1]; 1 by default
 * @param axis the axes, negative ones from the end; 0 by default
 */
@RecordBuilder
public record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis)
        implements Constraint, MinMaxNormBuilder.With {
    /**
     * Checks the range, the rate and the axes.
     *
     * @throws IllegalArgumentException if the range is empty, negative or not finite, the rate outside [0, 1], or there
     *     is no axis, or one twice
     */
    public MinMaxNorm {
        Arguments.notNegative("MinMaxNorm", "minValue", minValue);
        Arguments.notNegative("MinMaxNorm", "maxValue", maxValue);
        Arguments.require(
                minValue <= maxValue, "MinMaxNorm", "minValue must be at most maxValue = " + maxValue, minValue);
        Arguments.require(rate >= 0 && rate <= 1, "MinMaxNorm", "rate must be in [0, 1]", rate);
        axis = Norms.axes("MinMaxNorm", axis);
    }

    /**
     * Norms in a range along axis 0, fully enforced.
     *
     * @param minValue the smallest norm, at least 0
     * @param maxValue the largest norm, at least the smallest
     * @return the constraint
     * @throws IllegalArgumentException if the range is empty, negative or not finite
     */
    public static MinMaxNorm of(double minValue, double maxValue) {
        return new MinMaxNorm(minValue, maxValue, 1, List.of(0));
    }

    /**
     * The same constraint along other axes.
     *
     * @param axes at least one, negative ones from the end
     * @return a copy
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public MinMaxNorm withAxis(int... axes) {
        return withAxis(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
        Operand<T> norm = Norms.norm(tf, "MinMaxNorm", weight, axis);
        Operand<T> clipped =
                tf.math.maximum(tf.math.minimum(norm, constant(tf, weight, maxValue)), constant(tf, weight, minValue));
        Operand<T> desired = tf.math.add(
                tf.math.mul(constant(tf, weight, rate), clipped), tf.math.mul(constant(tf, weight, 1 - rate), norm));
        return Norms.scaled(tf, weight, norm, desired);
    }
}
