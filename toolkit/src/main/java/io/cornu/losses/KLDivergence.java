package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The Kullback-Leibler divergence of predicted probabilities from target probabilities.
 *
 * <pre>
 * loss = sum(target log(target / prediction))
 * Both are cut to [1e-7, 1].
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.KLDivergence}, Keras 3.15.
 */
public record KLDivergence() implements Loss {
    @Override
    public String name() {
        return "kl_divergence";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> expected = probabilities(tf, target);
        Operand<T> ratio = tf.math.div(expected, probabilities(tf, prediction));
        return LossMath.sum(tf, tf.math.mul(expected, tf.math.log(ratio)), false, -1);
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }

    private static <T extends TFloating> Operand<T> probabilities(Ops tf, Operand<T> x) {
        return tf.clipByValue(x, constant(tf, x, LossMath.EPSILON), constant(tf, x, 1));
    }
}
