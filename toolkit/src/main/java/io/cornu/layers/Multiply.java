package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The product of several inputs.
 *
 * <pre>y = x1 x2 ...</pre>
 *
 * <p>Shapes: two or more inputs of the same shape, or of shapes that broadcast, to that shape; examples of a lower rank get
 * axes of size 1 before theirs. Where a mask leaves out
 * an input, it counts as 1; where masks leave out all, the output is 0.
 *
 * <p>Source: {@code keras.layers.Multiply}, Keras 3.15.
 */
public record Multiply() implements Layer {
    /**
     * The layer; it has no options.
     *
     * @return the layer
     */
    public static Multiply of() {
        return new Multiply();
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
        return Merging.product(call);
    }
}
