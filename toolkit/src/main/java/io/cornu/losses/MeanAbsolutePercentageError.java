package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of differences in percent of the targets. Useless where targets may be 0.
 *
 * <pre>loss = 100 mean(|target - prediction| / max(|target|, 1e-7))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.MeanAbsolutePercentageError}, Keras 3.15.
 */
public record MeanAbsolutePercentageError() implements Loss {
    @Override
    public String name() {
        return "mean_absolute_percentage_error";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> size = tf.math.maximum(tf.math.abs(target), constant(tf, target, LossMath.EPSILON));
        Operand<T> share = tf.math.abs(tf.math.div(tf.math.sub(target, prediction), size));
        return tf.math.mul(LossMath.mean(tf, share), constant(tf, target, 100));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
