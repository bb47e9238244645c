package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/** Checks and sums on shapes that several layers need. */
final class ShapeRules {
    private static final String IMAGES = "(batch, height, width, channels)";

    private ShapeRules() {}

    static void requireImages(Shape input) {
        requireRank(4, input, IMAGES, "Add Reshape.of(height, width, channels) before it.");
    }

    static void requireRank(int rank, Shape input, String expected, String fix) {
        if (input.numDimensions() != rank) {
            throw new LayerShapeException("expected input " + expected + ", received " + Shapes.text(input), fix);
        }
    }

    static void requireRankAtLeast(int rank, Shape input, String expected) {
        if (input.numDimensions() < rank) {
            throw new LayerShapeException(
                    "expected input " + expected + ", received " + Shapes.text(input),
                    "Give the examples at least " + (rank - 1) + " dimension(s).");
        }
    }

    static void requireKnownLast(Shape input) {
        if (input.get(-1) == Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected a known last dimension, received " + Shapes.text(input), "State it in Input.of(...).");
        }
    }

    /** What an activation makes of a shape. */
    static Shape activated(io.cornu.activations.Activation activation, Shape shape) {
        try {
            return activation.outputShape(shape);
        } catch (IllegalArgumentException e) {
            throw new LayerShapeException(
                    "expected an activation for the shape " + Shapes.text(shape) + ", received " + activation.name(),
                    String.valueOf(e.getMessage()));
        }
    }

    /** The shape of an operand at run time with another last dimension. */
    static Operand<TInt32> withLastDimension(Ops tf, Operand<? extends TType> x, int size) {
        Operand<TInt32> shape = tf.shape(x);
        Operand<TInt32> leading =
                tf.slice(shape, tf.constant(new int[] {0}), tf.math.sub(tf.shape(shape), tf.constant(new int[] {1})));
        return tf.concat(List.of(leading, tf.constant(new int[] {size})), tf.constant(0));
    }
}
