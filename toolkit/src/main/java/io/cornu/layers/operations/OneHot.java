package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * Class numbers as vectors that are 1 in one place; all zeros for numbers that are no class.
 *
 * <p>Shapes: (batch, ...) to (batch, ..., classes), or with the classes along another axis. No gradient.
 *
 * <p>Source: {@code keras.ops.one_hot}, Keras 3.15.
 *
 * @param numClasses how many classes, at least 1
 * @param axis the axis of the result that holds the classes, from 1 or negative from the end; the last by default
 */
public record OneHot(int numClasses, int axis) implements Layer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there is no class
     */
    public OneHot {
        Arguments.positive("OneHot", "numClasses", numClasses);
    }

    @Override
    public Shape outputShape(Shape input) {
        int index = index(input);
        long[] sizes = new long[input.numDimensions() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == index ? numClasses : input.get(i < index ? i : i - 1);
        }
        return Shape.of(sizes);
    }

    private int index(Shape input) {
        int rank = input.numDimensions() + 1;
        int index = axis < 0 ? axis + rank : axis;
        if (index < 1 || index >= rank) {
            throw new LayerShapeException(
                    "expected a new axis of the examples, received " + axis + " for " + Shapes.text(input),
                    "Choose one from 1 to " + (rank - 1) + ".");
        }
        return index;
    }

    /** Class numbers must not be rounded on the way. */
    @Override
    public boolean isPrecisionSensitive() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Operand<TInt64> classes = tf.dtypes.cast(tf.stopGradient(call.input()), TInt64.class);
        return tf.oneHot(
                classes,
                tf.constant(numClasses),
                call.constant(1),
                call.constant(0),
                org.tensorflow.op.core.OneHot.axis((long) index(call.inputShapes().get(0))));
    }
}
