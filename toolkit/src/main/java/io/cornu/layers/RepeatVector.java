package io.cornu.layers;

import io.cornu.text.Arguments;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A vector several times, as the steps of a sequence.
 *
 * <p>Shapes: (batch, features) to (batch, n, features).
 *
 * <p>Source: {@code keras.layers.RepeatVector}, Keras 3.15.
 *
 * @param n how many times, at least 1
 */
public record RepeatVector(int n) implements Layer {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public RepeatVector {
        Arguments.positive("RepeatVector", "n", n);
    }

    /**
     * A layer that repeats.
     *
     * @param n how many times, at least 1
     * @return the layer
     * @throws IllegalArgumentException if it is below 1
     */
    public static RepeatVector of(int n) {
        return new RepeatVector(n);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRank(2, input, "(batch, features)", "Add Flatten before it.");
        return Shape.of(input.get(0), n, input.get(1));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return tf.tile(tf.expandDims(call.input(), tf.constant(1)), tf.constant(new int[] {1, n, 1}));
    }
}
