package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of the logarithm of the hyperbolic cosine of differences: squares of small ones, sizes of large ones,
 * and smooth everywhere.
 *
 * <pre>loss = mean(log(cosh(prediction - target)))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.LogCosh}, Keras 3.15.
 */
public record LogCosh() implements Loss {
    @Override
    public String name() {
        return "log_cosh";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> x = tf.math.sub(prediction, target);
        Operand<T> soft = tf.math.softplus(tf.math.mul(x, constant(tf, x, -2)));
        return LossMath.mean(tf, tf.math.sub(tf.math.add(x, soft), constant(tf, x, Math.log(2))));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
