package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Shapes;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Matrices with zeros above or below a diagonal.
 *
 * <p>Shapes: (batch, ..., n, m) to the same.
 *
 * <p>Source: {@code keras.ops.tril} and {@code triu}, Keras 3.15.
 *
 * @param part which part is kept
 * @param diagonal the last diagonal kept: the main one is 0, those above it are positive; 0 by default
 */
public record Triangle(Part part, int diagonal) implements Layer {
    /** Parts of a matrix. */
    public enum Part {
        /** Below a diagonal, and itself. */
        TRIL,
        /** Above a diagonal, and itself. */
        TRIU
    }

    @Override
    public String kind() {
        return KerasNames.className(part);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.numDimensions() < 3) {
            throw new LayerShapeException(
                    "expected input (batch, ..., n, m), received " + Shapes.text(input),
                    "Give the examples two axes.");
        }
        return input;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<T> x = call.input();
        Operand<T> ones = tf.onesLike(tf.stopGradient(x));
        // What is kept is 1, by differences of places along the two axes.
        Operand<T> rows = tf.math.cumsum(ones, tf.constant(-2));
        Operand<T> columns = tf.math.cumsum(ones, tf.constant(-1));
        Operand<T> above = tf.math.sub(columns, rows);
        Operand<T> limit = call.constant(diagonal);
        return tf.select(
                part == Part.TRIL ? tf.math.lessEqual(above, limit) : tf.math.greaterEqual(above, limit),
                x,
                tf.zerosLike(ones));
    }
}
