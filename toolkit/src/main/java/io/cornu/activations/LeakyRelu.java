package io.cornu.activations;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A rectifier that leaks.
 *
 * <pre>y = x if x > 0 else negativeSlope x</pre>
 *
 * <p>Source: {@code keras.activations.leaky_relu}, Keras 3.15. In files, another slope than 0.2 makes it a
 * {@code LeakyReLU} layer in the place of a function's name, as Keras itself writes one.
 *
 * @param negativeSlope the slope below zero, finite; 0.2 is Keras' default for this activation
 */
@RecordBuilder
public record LeakyRelu(double negativeSlope) implements Activation, LeakyReluBuilder.With {
    /**
     * Checks the slope.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public LeakyRelu {
        Arguments.require(Double.isFinite(negativeSlope), "leaky_relu", "negativeSlope must be finite", negativeSlope);
    }

    /**
     * A rectifier that leaks.
     *
     * @param negativeSlope the slope below zero, finite
     * @return the activation
     * @throws IllegalArgumentException if the slope is infinite or NaN
     */
    public static LeakyRelu of(double negativeSlope) {
        return new LeakyRelu(negativeSlope);
    }

    @Override
    public String name() {
        return "leaky_relu";
    }

    @Override
    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
        return tf.nn.leakyRelu(x, org.tensorflow.op.nn.LeakyRelu.alpha((float) negativeSlope));
    }
}
