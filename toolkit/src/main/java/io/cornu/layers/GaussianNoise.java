package io.cornu.layers;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Adds normal noise of mean 0 while training. In inference it does nothing; in {@link Phase#MONTE_CARLO} it draws.
 *
 * <pre>y = x + standardDeviation noise, noise standard normal</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.GaussianNoise}, Keras 3.15.
 *
 * @param standardDeviation how large the noise is, in [0, 1], as in Keras (Keras: {@code stddev})
 */
public record GaussianNoise(double standardDeviation) implements Layer {
    /**
     * Checks the standard deviation.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public GaussianNoise {
        Arguments.require(
                standardDeviation >= 0 && standardDeviation <= 1,
                "GaussianNoise",
                "standardDeviation must be in [0, 1]",
                standardDeviation);
    }

    /**
     * A layer of added noise.
     *
     * @param standardDeviation how large the noise is, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if it lies outside
     */
    public static GaussianNoise of(double standardDeviation) {
        return new GaussianNoise(standardDeviation);
    }

    @Override
    public boolean isStochastic() {
        return standardDeviation > 0;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> x = call.input();
        if (!call.phase().isRandom() || standardDeviation == 0) {
            return x;
        }
        Ops tf = call.tf();
        return tf.math.add(x, tf.math.mul(call.randomNormal(tf.shape(x)), call.constant(standardDeviation)));
    }
}
