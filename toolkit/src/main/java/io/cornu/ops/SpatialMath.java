package io.cornu.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;
import org.tensorflow.types.family.TType;

/** Sums on the sizes of images and the like: (batch, spatial axes, channels), sizes known or not. */
final class SpatialMath {
    private SpatialMath() {}

    /** The sizes of the spatial axes; constants where they are known, so that TensorFlow knows the shapes that follow. */
    static Operand<TInt32> sizes(Ops tf, Operand<? extends TType> x, int axes) {
        Shape shape = x.shape();
        long[] known = LongStream.rangeClosed(1, axes)
                .map(i -> shape.isUnknown() ? Shape.UNKNOWN_SIZE : shape.get((int) i))
                .toArray();
        return LongStream.of(known).allMatch(size -> size != Shape.UNKNOWN_SIZE)
                ? tf.constant(LongStream.of(known).mapToInt(Math::toIntExact).toArray())
                : range(tf, x, 1, axes + 1);
    }

    /** The sizes of some axes as they are when the graph runs. */
    static Operand<TInt32> range(Ops tf, Operand<? extends TType> x, int from, int to) {
        return tf.stridedSlice(
                tf.shape(x), tf.constant(new int[] {from}), tf.constant(new int[] {to}), tf.constant(new int[] {1}));
    }

    static Operand<TInt32> constants(Ops tf, List<Integer> numbers) {
        return tf.constant(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Zeros around the spatial axes. */
    static <T extends TNumber> Operand<T> padded(Ops tf, Operand<T> x, Operand<TInt32> before, Operand<TInt32> after) {
        Operand<TInt32> none = tf.constant(new int[1][2]);
        Operand<TInt32> spatial = tf.stack(List.of(before, after), Stack.axis(1L));
        return tf.pad(x, tf.concat(List.of(none, spatial, none), tf.constant(0)), GraphMath.constant(tf, x, 0));
    }

    /** The zeros that padding {@code SAME} puts before and after, where the output is of size ceil(input / stride). */
    static <T extends TNumber> Operand<T> paddedAsSame(Ops tf, Operand<T> x, Window window) {
        Operand<TInt32> one = tf.constant(1);
        Operand<TInt32> strides = constants(tf, window.strides());
        Operand<TInt32> sizes = sizes(tf, x, window.axes());
        Operand<TInt32> outputs = tf.math.floorDiv(tf.math.add(sizes, tf.math.sub(strides, one)), strides);
        Operand<TInt32> covered =
                tf.math.add(tf.math.mul(tf.math.sub(outputs, one), strides), constants(tf, window.reaches()));
        Operand<TInt32> all = tf.math.maximum(tf.math.sub(covered, sizes), tf.constant(0));
        Operand<TInt32> before = tf.math.floorDiv(all, tf.constant(2));
        return padded(tf, x, before, tf.math.sub(all, before));
    }

    /** Every so many positions, from the first. */
    static <T extends TNumber> Operand<T> everyOther(Ops tf, Operand<T> x, List<Integer> strides) {
        int rank = strides.size() + 2;
        long everything = (1L << rank) - 1;
        int[] steps = Window.withBatchAndChannels(strides).stream()
                .mapToInt(Math::toIntExact)
                .toArray();
        return tf.stridedSlice(
                x,
                tf.constant(new int[rank]),
                tf.constant(new int[rank]),
                tf.constant(steps),
                StridedSlice.beginMask(everything),
                StridedSlice.endMask(everything));
    }

    /** A sequence as an image of height 1. */
    static <T extends TNumber> Operand<T> asImage(Ops tf, Operand<T> sequence) {
        return tf.expandDims(sequence, tf.constant(1));
    }

    static <T extends TNumber> Operand<T> asSequence(Ops tf, Operand<T> image) {
        return tf.squeeze(image, Squeeze.axis(List.of(1L)));
    }

    /** Zeros between the positions, as many as make stride times as many positions, of which some are cut off. */
    static <T extends TNumber> Operand<T> spread(Ops tf, Operand<T> x, List<Integer> strides, int[] excesses) {
        int rank = strides.size() + 2;
        Operand<T> y = x;
        int[] end = new int[rank];
        long toTheEnd = 0;
        for (int axis = 0; axis < rank; axis++) {
            boolean isSpatial = axis > 0 && axis < rank - 1;
            int stride = isSpatial ? strides.get(axis - 1) : 1;
            if (stride > 1) {
                int[][] after = new int[rank + 1][2];
                after[axis + 1][1] = stride - 1;
                Operand<T> zeros = tf.pad(
                        tf.expandDims(y, tf.constant(axis + 1)), tf.constant(after), GraphMath.constant(tf, x, 0));
                y = tf.reshape(zeros, enlarged(tf, y, rank, axis, stride));
            }
            end[axis] = isSpatial ? excesses[axis - 1] : 0;
            toTheEnd |= end[axis] == 0 ? 1L << axis : 0;
        }
        return tf.stridedSlice(
                y,
                tf.constant(new int[rank]),
                tf.constant(end),
                tf.constant(Window.withBatchAndChannels(strides).stream()
                        .mapToInt(stride -> 1)
                        .toArray()),
                StridedSlice.endMask(toTheEnd));
    }

    /** The shape of x with one axis larger; what is known of it stays known. */
    static <T extends TNumber> Operand<TInt32> enlarged(Ops tf, Operand<T> x, int rank, int axis, int factor) {
        Shape shape = x.shape();
        List<Operand<TInt32>> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            int times = i == axis ? factor : 1;
            long known = shape.isUnknown() ? Shape.UNKNOWN_SIZE : shape.get(i);
            Operand<TInt32> size = known == Shape.UNKNOWN_SIZE
                    ? range(tf, x, i, i + 1)
                    : tf.constant(new int[] {Math.toIntExact(known * times)});
            boolean isOpen = known == Shape.UNKNOWN_SIZE && times > 1;
            sizes.add(isOpen ? tf.math.mul(size, tf.constant(times)) : size);
        }
        return tf.concat(sizes, tf.constant(0));
    }
}
