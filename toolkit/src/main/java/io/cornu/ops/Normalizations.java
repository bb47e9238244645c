package io.cornu.ops;

import static io.cornu.ops.GraphMath.constant;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Batch normalization: one kernel for float32 images, composed for everything else. */
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
        if (isFusable(x, axis)) {
            Operand<T> none = tf.zeros(tf.constant(new int[] {0}), x.type());
            FusedBatchNorm<T, T> fused =
                    tf.nn.fusedBatchNorm(x, gamma, beta, none, none, FusedBatchNorm.epsilon((float) epsilon));
            Operand<T> variance = tf.math.mul(fused.batchVariance(), withoutBesselsCorrection(tf, x, gamma));
            return new Normalized<>(fused.y(), new Moments<>(fused.batchMean(), variance));
        }
        int rank = x.shape().numDimensions();
        Operand<TInt32> axes =
                tf.constant(IntStream.range(0, rank).filter(i -> i != axis).toArray());
        Operand<T> mean = tf.math.mean(x, axes, Mean.keepDims(true));
        Operand<T> variance =
                tf.math.mean(tf.math.squaredDifference(x, tf.stopGradient(mean)), axes, Mean.keepDims(true));
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
        if (isFusable(x, axis)) {
            return tf.nn.fusedBatchNorm(
                            x,
                            gamma,
                            beta,
                            moments.mean(),
                            moments.variance(),
                            FusedBatchNorm.epsilon((float) epsilon),
                            FusedBatchNorm.isTraining(false))
                    .y();
        }
        Operand<T> inverse =
                tf.math.mul(tf.math.rsqrt(tf.math.add(moments.variance(), constant(tf, x, epsilon))), gamma);
        Operand<T> shift = tf.math.sub(beta, tf.math.mul(moments.mean(), inverse));
        return tf.math.add(tf.math.mul(x, alongAxis(tf, x, axis, inverse)), alongAxis(tf, x, axis, shift));
    }

    /** The kernel reports the unbiased variance, n / (n - 1) times the batch's own; Keras tracks the latter. */
    private static <T extends TNumber> Operand<T> withoutBesselsCorrection(Ops tf, Operand<T> x, Operand<T> gamma) {
        Operand<T> perChannel =
                tf.math.div(tf.dtypes.cast(tf.size(x), x.type()), tf.dtypes.cast(tf.size(gamma), x.type()));
        Operand<T> one = constant(tf, x, 1);
        return tf.math.div(tf.math.maximum(tf.math.sub(perChannel, one), one), perChannel);
    }

    private static boolean isFusable(Operand<?> x, int axis) {
        return x.type() == TFloat32.class && x.shape().numDimensions() == 4 && axis == 3;
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
