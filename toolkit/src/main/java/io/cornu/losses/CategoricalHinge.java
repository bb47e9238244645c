package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.family.TFloating;

/**
 * The hinge loss between the right class and the strongest wrong one, for one-hot targets.
 *
 * <pre>loss = max(1 + max((1 - target) prediction) - sum(target prediction), 0)</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.CategoricalHinge}, Keras 3.15.
 */
public record CategoricalHinge() implements Loss {
    @Override
    public String name() {
        return "categorical_hinge";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> right = LossMath.sum(tf, tf.math.mul(target, prediction), false, -1);
        Operand<T> wrong = tf.reduceMax(
                tf.math.mul(tf.math.sub(one, target), prediction), tf.constant(-1), ReduceMax.keepDims(false));
        return tf.math.maximum(tf.math.add(tf.math.sub(wrong, right), one), constant(tf, prediction, 0));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
