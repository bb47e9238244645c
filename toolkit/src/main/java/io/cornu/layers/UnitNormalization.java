package io.cornu.layers;

import io.cornu.ops.Normalizations;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Divides by the Euclidean norm over some axes.
 *
 * <pre>y = x / max(sqrt(sum(x^2)), 1e-12)</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.UnitNormalization}, Keras 3.15.
 *
 * @param axis the axes over which the norm is taken; -1 by default
 */
public record UnitNormalization(List<Integer> axis) implements Layer {
    private static final double SMALLEST_NORM = 1e-12;

    /**
     * Checks the axes.
     *
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public UnitNormalization {
        axis = AxisRules.several("UnitNormalization", axis);
    }

    /**
     * Norms of 1 over the last axis.
     *
     * @return the layer
     */
    public static UnitNormalization of() {
        return of(-1);
    }

    /**
     * Norms of 1 over some axes.
     *
     * @param axes at least one, counting the batch as 0, or from the end if negative
     * @return the layer
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public static UnitNormalization of(int... axes) {
        return new UnitNormalization(Arrays.stream(axes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        AxisRules.indices(axis, input);
        return input;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int[] axes = AxisRules.indices(axis, call.inputShapes().get(0));
        return Normalizations.toUnitNorm(call.tf(), call.input(), axes, SMALLEST_NORM);
    }
}
