package io.cornu.activations;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Exponential linear unit (Clevert et al. 2016).
 *
 * <pre>y = x if x > 0 else alpha (exp(x) - 1)</pre>
 *
 * <p>Source: {@code keras.activations.elu}, Keras 3.15. In files, another alpha than 1 makes it an {@code ELU} layer in
 * the place of a function's name, as Keras itself writes one.
 *
 * @param alpha how far down it goes, finite; 1 is Keras' default
 */
@RecordBuilder
public record Elu(double alpha) implements Activation, EluBuilder.With {
    /**
     * Checks alpha.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public Elu {
        Arguments.require(Double.isFinite(alpha), "elu", "alpha must be finite", alpha);
    }

    /**
     * Exponential linear unit.
     *
     * @param alpha how far down it goes, finite
     * @return the activation
     * @throws IllegalArgumentException if alpha is infinite or NaN
     */
    public static Elu of(double alpha) {
        return new Elu(alpha);
    }

    @Override
    public String name() {
        return "elu";
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
        Operand<T> y = tf.nn.elu(x);
        return alpha == 1
                ? y
                : tf.select(tf.math.greater(x, constant(tf, x, 0)), y, tf.math.mul(constant(tf, x, alpha), y));
    }
}
