package io.cornu.ops;

import static io.cornu.ops.GraphMath.constant;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Normalizations, composed of the very operations that Keras composes them of.
 *
 * <p>TensorFlow's fused kernel for batches is faster, but rounds otherwise; where a channel hardly varies, the difference is a
 * thousandth of the loss after one step, and curves would not continue those of Python.
 */
public final class Normalizations {
    /** {@code keras.config.epsilon()}. */
    private static final double KERAS_EPSILON = 1e-7;

    private Normalizations() {}

    /**
     * Statistics by channel.
     *
     * @param <T> the type of the numbers
     * @param mean of shape (channels)
     * @param variance the mean squared distance from the mean, of shape (channels)
     */
    public record Moments<T extends TNumber>(Operand<T> mean, Operand<T> variance) {}

    /**
     * What comes out of normalizing a batch.
     *
     * @param <T> the type of the numbers
     * @param output the normalized batch
     * @param moments the batch's statistics
     */
    public record Normalized<T extends TNumber>(Operand<T> output, Moments<T> moments) {}

    /**
     * Normalizes with the batch's own statistics.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank
     * @param axis the axis of the channels, from 0
     * @param gamma the factor, of shape (channels)
     * @param beta the shift, of shape (channels)
     * @param epsilon what keeps the square root away from 0
     * @return the normalized numbers and the statistics
     */
    public static <T extends TNumber> Normalized<T> overBatch(
            Ops tf, Operand<T> x, int axis, Operand<T> gamma, Operand<T> beta, double epsilon) {
        return normalized(tf, x, axis, moments(tf, x, allAxesBut(tf, x, axis)), gamma, beta, epsilon);
    }

    /**
     * Normalizes with the statistics of those positions of the batch that count.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank, the channels last
     * @param mask of the shape of x without the channels, false where a position does not count
     * @param gamma the factor, of shape (channels)
     * @param beta the shift, of shape (channels)
     * @param epsilon what keeps the square root away from 0
     * @return the normalized numbers, also where they do not count, and the statistics
     */
    public static <T extends TNumber> Normalized<T> overCounted(
            Ops tf, Operand<T> x, Operand<TBool> mask, Operand<T> gamma, Operand<T> beta, double epsilon) {
        int last = x.shape().numDimensions() - 1;
        Operand<TInt32> axes = allAxesBut(tf, x, last);
        Operand<TBool> counts = tf.broadcastTo(tf.expandDims(mask, tf.constant(-1)), tf.shape(x));
        Operand<T> zero = constant(tf, x, 0);
        Operand<T> number = tf.math.add(
                tf.reduceSum(tf.dtypes.cast(counts, x.type()), axes, ReduceSum.keepDims(true)),
                constant(tf, x, KERAS_EPSILON));
        Operand<T> mean = tf.math.div(tf.reduceSum(tf.select(counts, x, zero), axes, ReduceSum.keepDims(true)), number);
        Operand<T> distance = tf.math.square(tf.select(counts, tf.math.sub(x, mean), zero));
        Operand<T> variance = tf.math.div(tf.reduceSum(distance, axes, ReduceSum.keepDims(true)), number);
        return normalized(tf, x, last, new Moments<>(mean, variance), gamma, beta, epsilon);
    }

    /**
     * Normalizes with given statistics.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank
     * @param axis the axis of the channels, from 0
     * @param moments the statistics
     * @param gamma the factor, of shape (channels)
     * @param beta the shift, of shape (channels)
     * @param epsilon what keeps the square root away from 0
     * @return the normalized numbers
     */
    public static <T extends TNumber> Operand<T> withStatistics(
            Ops tf, Operand<T> x, int axis, Moments<T> moments, Operand<T> gamma, Operand<T> beta, double epsilon) {
        Operand<T> inverse =
                tf.math.mul(tf.math.rsqrt(tf.math.add(moments.variance(), constant(tf, x, epsilon))), gamma);
        Operand<T> shift = tf.math.sub(beta, tf.math.mul(moments.mean(), inverse));
        return tf.math.add(tf.math.mul(x, alongAxis(tf, x, axis, inverse)), alongAxis(tf, x, axis, shift));
    }

    /**
     * Normalizes with each example's own statistics over some axes.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank
     * @param axes the axes over which statistics are taken, from 0
     * @param gamma the factor, if any, of a shape that broadcasts to that of x
     * @param beta the shift, if any, of a shape that broadcasts to that of x
     * @param epsilon what keeps the square root away from 0
     * @return the normalized numbers
     */
    public static <T extends TNumber> Operand<T> overAxes(
            Ops tf, Operand<T> x, int[] axes, Optional<Operand<T>> gamma, Optional<Operand<T>> beta, double epsilon) {
        Moments<T> moments = moments(tf, x, tf.constant(axes));
        Operand<T> rsqrt = tf.math.rsqrt(tf.math.add(moments.variance(), constant(tf, x, epsilon)));
        Operand<T> inverse =
                gamma.<Operand<T>>map(factor -> tf.math.mul(rsqrt, factor)).orElse(rsqrt);
        Operand<T> centered = tf.math.mul(tf.math.neg(moments.mean()), inverse);
        Operand<T> shift =
                beta.<Operand<T>>map(added -> tf.math.add(centered, added)).orElse(centered);
        return tf.math.add(tf.math.mul(x, inverse), shift);
    }

    /**
     * Divides by the root of the sum of squares over some axes; where that is below a limit, by the limit.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank
     * @param axes the axes over which squares are summed, from 0
     * @param limit the smallest norm
     * @return numbers of the shape of x, of norm 1 over the axes
     */
    public static <T extends TNumber> Operand<T> toUnitNorm(Ops tf, Operand<T> x, int[] axes, double limit) {
        Operand<T> squares = tf.reduceSum(tf.math.square(x), tf.constant(axes), ReduceSum.keepDims(true));
        return tf.math.mul(x, tf.math.minimum(tf.math.rsqrt(squares), constant(tf, x, 1 / limit)));
    }

    /** Mean and variance, the axes kept as 1. */
    private static <T extends TNumber> Moments<T> moments(Ops tf, Operand<T> x, Operand<TInt32> axes) {
        Operand<T> mean = tf.math.mean(x, axes, Mean.keepDims(true));
        // The same mean, from an input through which no gradient flows; TensorFlow computes it once. Stopping the
        // gradient behind the mean would make x's three gradients add up in another order than Python's.
        Operand<T> center = tf.math.mean(tf.stopGradient(x), axes, Mean.keepDims(true));
        return new Moments<>(mean, tf.math.mean(tf.math.squaredDifference(x, center), axes, Mean.keepDims(true)));
    }

    private static <T extends TNumber> Normalized<T> normalized(
            Ops tf, Operand<T> x, int axis, Moments<T> kept, Operand<T> gamma, Operand<T> beta, double epsilon) {
        Operand<TInt32> vector = tf.constant(new int[] {-1});
        Moments<T> moments = new Moments<>(tf.reshape(kept.mean(), vector), tf.reshape(kept.variance(), vector));
        return new Normalized<>(withStatistics(tf, x, axis, moments, gamma, beta, epsilon), moments);
    }

    private static Operand<TInt32> allAxesBut(Ops tf, Operand<? extends TNumber> x, int axis) {
        return tf.constant(IntStream.range(0, x.shape().numDimensions())
                .filter(i -> i != axis)
                .toArray());
    }

    private static <T extends TNumber> Operand<T> alongAxis(Ops tf, Operand<T> x, int axis, Operand<T> vector) {
        Shape shape = x.shape();
        if (axis == shape.numDimensions() - 1) {
            return vector;
        }
        long[] sizes = new long[shape.numDimensions()];
        Arrays.fill(sizes, 1);
        sizes[axis] = -1;
        return tf.reshape(vector, tf.constant(sizes));
    }
}
