package io.cornu.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Convolutions over sequences, images and volumes with gradients in float32 and float64, also where TensorFlow's C++
 * side lacks them or gets them wrong.
 *
 * <p>Windows of one position that move by more are never handed to TensorFlow: differentiating those, oneDNN 3.5 in
 * TensorFlow 2.18 writes past the end of its memory on some sizes (1 x 1, stride 2, 10 x 10 pixels), in Python as well.
 *
 * <p>Shapes: (batch, spatial axes, channels) throughout; a {@link Window} says how many spatial axes there are. Strides
 * above 1 and dilations above 1 do not go together, but for {@link #depthwise}.
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * A convolution.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, spatial axes, channels)
     * @param kernel (spatial axes, channels / groups, filters)
     * @param window how it moves
     * @param groups into how many groups of channels x and the filters are split
     * @return (batch, spatial axes', filters)
     */
    public static <T extends TNumber> Operand<T> convolution(
            Ops tf, Operand<T> x, Operand<T> kernel, Window window, int groups) {
        if (window.axes() == 1) {
            Operand<T> image = convolution(
                    tf, SpatialMath.asImage(tf, x), tf.expandDims(kernel, tf.constant(0)), window.asImage(), groups);
            return SpatialMath.asSequence(tf, image);
        }
        if (window.isPoint() && window.isStrided()) {
            return convolution(tf, SpatialMath.everyOther(tf, x, window.strides()), kernel, window.unstrided(), groups);
        }
        if (window.isDilated()) {
            return split(tf, x, kernel, window.axes(), groups, (part, filters) -> dilated(tf, part, filters, window));
        }
        // The CPU differentiates grouped convolutions of float32 images only, through oneDNN; of others each group is a
        // convolution of its own.
        return window.axes() == 2 && x.type() == TFloat32.class
                ? plain(tf, x, kernel, window)
                : split(tf, x, kernel, window.axes(), groups, (part, filters) -> plain(tf, part, filters, window));
    }

    /**
     * How much larger than stride times the input the output of a transposed convolution is.
     *
     * @param window how it moves
     * @param axis the spatial axis, from 0
     * @param outputPadding what Keras calls so, for each axis; empty for Keras' default
     * @return output size - input size * stride; may be negative
     */
    public static int transposedExcess(Window window, int axis, List<Integer> outputPadding) {
        int stride = window.strides().get(axis);
        int reach = window.reach(axis);
        if (outputPadding.isEmpty()) {
            return window.isSame() ? 0 : Math.max(reach - stride, 0);
        }
        return (window.isSame() ? reach % 2 : reach) + outputPadding.get(axis) - stride;
    }

    /**
     * A transposed convolution: the gradient of a convolution by its input.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, spatial axes, channels)
     * @param kernel (spatial axes, filters, channels)
     * @param window how the convolution would move over the output
     * @param outputPadding what Keras calls so, for each axis; empty for Keras' default
     * @return (batch, spatial axes', filters)
     */
    public static <T extends TNumber> Operand<T> transposed(
            Ops tf, Operand<T> x, Operand<T> kernel, Window window, List<Integer> outputPadding) {
        if (window.axes() == 1) {
            List<Integer> padding = outputPadding.isEmpty() ? List.of() : List.of(0, outputPadding.get(0));
            Operand<T> image = transposed(
                    tf, SpatialMath.asImage(tf, x), tf.expandDims(kernel, tf.constant(0)), window.asImage(), padding);
            return SpatialMath.asSequence(tf, image);
        }
        int axes = window.axes();
        int[] excesses = IntStream.range(0, axes)
                .map(i -> transposedExcess(window, i, outputPadding))
                .toArray();
        if (window.isPoint() && window.isStrided()) {
            Operand<T> points = convolution(tf, x, swapped(tf, kernel, axes), window.unstrided(), 1);
            return SpatialMath.spread(tf, points, window.strides(), excesses);
        }
        if (window.isDilated()) {
            return transposedAndDilated(tf, x, kernel, window);
        }
        Operand<TInt32> excess = tf.constant(excesses);
        Operand<TInt32> sizes = tf.math.add(
                tf.math.mul(SpatialMath.sizes(tf, x, axes), SpatialMath.constants(tf, window.strides())), excess);
        Operand<TInt32> shape = tf.concat(
                List.of(SpatialMath.range(tf, x, 0, 1), sizes, SpatialMath.range(tf, kernel, axes, axes + 1)),
                tf.constant(0));
        List<Long> strides = Window.withBatchAndChannels(window.strides());
        return axes == 2
                ? tf.nn.conv2dBackpropInput(shape, kernel, x, strides, window.padding())
                : tf.nn.conv3dBackpropInput(shape, kernel, x, strides, window.padding());
    }

    /**
     * A convolution of each channel by itself, over sequences or images. Strides may differ between axes, and go with
     * dilations.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x (batch, spatial axes, channels)
     * @param kernel (spatial axes, channels, multiplier)
     * @param window how it moves
     * @return (batch, spatial axes', channels * multiplier)
     */
    public static <T extends TNumber> Operand<T> depthwise(Ops tf, Operand<T> x, Operand<T> kernel, Window window) {
        if (window.axes() == 1) {
            // Over a height of 1 any stride down is the same, and TensorFlow wants that to the right.
            Window image = window.asImage()
                    .withStrides(Collections.nCopies(2, window.strides().get(0)));
            Operand<T> y = depthwise(tf, SpatialMath.asImage(tf, x), tf.expandDims(kernel, tf.constant(0)), image);
            return SpatialMath.asSequence(tf, y);
        }
        List<Integer> strides = window.strides();
        if (window.isPoint() && window.isStrided()) {
            return depthwise(tf, SpatialMath.everyOther(tf, x, strides), kernel, window.unstrided());
        }
        if (!strides.get(0).equals(strides.get(1)) || window.isDilated() && window.isStrided()) {
            // TensorFlow has neither: every position is computed, and some are kept.
            Operand<T> padded = window.isSame() ? SpatialMath.paddedAsSame(tf, x, window) : x;
            Operand<T> all = depthwise(tf, padded, kernel, window.valid().unstrided());
            return SpatialMath.everyOther(tf, all, strides);
        }
        if (window.isDilated()) {
            return DilatedConvolutions.interleaved(
                    tf,
                    x,
                    window,
                    piece -> depthwise(tf, piece, kernel, window.valid().withoutDilation()));
        }
        return tf.nn.depthwiseConv2dNative(x, kernel, Window.withBatchAndChannels(strides), window.padding());
    }

    /** What is done to each group. */
    private interface Convolution<T extends TNumber> {
        Operand<T> apply(Operand<T> x, Operand<T> kernel);
    }

    private static <T extends TNumber> Operand<T> split(
            Ops tf, Operand<T> x, Operand<T> kernel, int axes, int groups, Convolution<T> convolution) {
        if (groups == 1) {
            return convolution.apply(x, kernel);
        }
        Operand<TInt32> last = tf.constant(axes + 1);
        List<Output<T>> channels = tf.split(last, x, (long) groups).output();
        List<Output<T>> filters = tf.split(last, kernel, (long) groups).output();
        List<Operand<T>> results = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            results.add(convolution.apply(channels.get(i), filters.get(i)));
        }
        return tf.concat(results, last);
    }

    private static <T extends TNumber> Operand<T> plain(Ops tf, Operand<T> x, Operand<T> kernel, Window window) {
        List<Long> strides = Window.withBatchAndChannels(window.strides());
        return window.axes() == 2
                ? tf.nn.conv2d(x, kernel, strides, window.padding())
                : tf.nn.conv3d(x, kernel, strides, window.padding());
    }

    private static <T extends TNumber> Operand<T> dilated(Ops tf, Operand<T> x, Operand<T> kernel, Window window) {
        return window.axes() == 2 && x.type() == TFloat32.class
                ? DilatedConvolutions.generic(tf, x, kernel, window)
                : DilatedConvolutions.interleaved(
                        tf,
                        x,
                        window,
                        piece -> plain(tf, piece, kernel, window.valid().withoutDilation()));
    }

    /** With stride 1, that is a convolution with the kernel turned round, over more zeros. */
    private static <T extends TNumber> Operand<T> transposedAndDilated(
            Ops tf, Operand<T> x, Operand<T> kernel, Window window) {
        int axes = window.axes();
        Operand<TInt32> around = SpatialMath.constants(
                tf, window.reaches().stream().map(reach -> reach - 1).toList());
        Operand<TInt32> after = window.isSame() ? tf.math.floorDiv(around, tf.constant(2)) : around;
        Operand<TInt32> before = window.isSame() ? tf.math.sub(around, after) : around;
        Operand<T> turned =
                tf.reverse(kernel, tf.constant(IntStream.range(0, axes).toArray()));
        Operand<T> padded = SpatialMath.padded(tf, x, before, after);
        return convolution(tf, padded, swapped(tf, turned, axes), window.valid(), 1);
    }

    /** A kernel whose last two axes, the filters and the channels, change places. */
    private static <T extends TNumber> Operand<T> swapped(Ops tf, Operand<T> kernel, int axes) {
        int[] order = IntStream.range(0, axes + 2).toArray();
        order[axes] = axes + 1;
        order[axes + 1] = axes;
        return tf.linalg.transpose(kernel, tf.constant(order));
    }
}
