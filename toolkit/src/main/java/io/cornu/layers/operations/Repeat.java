package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.text.Arguments;
import java.util.Arrays;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Each place of an axis several times: a, a, b, b.
 *
 * <p>Shapes: (batch, ...) to (batch, ...), the axis longer by the factor; its size must be known.
 *
 * <p>Source: {@code keras.ops.repeat}, Keras 3.15.
 *
 * @param repeats how often, at least 1
 * @param axis the axis, from 1, or negative from the end
 */
public record Repeat(int repeats, int axis) implements Layer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if repeats is below 1
     */
    public Repeat {
        Arguments.positive("Repeat", "repeats", repeats);
    }

    @Override
    public Shape outputShape(Shape input) {
        int index = Batches.axis(axis, input);
        return Batches.with(input, index, Math.multiplyExact(Batches.known(input, index), (long) repeats));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        int index = Batches.axis(axis, call.inputShapes().get(0));
        Operand<T> expanded = tf.expandDims(call.input(), tf.constant(index + 1));
        int[] multiples = new int[call.inputShapes().get(0).numDimensions() + 1];
        Arrays.fill(multiples, 1);
        multiples[index + 1] = repeats;
        Operand<T> tiled = tf.tile(expanded, tf.constant(multiples));
        return Batches.reshaped(tf, tiled, outputShape(call.inputShapes()));
    }
}
