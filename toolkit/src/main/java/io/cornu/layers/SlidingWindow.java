package io.cornu.layers;

import io.cornu.ops.Window;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The window of a convolution or pooling layer, one number an axis.
 *
 * @param size how far it reaches
 * @param strides how far it moves
 * @param dilation the distance between the points it looks at
 * @param padding what happens at the border
 * @param format where the channels are
 */
record SlidingWindow(
        List<Integer> size, List<Integer> strides, List<Integer> dilation, Padding padding, DataFormat format) {
    static SlidingWindow of(List<Integer> size, List<Integer> strides, Padding padding, DataFormat format) {
        return new SlidingWindow(size, strides, size.stream().map(axis -> 1).toList(), padding, format);
    }

    int axes() {
        return size.size();
    }

    /** The channels of an input, which must be known. */
    long channels(Shape input) {
        return SpatialRules.knownChannels(input, axes(), format).get(-1);
    }

    /** The shape after the window has passed over an input, with other channels. */
    Shape outputShape(Shape input, long channels) {
        Shape shape = format.toChannelsLast(
                SpatialRules.resized(input, axes(), format, (axis, length) -> passed(input, axis, length)));
        return format.fromChannelsLast(shape.take(axes() + 1).append(channels));
    }

    /** The shape after the window has passed over an input, whose channels stay. */
    Shape outputShape(Shape input) {
        return outputShape(
                input, SpatialRules.channelsLast(input, axes(), format).get(-1));
    }

    /** A weight for every point of the window, and the axes that follow. */
    Shape kernelShape(long... following) {
        LongStream sizes = size.stream().mapToLong(Integer::longValue);
        return Shape.of(LongStream.concat(sizes, LongStream.of(following)).toArray());
    }

    /** As operations take it. Zeros for causal padding must have been added before. */
    Window window() {
        return new Window(size, strides, dilation, padding == Padding.CAUSAL ? Padding.VALID.name() : padding.name());
    }

    /** What an operation that knows channels last only makes of an input. */
    <T extends TFloating> Operand<T> around(LayerCall<T> call, UnaryOperator<Operand<T>> operation) {
        return format.around(call.tf(), call.input(), axes() + 2, operation);
    }

    /** An input with the channels last and the zeros of causal padding. */
    <T extends TFloating> Operand<T> channelsLast(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = format.toChannelsLast(tf, call.input(), axes() + 2);
        if (padding != Padding.CAUSAL) {
            return x;
        }
        int before = window().reach(0) - 1;
        return tf.pad(x, tf.constant(new int[][] {{0, 0}, {before, 0}, {0, 0}}), call.constant(0));
    }

    private long passed(Shape input, int axis, long length) {
        long result = padding.outputSize(length, size.get(axis), strides.get(axis), dilation.get(axis));
        if (result < 1) {
            throw new LayerShapeException(
                    "expected a " + SpatialRules.axisName(axes(), axis) + " of at least " + window().reach(axis)
                            + ", received " + Shapes.text(input),
                    "Use larger " + (axes() == 1 ? "sequences" : axes() == 2 ? "images" : "volumes")
                            + ", a smaller window, or padding SAME.");
        }
        return result;
    }
}
