package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of squared differences of logarithms, for numbers of at least 0 whose ratio matters.
 *
 * <pre>
 * loss = mean((log(1 + target) - log(1 + prediction))^2)
 * Numbers below 1e-7 count as 1e-7.
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.MeanSquaredLogarithmicError}, Keras 3.15.
 */
public record MeanSquaredLogarithmicError() implements Loss {
    @Override
    public String name() {
        return "mean_squared_logarithmic_error";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return LossMath.mean(tf, tf.math.squaredDifference(logarithm(tf, prediction), logarithm(tf, target)));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }

    private static <T extends TFloating> Operand<T> logarithm(Ops tf, Operand<T> x) {
        Operand<T> cut = tf.math.maximum(x, constant(tf, x, LossMath.EPSILON));
        return tf.math.log(tf.math.add(cut, constant(tf, x, 1)));
    }
}
