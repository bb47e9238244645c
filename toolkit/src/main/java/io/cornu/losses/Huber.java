package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Half the squares of small differences, and the sizes of large ones, which outliers disturb less.
 *
 * <pre>
 * loss = mean(x^2 / 2)                     where |x| &lt;= delta, x = prediction - target
 * loss = mean(delta |x| - delta^2 / 2)     elsewhere
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.Huber}, Keras 3.15.
 *
 * @param delta where differences become large, above 0; 1 by default
 */
@RecordBuilder
public record Huber(double delta) implements Loss, HuberBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Huber {
        Arguments.positive("Huber", "delta", delta);
    }

    @Override
    public String name() {
        return "huber_loss";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> x = tf.math.sub(prediction, target);
        Operand<T> size = tf.math.abs(x);
        Operand<T> limit = constant(tf, x, delta);
        Operand<T> small = tf.math.mul(constant(tf, x, .5), tf.math.square(x));
        Operand<T> large = tf.math.sub(tf.math.mul(limit, size), constant(tf, x, delta * delta / 2));
        return LossMath.mean(tf, tf.select(tf.math.lessEqual(size, limit), small, large));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
