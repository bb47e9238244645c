package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Shapes and axes of batches, whose first axis no operation touches. */
final class Batches {
    private Batches() {}

    static Shape only(List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new LayerShapeException(
                    "expected one input, received " + inputs.size(), "Give it the tensor to work on.");
        }
        return inputs.get(0);
    }

    static void requireInputs(List<Shape> inputs, long expected) {
        if (inputs.size() != expected) {
            throw new LayerShapeException(
                    "expected " + expected + " input(s), received " + inputs.size(),
                    "Give it one for each operand that is no constant.");
        }
    }

    /** An axis counted from 0, which is not the batch's. */
    static int axis(int axis, Shape input) {
        int rank = input.numDimensions();
        int index = axis < 0 ? axis + rank : axis;
        if (index < 1 || index >= rank) {
            throw new LayerShapeException(
                    "expected an axis of the examples, received " + axis + " for " + Shapes.text(input),
                    rank > 1
                            ? "Choose one from 1 to " + (rank - 1) + ", or from " + (1 - rank) + " to -1."
                            : "Give the examples an axis first.");
        }
        return index;
    }

    /** Different axes counted from 0, none of which is the batch's; empty stands for all, the batch's among them. */
    static int[] axes(List<Integer> axes, Shape input) {
        if (axes.isEmpty()) {
            throw new LayerShapeException(
                    "expected axes of the examples, received none, which means all and so the batch",
                    "Name the axes, from 1 to " + (input.numDimensions() - 1) + ".");
        }
        int[] indices = axes.stream().mapToInt(axis -> axis(axis, input)).toArray();
        if (Arrays.stream(indices).distinct().count() < indices.length) {
            throw new LayerShapeException(
                    "expected different axes, received " + axes + " for " + Shapes.text(input), "Name each once.");
        }
        return indices;
    }

    /** What two shapes that start with the batch broadcast to. */
    static Shape broadcast(Shape a, Shape b) {
        if (a.numDimensions() != b.numDimensions()) {
            throw new LayerShapeException(
                    "expected inputs of the same rank, received " + Shapes.text(a) + " and " + Shapes.text(b),
                    "Give the smaller one axes of size 1 with Operations.expandDims.");
        }
        return aligned(a, b);
    }

    /** What a shape that starts with the batch and that of a constant broadcast to. */
    static Shape broadcastConstant(Shape shape, Shape constant) {
        int missing = shape.numDimensions() - constant.numDimensions();
        if (missing < 0 || missing == 0 && constant.numDimensions() > 0 && constant.get(0) != 1) {
            throw new LayerShapeException(
                    "expected a constant without the batch, received one of shape "
                            + Arrays.toString(constant.asArray()) + " for input " + Shapes.text(shape),
                    "Leave out its first axes.");
        }
        long[] sizes = new long[shape.numDimensions()];
        Arrays.fill(sizes, 1);
        System.arraycopy(constant.asArray(), 0, sizes, missing, constant.numDimensions());
        return aligned(shape, Shape.of(sizes));
    }

    private static Shape aligned(Shape a, Shape b) {
        long[] sizes = a.asArray();
        for (int i = 0; i < sizes.length; i++) {
            long other = b.get(i);
            if (sizes[i] == 1 || sizes[i] == Shape.UNKNOWN_SIZE && other > 1) {
                sizes[i] = other;
            } else if (other != 1 && other != Shape.UNKNOWN_SIZE && other != sizes[i]) {
                throw new LayerShapeException(
                        "expected inputs that broadcast, received " + Shapes.text(a) + " and " + Shapes.text(b),
                        "Bring them to one shape, or give one of them axes of size 1.");
            }
        }
        return Shape.of(sizes);
    }

    static Shape with(Shape shape, int axis, long size) {
        long[] sizes = shape.asArray();
        sizes[axis] = size;
        return Shape.of(sizes);
    }

    /** The size of an axis, which must be known. */
    static long known(Shape shape, int axis) {
        if (shape.get(axis) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected a known size along axis " + axis + ", received " + Shapes.text(shape),
                    "State it in Input.of(...).");
        }
        return shape.get(axis);
    }

    static <T extends TFloating> Operand<T> constant(Ops tf, Array array, Class<T> type) {
        Operand<T> numbers = tf.dtypes.cast(tf.constant(array.toDoubles()), type);
        return tf.reshape(numbers, tf.constant(array.shape().asArray()));
    }

    /** A reshaping that keeps the batch and any one size that is unknown. */
    static <T extends TFloating> Operand<T> reshaped(Ops tf, Operand<T> x, Shape shape) {
        long[] sizes = shape.asArray();
        boolean isKnown = Arrays.stream(sizes).skip(1).noneMatch(size -> size == Shape.UNKNOWN_SIZE);
        if (isKnown) {
            sizes[0] = -1;
            return tf.reshape(x, tf.constant(sizes));
        }
        Operand<TInt32> batch = sizeAt(tf, x, 0);
        int[] target = Arrays.stream(sizes).skip(1).mapToInt(Math::toIntExact).toArray();
        return tf.reshape(x, tf.concat(List.of(batch, tf.constant(target)), tf.constant(0)));
    }

    static Operand<TInt32> sizeAt(Ops tf, Operand<? extends TType> x, int axis) {
        return tf.slice(tf.shape(x), tf.constant(new int[] {axis}), tf.constant(new int[] {1}));
    }
}
