package io.cornu.losses;

import io.cornu.ops.GraphMath;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How the values of examples become the one number that training makes small.
 *
 * <p>Keras' {@code none} is absent, for nothing can be trained with it; {@link Loss#values} gives what it would.
 *
 * <p>Source: {@code keras.src.losses.loss.reduce_weighted_values}, Keras 3.15.
 */
public enum Reduction {
    /** The sum of weighted values, divided by the number of values; with a mask, by the number of those that count. */
    SUM_OVER_BATCH_SIZE,
    /** The sum of weighted values. */
    SUM,
    /** The same as {@link #SUM_OVER_BATCH_SIZE}, under Keras' other name for it. */
    MEAN,
    /** The sum of weighted values, divided by the sum of the weights. */
    MEAN_WITH_SAMPLE_WEIGHT;

    /**
     * Adds the reduction to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param values one value an example (and position), or one for all
     * @param weights how much each counts, of shape (batch) or the first axes of the values; empty for all the same
     * @param mask ones where values count and zeros where they do not, shaped like weights; empty if all count
     * @return a rank-0 loss
     */
    public <T extends TFloating> Operand<T> reduce(
            Ops tf, Operand<T> values, Optional<Operand<T>> weights, Optional<Operand<T>> mask) {
        Optional<Operand<T>> factors = mask.map(counted -> {
            Operand<T> scaled = isMeanOfValues() ? overCounted(tf, counted) : counted;
            return weights.map(given -> product(tf, given, scaled)).orElse(scaled);
        });
        factors = factors.or(() -> weights);
        Operand<T> weighted = factors.map(given -> product(tf, values, given)).orElse(values);
        Operand<T> sum = GraphMath.sum(tf, weighted);
        if (this == SUM) {
            return sum;
        }
        Operand<T> divisor = this == MEAN_WITH_SAMPLE_WEIGHT && factors.isPresent()
                ? GraphMath.sum(tf, GraphMath.broadcastTo(tf, factors.get(), weighted))
                : size(tf, weighted);
        return tf.math.divNoNan(sum, divisor);
    }

    private boolean isMeanOfValues() {
        return this == SUM_OVER_BATCH_SIZE || this == MEAN;
    }

    /** Scaled so that the mean over all is the mean over those that count. */
    private static <T extends TFloating> Operand<T> overCounted(Ops tf, Operand<T> mask) {
        return tf.math.mul(mask, tf.math.divNoNan(size(tf, mask), GraphMath.sum(tf, mask)));
    }

    /** Of tensors of which one has the first axes of the other. */
    private static <T extends TFloating> Operand<T> product(Ops tf, Operand<T> a, Operand<T> b) {
        boolean isLonger = a.shape().numDimensions() >= b.shape().numDimensions();
        Operand<T> longer = isLonger ? a : b;
        return tf.math.mul(longer, GraphMath.broadcastTo(tf, isLonger ? b : a, longer));
    }

    private static <T extends TFloating> Operand<T> size(Ops tf, Operand<T> x) {
        return tf.dtypes.cast(tf.size(x), x.type());
    }
}
