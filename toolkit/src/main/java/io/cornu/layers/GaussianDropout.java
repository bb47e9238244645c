package io.cornu.layers;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Multiplies inputs by normal noise of mean 1 while training, of the variance that {@link Dropout} of this rate has
 * (Srivastava et al. 2014). In inference it does nothing; in {@link Phase#MONTE_CARLO} it draws.
 *
 * <pre>y = x (1 + sqrt(rate / (1 - rate)) noise), noise standard normal</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.GaussianDropout}, Keras 3.15.
 *
 * @param rate the share that dropout of the same variance drops, in [0, 1)
 */
public record GaussianDropout(double rate) implements Layer {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public GaussianDropout {
        Arguments.share("GaussianDropout", "rate", rate);
    }

    /**
     * A layer of multiplied noise.
     *
     * @param rate the share that dropout of the same variance drops, in [0, 1)
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static GaussianDropout of(double rate) {
        return new GaussianDropout(rate);
    }

    @Override
    public boolean isStochastic() {
        return rate > 0;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> x = call.input();
        if (!call.phase().isRandom() || rate == 0) {
            return x;
        }
        Ops tf = call.tf();
        Operand<T> noise = tf.math.mul(call.randomNormal(tf.shape(x)), call.constant(Math.sqrt(rate / (1 - rate))));
        return tf.math.mul(x, tf.math.add(noise, call.constant(1)));
    }
}
