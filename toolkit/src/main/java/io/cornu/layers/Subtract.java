package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The first input less the second.
 *
 * <pre>y = x1 - x2</pre>
 *
 * <p>Shapes: two inputs of the same shape, or of shapes that broadcast, to that shape; examples of a lower rank get
 * axes of size 1 before theirs. A position counts if it does in one of the inputs,
 * provided all have masks.
 *
 * <p>Source: {@code keras.layers.Subtract}, Keras 3.15.
 */
public record Subtract() implements Layer {
    /**
     * The layer; it has no options.
     *
     * @return the layer
     */
    public static Subtract of() {
        return new Subtract();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Merging.requireTwo(inputs);
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
        return Merging.aligned(call).stream().reduce(tf.math::sub).orElseThrow();
    }
}
