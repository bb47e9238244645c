package io.cornu.layers;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.family.TFloating;

/**
 * A rectifier that lets a little through below zero (Maas et al. 2013).
 *
 * <pre>y = x if x > 0 else negativeSlope x</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.LeakyReLU}, Keras 3.15.
 *
 * @param negativeSlope the slope below zero, at least 0; 0.3 by default
 */
public record LeakyReLU(double negativeSlope) implements Layer {
    /**
     * Checks the slope.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public LeakyReLU {
        Arguments.notNegative("LeakyReLU", "negativeSlope", negativeSlope);
    }

    /**
     * A leaky rectifier with Keras' slope of 0.3.
     *
     * @return the layer
     */
    public static LeakyReLU of() {
        return new LeakyReLU(.3);
    }

    /**
     * A leaky rectifier.
     *
     * @param negativeSlope the slope below zero, at least 0
     * @return the layer
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public static LeakyReLU of(double negativeSlope) {
        return new LeakyReLU(negativeSlope);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return tf.nn.leakyRelu(call.input(), LeakyRelu.alpha((float) negativeSlope));
    }
}
