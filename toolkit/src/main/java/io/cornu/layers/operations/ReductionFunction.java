package io.cornu.layers.operations;

import io.cornu.ops.GraphMath;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.All;
import org.tensorflow.op.core.Any;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.core.Prod;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What makes one number of those along axes.
 *
 * <p>Source: {@code keras.ops}, Keras 3.15, under the same names.
 */
public enum ReductionFunction {
    /** Their sum. */
    SUM,
    /** Their mean. */
    MEAN,
    /** Their product. */
    PROD,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN,
    /** The largest, under its other name. */
    AMAX,
    /** The smallest, under its other name. */
    AMIN,
    /** Their variance, divided by how many there are. */
    VAR,
    /** The root of the variance. */
    STD,
    /** Whether one is not zero. */
    ANY,
    /** Whether all are not zero. */
    ALL,
    /** How many are not zero. */
    COUNT_NONZERO,
    /** The logarithm of the sum of their exponentials. */
    LOGSUMEXP,
    /** The Euclidean norm. */
    NORM;

    /**
     * Keras' class of it.
     *
     * @return such as {@code CountNonzero}
     */
    public String kerasName() {
        return KerasNames.className(this);
    }

    <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x, Operand<TInt32> axes, boolean keep) {
        return switch (this) {
            case SUM -> tf.sum(x, axes, Sum.keepDims(keep));
            case MEAN -> tf.math.mean(x, axes, Mean.keepDims(keep));
            case PROD -> tf.prod(x, axes, Prod.keepDims(keep));
            case MAX, AMAX -> tf.max(x, axes, Max.keepDims(keep));
            case MIN, AMIN -> tf.min(x, axes, Min.keepDims(keep));
            case VAR -> variance(tf, x, axes, keep);
            case STD -> tf.math.sqrt(variance(tf, x, axes, keep));
            case ANY -> tf.dtypes.cast(tf.any(Truth.of(tf, x), axes, Any.keepDims(keep)), x.type());
            case ALL -> tf.dtypes.cast(tf.all(Truth.of(tf, x), axes, All.keepDims(keep)), x.type());
            case COUNT_NONZERO -> tf.sum(tf.dtypes.cast(Truth.of(tf, x), x.type()), axes, Sum.keepDims(keep));
            case LOGSUMEXP -> logSumExp(tf, x, axes, keep);
            case NORM -> tf.math.sqrt(tf.sum(tf.math.square(x), axes, Sum.keepDims(keep)));
        };
    }

    private static <T extends TFloating> Operand<T> variance(
            Ops tf, Operand<T> x, Operand<TInt32> axes, boolean keep) {
        Operand<T> mean = tf.math.mean(x, axes, Mean.keepDims(true));
        return tf.math.mean(tf.math.square(tf.math.sub(x, mean)), axes, Mean.keepDims(keep));
    }

    private static <T extends TFloating> Operand<T> logSumExp(
            Ops tf, Operand<T> x, Operand<TInt32> axes, boolean keep) {
        Operand<T> fixed = tf.stopGradient(x);
        Operand<T> raw = tf.max(fixed, axes, Max.keepDims(true));
        // Infinities would leave a difference that is no number.
        Operand<T> largest = tf.select(tf.math.isFinite(raw), raw, GraphMath.constant(tf, x, 0));
        Operand<T> sum = tf.sum(tf.math.exp(tf.math.sub(x, largest)), axes, Sum.keepDims(true));
        Operand<T> kept = tf.math.add(tf.math.log(sum), largest);
        return keep ? kept : tf.max(kept, axes, Max.keepDims(false));
    }
}
