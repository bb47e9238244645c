package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * One minus the Tversky index: as {@link Dice}, with a weight of its own for each kind of error.
 *
 * <pre>
 * loss   = 1 - both / (both + alpha missed + beta wrong + 1e-7)
 * both   = sum(target prediction)
 * missed = sum(target (1 - prediction))
 * wrong  = sum((1 - target) prediction)
 * </pre>
 *
 * <p>Shapes: targets and predictions alike.
 *
 * <p>Source: {@code keras.losses.Tversky}, Keras 3.15. Salehi et al., 2017
 * (arXiv:1706.05721).
 *
 * @param alpha how much what is missed counts, finite and at least 0; 0.5 by default
 * @param beta how much what is wrong counts, finite and at least 0; 0.5 by default
 * @param axis over which the sums go, such as 1, 2, 3 for each image by itself; empty by default, for all axes
 */
@RecordBuilder
public record Tversky(double alpha, double beta, List<Integer> axis) implements Loss, TverskyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a weight is negative or an axis is named twice
     */
    public Tversky {
        Arguments.notNegative("Tversky", "alpha", alpha);
        Arguments.notNegative("Tversky", "beta", beta);
        axis = LossMath.distinct("Tversky", axis);
    }

    @Override
    public String name() {
        return "tversky";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        int[] axes = LossMath.axes(axis, prediction);
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> both = LossMath.sum(tf, tf.math.mul(target, prediction), false, axes);
        Operand<T> missed = LossMath.sum(tf, tf.math.mul(target, tf.math.sub(one, prediction)), false, axes);
        Operand<T> wrong = LossMath.sum(tf, tf.math.mul(tf.math.sub(one, target), prediction), false, axes);
        Operand<T> errors = tf.math.add(
                tf.math.mul(missed, constant(tf, both, alpha)), tf.math.mul(wrong, constant(tf, both, beta)));
        Operand<T> all = tf.math.add(tf.math.add(both, errors), constant(tf, both, LossMath.EPSILON));
        return tf.math.sub(one, tf.math.div(both, all));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        LossMath.requireAxes(name(), axis, prediction);
    }

    /**
     * The same loss with sums over some axes.
     *
     * @param axes over which the sums go; none for all
     * @return a copy
     */
    public Tversky withAxis(Integer... axes) {
        return withAxis(List.of(axes));
    }
}
