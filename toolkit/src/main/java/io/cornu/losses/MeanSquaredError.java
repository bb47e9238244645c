package io.cornu.losses;

import static io.cornu.ops.GraphMath.meanOfLastAxis;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of squared differences.
 *
 * <pre>loss = mean((target - prediction)^2)</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.MeanSquaredError}, Keras 3.15.
 */
public record MeanSquaredError() implements Loss {
    @Override
    public String name() {
        return "mean_squared_error";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return meanOfLastAxis(tf, tf.math.squaredDifference(prediction, target));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
