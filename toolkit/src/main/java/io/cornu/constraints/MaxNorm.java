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
 * Weights of a norm of at most a value; larger ones are scaled down to it.
 *
 * <pre>w = w min(norm(w), maxValue) / (norm(w) + 1e-7)</pre>
 *
 * <p>The axes are those over which norms are taken: 0 for the units of a dense kernel (inputs, units), and 0, 1, 2 for
 * the filters of a convolution's (rows, columns, inputs, filters). Often used together with dropout (Srivastava et
 * al. 2014).
 *
 * <p>Source: {@code keras.constraints.MaxNorm}, Keras 3.15.
 *
 * @param maxValue the largest norm, at least 0; 2 is Keras' default
 * @param axis the axes, negative ones from the end; 0 by default
 */
@RecordBuilder
public record MaxNorm(double maxValue, List<Integer> axis) implements Constraint, MaxNormBuilder.With {
    /**
     * Checks the norm and the axes.
     *
     * @throws IllegalArgumentException if the norm is negative or not finite, or there is no axis, or one twice
     */
    public MaxNorm {
        Arguments.notNegative("MaxNorm", "maxValue", maxValue);
        axis = Norms.axes("MaxNorm", axis);
    }

    /**
     * Norms of at most a value along axis 0.
     *
     * @param maxValue the largest norm, at least 0
     * @return the constraint
     * @throws IllegalArgumentException if the value is negative or not finite
     */
    public static MaxNorm of(double maxValue) {
        return new MaxNorm(maxValue, List.of(0));
    }

    /**
     * The same constraint along other axes.
     *
     * @param axes at least one, negative ones from the end
     * @return a copy
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public MaxNorm withAxis(int... axes) {
        return withAxis(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
        Operand<T> norm = Norms.norm(tf, "MaxNorm", weight, axis);
        Operand<T> desired = tf.math.minimum(norm, constant(tf, weight, maxValue));
        return Norms.scaled(tf, weight, norm, desired);
    }
}
