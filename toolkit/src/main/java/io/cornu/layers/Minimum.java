package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The smallest of several inputs, number by number; of equal ones, the first has the gradient.
 *
 * <pre>y = min(x1, x2, ...)</pre>
 *
 * <p>Shapes: two or more inputs of the same shape, or of shapes that broadcast, to that shape; examples of a lower rank get
 * axes of size 1 before theirs. Where a mask leaves out
 * an input, the others are taken.
 *
 * <p>Source: {@code keras.layers.Minimum}, Keras 3.15.
 */
public record Minimum() implements Layer {
    /**
     * The layer; it has no options.
     *
     * @return the layer
     */
    public static Minimum of() {
        return new Minimum();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Merging.broadcast(inputs);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return Merging.anyCounts(call);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return Merging.extreme(call, tf.math::minimum);
    }
}
