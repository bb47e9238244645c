package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;
import org.tensorflow.types.family.TFloating;

/**
 * What is cut off or added around sequences, images and volumes.
 *
 * @param sides one margin an axis
 * @param format where the channels are
 */
record Margins(List<Margin> sides, DataFormat format) {
    Shape cropped(Shape input) {
        return SpatialRules.resized(input, sides.size(), format, (axis, size) -> {
            Margin side = sides.get(axis);
            long left = size - side.before() - side.after();
            if (left < 1) {
                throw new LayerShapeException(
                        "expected a " + SpatialRules.axisName(sides.size(), axis) + " above "
                                + ((long) side.before() + side.after()) + ", received " + Shapes.text(input),
                        "Cut off less.");
            }
            return left;
        });
    }

    Shape padded(Shape input) {
        return SpatialRules.resized(
                input,
                sides.size(),
                format,
                (axis, size) ->
                        size + sides.get(axis).before() + sides.get(axis).after());
    }

    <T extends TFloating> Operand<T> cropped(Ops tf, Operand<T> x) {
        int rank = sides.size() + 2;
        int[] begin = new int[rank];
        int[] end = new int[rank];
        int[] steps = new int[rank];
        long toTheEnd = 0;
        for (int axis = 0; axis < rank; axis++) {
            Margin side = side(axis);
            begin[axis] = side.before();
            // Counted from the end, so that sizes need not be known; 0 would be the beginning.
            end[axis] = -side.after();
            steps[axis] = 1;
            toTheEnd |= side.after() == 0 ? 1L << axis : 0;
        }
        return tf.stridedSlice(
                x, tf.constant(begin), tf.constant(end), tf.constant(steps), StridedSlice.endMask(toTheEnd));
    }

    <T extends TFloating> Operand<T> padded(Ops tf, Operand<T> x) {
        int[][] around = new int[sides.size() + 2][];
        for (int axis = 0; axis < around.length; axis++) {
            around[axis] = new int[] {side(axis).before(), side(axis).after()};
        }
        return tf.pad(x, tf.constant(around), tf.dtypes.cast(tf.constant(0), x.type()));
    }

    /** That of any axis, batch and channels included. */
    private Margin side(int axis) {
        int spatial = axis - (format == DataFormat.CHANNELS_LAST ? 1 : 2);
        return spatial >= 0 && spatial < sides.size() ? sides.get(spatial) : Margin.of(0);
    }
}
