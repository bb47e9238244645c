package io.cornu.augmentation;

import io.cornu.layers.DataFormat;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.Phase;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Images while they are changed, and where the random numbers for it come from.
 *
 * @param draws random numbers
 * @param images (batch, height, width, channels)
 */
record Pixels<T extends TFloating>(Draws<T> draws, Operand<T> images) {
    private static final int[] TO_LAST = {0, 2, 3, 1};
    private static final int[] FROM_LAST = {0, 3, 1, 2};

    /** Changes images while the network trains, whichever axis holds the channels. */
    static <T extends TFloating> Operand<T> augment(
            LayerCall<T> call, DataFormat format, Function<Pixels<T>, Operand<T>> change) {
        return call.phase() == Phase.TRAINING ? always(call, format, change) : call.input();
    }

    /** Changes images in every phase. */
    static <T extends TFloating> Operand<T> always(
            LayerCall<T> call, DataFormat format, Function<Pixels<T>, Operand<T>> change) {
        Ops tf = call.tf();
        if (format == DataFormat.CHANNELS_LAST) {
            return change.apply(new Pixels<>(Draws.of(call), call.input()));
        }
        Operand<T> last = tf.linalg.transpose(call.input(), tf.constant(TO_LAST));
        return tf.linalg.transpose(change.apply(new Pixels<>(Draws.of(call), last)), tf.constant(FROM_LAST));
    }

    /** The shape of images, unchanged, if they are images. */
    static Shape requireImages(Shape input) {
        if (input.numDimensions() != 4) {
            throw new LayerShapeException(
                    "expected input (batch, height, width, channels), received " + Shapes.text(input),
                    "Add Reshape.of(height, width, channels) before it.");
        }
        return input;
    }

    /** The shape of images, unchanged, if they have one of several numbers of channels. */
    static Shape requireChannels(Shape input, DataFormat format, Integer... channels) {
        requireImages(input);
        long found = input.get(format == DataFormat.CHANNELS_LAST ? 3 : 1);
        if (!List.of(channels).contains((int) found)) {
            throw new LayerShapeException(
                    "expected images of " + (channels.length == 1 ? channels[0] + " channels" : "1 or 3 channels")
                            + ", received " + Shapes.text(input),
                    "Leave it out, or repeat the channel.");
        }
        return input;
    }

    Ops tf() {
        return draws.tf();
    }

    Operand<T> constant(double value) {
        return draws.constant(value);
    }

    /** Other images, the same draws to come. */
    Pixels<T> with(Operand<T> changed) {
        return new Pixels<>(draws, changed);
    }

    /** The number of images, as a vector of one. */
    Operand<TInt32> batch() {
        return dimensions(0, 1);
    }

    /** Dimensions of the images as a vector. */
    Operand<TInt32> dimensions(int from, int count) {
        return tf().slice(tf().shape(images), tf().constant(new int[] {from}), tf().constant(new int[] {count}));
    }

    /** A shape that starts with the batch. */
    Operand<TInt32> batchAnd(int... sizes) {
        return tf().concat(List.of(batch(), tf().constant(sizes)), tf().constant(0));
    }

    /** Height or width as a rank-0 number. */
    Operand<T> size(int axis) {
        long known = images.shape().get(axis);
        return known == Shape.UNKNOWN_SIZE
                ? tf().dtypes.cast(tf().reshape(dimensions(axis, 1), tf().constant(new int[0])), draws.type())
                : constant(known);
    }

    /** Numbers drawn uniformly. */
    Operand<T> uniform(Operand<TInt32> shape, Range range) {
        Ops tf = tf();
        return tf.math.add(tf.math.mul(draws.randomUniform(shape), constant(range.width())), constant(range.low()));
    }

    /** One number for each image, drawn uniformly, of shape (batch, 1, 1, 1). */
    Operand<T> perImage(Range range) {
        return uniform(batchAnd(1, 1, 1), range);
    }

    /** One number for each image, drawn uniformly, of shape (batch, 1). */
    Operand<T> perRow(Range range) {
        return uniform(batchAnd(1), range);
    }

    /** Which images are changed, each with a probability of its own drawn from a range; of shape (batch, 1, 1, 1). */
    Operand<TBool> chosen(Range probability) {
        return tf().math.less(perImage(Range.UNIT), perImage(probability));
    }

    /** 1 or -1 for each row, as likely, of shape (batch, 1). */
    Operand<T> sign() {
        return tf().select(tf().math.greater(perRow(Range.UNIT), constant(.5)), constant(-1), constant(1));
    }

    /** Values cut off at the ends of a range. */
    Operand<T> clipped(Operand<T> values, Range range) {
        return tf().clipByValue(values, constant(range.low()), constant(range.high()));
    }

    /** Values moved from one range to another. */
    Operand<T> rescaled(Operand<T> values, Range from, Range to) {
        if (from.equals(to)) {
            return values;
        }
        Ops tf = tf();
        Operand<T> unit = tf.math.div(tf.math.sub(values, constant(from.low())), constant(from.width()));
        return tf.math.add(tf.math.mul(unit, constant(to.width())), constant(to.low()));
    }

    /** The mean of each image and channel, of shape (batch, 1, 1, channels). */
    Operand<T> meanOfPixels() {
        return tf().math.mean(images, tf().constant(new int[] {1, 2}), Mean.keepDims(true));
    }

    /** The luminance, of shape (batch, height, width, 1); images of one channel are gray already. */
    Operand<T> gray() {
        if (images.shape().get(3) == 1) {
            return images;
        }
        Ops tf = tf();
        Operand<T> weights = tf.dtypes.cast(tf.constant(new float[] {.2989f, .5870f, .1140f}), draws.type());
        return tf.reduceSum(
                tf.math.mul(images, weights), tf.constant(-1), org.tensorflow.op.core.ReduceSum.keepDims(true));
    }

    /** The channels, each of shape (batch, height, width, 1). */
    List<Operand<T>> channels() {
        long number = images.shape().get(3);
        List<org.tensorflow.Output<T>> parts =
                tf().split(tf().constant(3), images, number).output();
        return IntStream.range(0, parts.size()).<Operand<T>>mapToObj(parts::get).toList();
    }
}
