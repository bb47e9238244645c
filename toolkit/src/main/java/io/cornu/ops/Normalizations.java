package io.cornu.ops;

import static io.cornu.ops.GraphMath.constant;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Batch normalization, composed of the very operations that Keras composes it of.
 *
 * <p>TensorFlow's fused kernel is faster, but rounds otherwise; where a channel hardly varies, the difference is a
 * thousandth of the loss after one step, and curves would not continue those of Python.
 */
public final class Normalizations {
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
        int rank = x.shape().numDimensions();
        Operand<TInt32> axes =
                tf.constant(IntStream.range(0, rank).filter(i -> i != axis).toArray());
        Operand<T> mean = tf.math.mean(x, axes, Mean.keepDims(true));
        // The same mean, from an input through which no gradient flows; TensorFlow computes it once. Stopping the
        // gradient behind the mean would make x's three gradients add up in another order than Python's.
        Operand<T> center = tf.math.mean(tf.stopGradient(x), axes, Mean.keepDims(true));
        Operand<T> variance = tf.math.mean(tf.math.squaredDifference(x, center), axes, Mean.keepDims(true));
        Operand<TInt32> vector = tf.constant(new int[] {-1});
        Moments<T> moments = new Moments<>(tf.reshape(mean, vector), tf.reshape(variance, vector));
        return new Normalized<>(withStatistics(tf, x, axis, moments, gamma, beta, epsilon), moments);
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
