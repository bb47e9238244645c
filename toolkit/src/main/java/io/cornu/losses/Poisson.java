package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The negative logarithm of the likelihood of counts under a Poisson distribution of predicted mean, without the
 * terms that do not depend on the prediction.
 *
 * <pre>loss = mean(prediction - target log(prediction + 1e-7))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.Poisson}, Keras 3.15.
 */
public record Poisson() implements Loss {
    @Override
    public String name() {
        return "poisson";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> log = tf.math.log(tf.math.add(prediction, constant(tf, prediction, LossMath.EPSILON)));
        return LossMath.mean(tf, tf.math.sub(prediction, tf.math.mul(target, log)));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
