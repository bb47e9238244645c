package io.cornu.layers;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of several inputs.
 *
 * <pre>y = (x1 + x2 + ...) / n</pre>
 *
 * <p>Shapes: two or more inputs of the same shape, or of shapes that broadcast, to that shape; examples of a lower rank get
 * axes of size 1 before theirs. A position counts if it does in one of the inputs,
 * provided all have masks.
 *
 * <p>Source: {@code keras.layers.Average}, Keras 3.15.
 */
public record Average() implements Layer {
    /**
     * The layer; it has no options.
     *
     * @return the layer
     */
    public static Average of() {
        return new Average();
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
        Operand<T> sum = Merging.aligned(call).stream().reduce(tf.math::add).orElseThrow();
        return tf.math.div(sum, call.constant(call.inputs().size()));
    }
}
