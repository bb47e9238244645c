package io.cornu.augmentation;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Draws of other than uniform numbers. */
final class Distributions {
    /** As many bits as a uniform float32 number has. */
    private static final double SEEDS = 1 << 24;

    private Distributions() {}

    /**
     * Beta distributed numbers with twice the same parameter, the share of one of two gamma distributed ones.
     *
     * <p>By logarithms, as gamma distributed numbers of small parameters are 0 in float32, and Keras then divides 0 by 0:
     * {@code gamma(a) = gamma(a + 1) uniform^(1 / a)}.
     */
    static <T extends TFloating> Operand<T> beta(Draws<T> draws, Operand<TInt32> shape, Operand<T> parameter) {
        Ops tf = draws.tf();
        Operand<T> a = tf.broadcastTo(parameter, shape);
        Operand<T> odds = tf.math.sub(logGamma(draws, shape, a), logGamma(draws, shape, a));
        return tf.math.sigmoid(odds);
    }

    /** Shares that add up to 1, a vector of a number of them. */
    static <T extends TFloating> Operand<T> dirichlet(Draws<T> draws, int size, double parameter) {
        Ops tf = draws.tf();
        Operand<TInt32> shape = tf.constant(new int[] {size});
        Operand<T> logs = logGamma(draws, shape, tf.broadcastTo(draws.constant(parameter), shape));
        Operand<T> shares = tf.math.exp(tf.math.sub(logs, tf.reduceMax(logs, tf.constant(0))));
        return tf.math.div(shares, tf.reduceSum(shares, tf.constant(0), ReduceSum.keepDims(true)));
    }

    private static <T extends TFloating> Operand<T> logGamma(Draws<T> draws, Operand<TInt32> shape, Operand<T> a) {
        Ops tf = draws.tf();
        Operand<T> scaled = tf.math.mul(draws.randomUniform(tf.constant(new int[] {2})), draws.constant(SEEDS));
        Operand<TInt64> seed = tf.dtypes.cast(scaled, TInt64.class);
        Operand<T> larger = tf.scope()
                .opBuilder("StatelessRandomGammaV2", "Gamma")
                .addInput(shape.asOutput())
                .addInput(seed.asOutput())
                .addInput(tf.math.add(a, draws.constant(1)).asOutput())
                .build()
                .<T>output(0);
        Operand<T> uniform = tf.math.sub(draws.constant(1), draws.randomUniform(shape));
        return tf.math.add(tf.math.log(larger), tf.math.div(tf.math.log(uniform), a));
    }

    /** The numbers from 0 up to a count, in an order drawn at random. */
    static <T extends TFloating> Operand<TInt32> order(Draws<T> draws, Operand<TInt32> count) {
        Ops tf = draws.tf();
        Operand<T> keys = draws.randomUniform(count);
        return tf.nn.topK(keys, tf.reshape(count, tf.constant(new int[0])), TInt32.class)
                .indices();
    }

    /** Rows in another order. */
    static <T extends TFloating> List<Operand<T>> reordered(Ops tf, List<Operand<T>> operands, Operand<TInt32> order) {
        return operands.stream()
                .<Operand<T>>map(operand -> tf.gather(operand, order, tf.constant(0)))
                .toList();
    }
}
