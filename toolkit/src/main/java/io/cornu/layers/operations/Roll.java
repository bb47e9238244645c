package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The places of an axis moved on, the last ones to its start.
 *
 * <p>Shapes: (batch, ...) to the same.
 *
 * <p>Source: {@code keras.ops.roll}, Keras 3.15.
 *
 * @param shift how far, backwards if negative
 * @param axis the axis, from 1, or negative from the end
 */
public record Roll(int shift, int axis) implements Layer {
    @Override
    public Shape outputShape(Shape input) {
        Batches.axis(axis, input);
        return input;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int index = Batches.axis(axis, call.inputShapes().get(0));
        return call.tf().roll(call.input(), call.tf().constant(shift), call.tf().constant(index));
    }
}
