package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.operations.Index.At;
import io.cornu.layers.operations.Index.Ellipsis;
import io.cornu.layers.operations.Index.NewAxis;
import io.cornu.layers.operations.Index.Slice;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.family.TFloating;

/**
 * Some places of a tensor: {@code x[:, 0]}, {@code x[..., ::2]}, {@code x[:, None]}.
 *
 * <p>Shapes: (batch, ...) to (batch, ...), each axis as its index says. The batch is taken whole.
 *
 * <p>Source: {@code keras.ops.get_item}, Keras 3.15.
 *
 * @param indices what is taken of each axis, in order; the rest is taken whole
 */
public record GetItem(List<Index> indices) implements Layer {
    /**
     * Checks and copies the indices.
     *
     * @throws IllegalArgumentException if there are two ellipses
     */
    public GetItem {
        indices = List.copyOf(indices);
        Arguments.require(
                indices.stream().filter(Ellipsis.class::isInstance).count() <= 1,
                "GetItem",
                "there must be at most one ellipsis",
                indices);
    }

    /**
     * What stands between Python's square brackets.
     *
     * @param indices what is taken of each axis, in order
     * @return the layer
     * @throws IllegalArgumentException if there are two ellipses
     */
    public static GetItem of(Index... indices) {
        return new GetItem(List.of(indices));
    }

    @Override
    public Shape outputShape(Shape input) {
        List<Long> sizes = new ArrayList<>();
        int axis = 0;
        for (Index index : spelledOut(input)) {
            if (index instanceof NewAxis) {
                sizes.add(1L);
            } else {
                if (index instanceof Slice slice) {
                    sizes.add(size(slice, input.get(axis)));
                } else {
                    requirePlace((At) index, axis, input);
                }
                axis++;
            }
        }
        return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }

    /** An index for every axis, and for every new one. */
    private List<Index> spelledOut(Shape input) {
        long taken = indices.stream()
                .filter(index -> index instanceof Slice || index instanceof At)
                .count();
        long rest = input.numDimensions() - taken;
        if (rest < 0) {
            throw new LayerShapeException(
                    "expected at most " + input.numDimensions() + " indices, received " + taken + " for "
                            + Shapes.text(input),
                    "Leave some out.");
        }
        List<Index> all = new ArrayList<>();
        List<Index> given = new ArrayList<>(indices);
        if (indices.stream().noneMatch(Ellipsis.class::isInstance)) {
            given.add(new Ellipsis());
        }
        for (Index index : given) {
            if (index instanceof Ellipsis) {
                for (long i = 0; i < rest; i++) {
                    all.add(Index.all());
                }
            } else {
                all.add(index);
            }
        }
        if (!all.get(0).equals(Index.all())) {
            throw new LayerShapeException(
                    "expected an index that takes the whole batch first, received " + indices,
                    "Start with Index.all().");
        }
        return all;
    }

    private static void requirePlace(At at, int axis, Shape input) {
        long size = input.get(axis);
        if (size != Shape.UNKNOWN_SIZE && (at.place() >= size || at.place() < -size)) {
            throw new LayerShapeException(
                    "expected a place along axis " + axis + ", received " + at.place() + " for " + Shapes.text(input),
                    "Choose one from " + -size + " to " + (size - 1) + ".");
        }
    }

    private static long size(Slice slice, long size) {
        if (slice.equals(Index.all())) {
            return size;
        }
        if (size == Shape.UNKNOWN_SIZE) {
            return Shape.UNKNOWN_SIZE;
        }
        int step = slice.step();
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long start = slice.start().isPresent()
                ? clipped(slice.start().getAsInt(), size, low, high)
                : step > 0 ? low : high;
        long stop = slice.stop().isPresent()
                ? clipped(slice.stop().getAsInt(), size, low, high)
                : step > 0 ? high : low;
        long length = step > 0 ? stop - start : start - stop;
        return length <= 0 ? 0 : (length - 1) / Math.abs((long) step) + 1;
    }

    private static long clipped(long place, long size, long low, long high) {
        long counted = place < 0 ? place + size : place;
        return Math.max(low, Math.min(high, counted));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        List<Index> all = spelledOut(call.inputShapes().get(0));
        int[] begin = new int[all.size()];
        int[] end = new int[all.size()];
        int[] strides = new int[all.size()];
        long beginMask = 0;
        long endMask = 0;
        long newAxes = 0;
        long dropped = 0;
        for (int i = 0; i < all.size(); i++) {
            strides[i] = 1;
            if (all.get(i) instanceof NewAxis) {
                newAxes |= 1L << i;
            } else if (all.get(i) instanceof At at) {
                begin[i] = at.place();
                end[i] = at.place() + 1;
                dropped |= 1L << i;
            } else if (all.get(i) instanceof Slice slice) {
                begin[i] = slice.start().orElse(0);
                end[i] = slice.stop().orElse(0);
                strides[i] = slice.step();
                beginMask |= slice.start().isPresent() ? 0 : 1L << i;
                endMask |= slice.stop().isPresent() ? 0 : 1L << i;
            }
        }
        Ops tf = call.tf();
        return tf.stridedSlice(
                call.input(),
                tf.constant(begin),
                tf.constant(end),
                tf.constant(strides),
                StridedSlice.beginMask(beginMask),
                StridedSlice.endMask(endMask),
                StridedSlice.newAxisMask(newAxes),
                StridedSlice.shrinkAxisMask(dropped));
    }
}
