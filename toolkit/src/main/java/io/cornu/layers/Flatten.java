package io.cornu.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * All numbers of an example in one row.
 *
 * <p>Shapes: (batch, a, b, ...) to (batch, a * b * ...).
 *
 * <p>Source: {@code keras.layers.Flatten}, Keras 3.15, with {@code data_format="channels_last"}.
 */
public record Flatten() implements Layer {
    /**
     * A flattening layer.
     *
     * @return the layer
     */
    public static Flatten of() {
        return new Flatten();
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(1, input, "(batch, ...)");
        Shape example = input.takeLast(input.numDimensions() - 1);
        return Shape.of(input.get(0), example.hasUnknownDimension() ? Shape.UNKNOWN_SIZE : example.size());
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        long size = outputShape(call.inputShapes()).get(1);
        if (size != Shape.UNKNOWN_SIZE) {
            return call.tf().reshape(call.input(), call.tf().constant(new long[] {-1, size}));
        }
        // Only the batch is known to keep its size then.
        var tf = call.tf();
        var batch = tf.slice(tf.shape(call.input()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
        return tf.reshape(call.input(), tf.concat(List.of(batch, tf.constant(new int[] {-1})), tf.constant(0)));
    }
}
