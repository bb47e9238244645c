package io.cornu.layers;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Sets inputs to zero at random while training, and scales up the rest so that the sum stays the same on average
 * (Srivastava et al. 2014). In inference it does nothing; in {@link Phase#MONTE_CARLO} it drops.
 *
 * <pre>y = x / (1 - rate) with probability 1 - rate, else 0</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.Dropout}, Keras 3.15.
 *
 * @param rate the share that is dropped, in [0, 1)
 */
public record Dropout(double rate) implements Layer {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public Dropout {
        Arguments.share("Dropout", "rate", rate);
    }

    /**
     * A dropout layer.
     *
     * @param rate the share that is dropped, in [0, 1)
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static Dropout of(double rate) {
        return new Dropout(rate);
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
        Operand<T> draw = call.randomUniform(tf.shape(x));
        Operand<T> kept = tf.dtypes.cast(tf.math.greaterEqual(draw, call.constant(rate)), x.type());
        return tf.math.mul(tf.math.mul(x, call.constant(1 / (1 - rate))), kept);
    }
}
