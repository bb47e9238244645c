package io.cornu.layers;

import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * What goes in comes out: a place holder, such as for a branch without layers.
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.Identity}, Keras 3.15.
 */
public record Identity() implements Layer {
    /**
     * A layer that changes nothing.
     *
     * @return the layer
     */
    public static Identity of() {
        return new Identity();
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().identity(call.input());
    }
}
