package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * One number of those along axes: sums, means, the largest.
 *
 * <p>Shapes: (batch, ...) to (batch, ...) without the axes, or with size 1 there.
 *
 * <p>Source: {@code keras.ops.sum}, {@code mean}, {@code max} and others, Keras 3.15.
 *
 * @param function what is computed
 * @param axes along which axes, the batch being 0 and not among them, negative ones from the end
 * @param keepDimensions whether the axes stay, with size 1; false by default
 */
public record Reduction(ReductionFunction function, List<Integer> axes, boolean keepDimensions) implements Layer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if axes are to be kept that {@link ReductionFunction#COUNT_NONZERO} drops in Keras
     */
    public Reduction {
        Arguments.require(
                !(keepDimensions && function == ReductionFunction.COUNT_NONZERO),
                function.kerasName(),
                "keepDimensions must be false",
                keepDimensions);
        axes = List.copyOf(axes);
    }

    /**
     * A reduction that drops the axes.
     *
     * @param function what is computed
     * @param axes along which axes
     * @return the layer
     */
    public static Reduction of(ReductionFunction function, Integer... axes) {
        return new Reduction(function, List.of(axes), false);
    }

    /**
     * The same reduction with the axes kept or dropped.
     *
     * @param keep whether they stay, with size 1
     * @return a copy
     * @throws IllegalArgumentException if Keras has no such function
     */
    public Reduction withKeepDimensions(boolean keep) {
        return new Reduction(function, axes, keep);
    }

    @Override
    public String kind() {
        return function.kerasName();
    }

    @Override
    public Shape outputShape(Shape input) {
        int[] reduced = Batches.axes(axes, input);
        long[] sizes = input.asArray();
        Arrays.stream(reduced).forEach(axis -> sizes[axis] = keepDimensions ? 1 : -2);
        return Shape.of(Arrays.stream(sizes).filter(size -> size != -2).toArray());
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int[] reduced = Batches.axes(axes, call.inputShapes().get(0));
        return function.apply(call.tf(), call.input(), call.tf().constant(reduced), keepDimensions);
    }
}
