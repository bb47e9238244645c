package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * One minus the Dice coefficient: how badly predicted and true regions overlap, whatever their size.
 *
 * <pre>
 * loss = 1 - 2 sum(target prediction) / (sum(target) + sum(prediction) + 1e-7)
 * </pre>
 *
 * <p>Shapes: targets and predictions alike.
 *
 * <p>Source: {@code keras.losses.Dice}, Keras 3.15. Milletari et al., 2016
 * (arXiv:1606.04797).
 *
 * @param axis over which the sums go, such as 1, 2, 3 for each image by itself; empty by default, for all axes
 */
@RecordBuilder
public record Dice(List<Integer> axis) implements Loss, DiceBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if an axis is named twice
     */
    public Dice {
        axis = LossMath.distinct("Dice", axis);
    }

    @Override
    public String name() {
        return "dice";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        int[] axes = LossMath.axes(axis, prediction);
        Operand<T> both = LossMath.sum(tf, tf.math.mul(target, prediction), false, axes);
        Operand<T> all = tf.math.add(LossMath.sum(tf, target, false, axes), LossMath.sum(tf, prediction, false, axes));
        Operand<T> share = tf.math.div(
                tf.math.mul(constant(tf, both, 2), both), tf.math.add(all, constant(tf, all, LossMath.EPSILON)));
        return tf.math.sub(constant(tf, share, 1), share);
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
    public Dice withAxis(Integer... axes) {
        return withAxis(List.of(axes));
    }
}
