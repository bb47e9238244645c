package io.cornu.layers;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * An activation function as a layer of its own.
 *
 * <p>Shapes: any; unchanged, but for {@code glu}, which halves an axis.
 *
 * <p>Source: {@code keras.layers.Activation}, Keras 3.15.
 *
 * @param activation the function
 */
public record Activation(io.cornu.activations.Activation activation) implements Layer {
    /**
     * An activation layer.
     *
     * @param activation the function
     * @return the layer
     */
    public static Activation of(io.cornu.activations.Activation activation) {
        return new Activation(activation);
    }

    @Override
    public Shape outputShape(Shape input) {
        return ShapeRules.activated(activation, input);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return activation.apply(call.tf(), call.input());
    }
}
