package io.cornu.layers;

import io.cornu.activations.Elu;
import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * An exponential linear unit: smooth below zero, and bounded (Clevert et al. 2016).
 *
 * <pre>y = x if x > 0 else alpha (exp(x) - 1)</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.ELU}, Keras 3.15.
 *
 * @param alpha how far down it goes, finite; 1 by default
 */
public record ELU(double alpha) implements Layer {
    /**
     * Checks alpha.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public ELU {
        Arguments.require(Double.isFinite(alpha), "ELU", "alpha must be finite", alpha);
    }

    /**
     * An exponential linear unit with Keras' alpha of 1.
     *
     * @return the layer
     */
    public static ELU of() {
        return new ELU(1);
    }

    /**
     * An exponential linear unit.
     *
     * @param alpha how far down it goes, finite
     * @return the layer
     * @throws IllegalArgumentException if it is not finite
     */
    public static ELU of(double alpha) {
        return new ELU(alpha);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Elu.of(alpha).apply(call.tf(), call.input());
    }
}
