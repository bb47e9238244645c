package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Axes as layers take them: counted with the batch as 0, or from the end where negative. */
final class AxisRules {
    private AxisRules() {}

    static List<Integer> several(String where, List<Integer> axes) {
        Arguments.require(
                !axes.isEmpty() && axes.stream().distinct().count() == axes.size(),
                where,
                "axis must be one axis, or several different ones",
                axes);
        return List.copyOf(axes);
    }

    /** An axis counted from 0. */
    static int index(int axis, Shape input) {
        return indices(List.of(axis), input)[0];
    }

    /** Axes counted from 0, in the order given. */
    static int[] indices(List<Integer> axes, Shape input) {
        int rank = input.numDimensions();
        int[] indices =
                axes.stream().mapToInt(axis -> axis < 0 ? axis + rank : axis).toArray();
        if (Arrays.stream(indices).anyMatch(axis -> axis < 0 || axis >= rank)
                || Arrays.stream(indices).distinct().count() < indices.length) {
            throw new LayerShapeException(
                    "expected input with the " + (axes.size() == 1 ? "axis " + axes.get(0) : "different axes " + axes)
                            + ", received " + Shapes.text(input),
                    "Choose axes from " + -rank + " to " + (rank - 1) + ".");
        }
        return indices;
    }

    /** The sizes of some dimensions, for variables: all must be known. */
    static Shape knownSizes(int[] axes, Shape input) {
        long[] sizes = Arrays.stream(axes).mapToLong(input::get).toArray();
        if (Arrays.stream(sizes).anyMatch(size -> size == Shape.UNKNOWN_SIZE)) {
            throw new LayerShapeException(
                    "expected a known size along " + (axes.length == 1 ? "axis " : "axes ") + text(axes) + ", received "
                            + Shapes.text(input),
                    "State it in Input.of(...), or choose another axis.");
        }
        return Shape.of(sizes);
    }

    /** The size of one dimension at run time, as a vector. */
    static Operand<TInt32> sizeAt(Ops tf, Operand<? extends TType> x, int axis) {
        return tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1}));
    }

    private static String text(int[] axes) {
        return axes.length == 1 ? Integer.toString(axes[0]) : Arrays.toString(axes);
    }
}
