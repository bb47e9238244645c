package io.cornu.constraints;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Weights of norm 1.
 *
 * <pre>w = w / (norm(w) + 1e-7)</pre>
 *
 * <p>The axes are those over which norms are taken: 0 for the units of a dense kernel (inputs, units), and 0, 1, 2 for
 * the filters of a convolution's (rows, columns, inputs, filters).
 *
 * <p>Source: {@code keras.constraints.UnitNorm}, Keras 3.15.
 *
 * @param axis the axes, negative ones from the end; 0 by default
 */
@RecordBuilder
public record UnitNorm(List<Integer> axis) implements Constraint, UnitNormBuilder.With {
    /**
     * Checks the axes.
     *
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public UnitNorm {
        axis = Norms.axes("UnitNorm", axis);
    }

    /**
     * Norms of 1 along axis 0.
     *
     * @return the constraint
     */
    public static UnitNorm of() {
        return new UnitNorm(List.of(0));
    }

    /**
     * The same constraint along other axes.
     *
     * @param axes at least one, negative ones from the end
     * @return a copy
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public UnitNorm withAxis(int... axes) {
        return withAxis(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> weight) {
        return tf.math.div(weight, Norms.awayFromZero(tf, Norms.norm(tf, "UnitNorm", weight, axis)));
    }
}
