package io.cornu.layers.attention;

import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Query, value and key: what attention layers ask of them. */
final class AttentionInputs {
    private AttentionInputs() {}

    /** The key, or the value where there is none, among the inputs or what belongs to them. */
    static <V> V key(List<V> inputs) {
        return inputs.get(inputs.size() - 1);
    }

    static void requireDropout(String where, double dropout) {
        Arguments.require(dropout >= 0 && dropout <= 1, where, "dropout must be in [0, 1]", dropout);
    }

    static void requireCount(List<Shape> inputs) {
        if (inputs.size() != 2 && inputs.size() != 3) {
            throw new LayerShapeException(
                    "expected two or three inputs: query, value and perhaps key, received " + inputs.size(),
                    "Give it a query and a value, the same node twice for self-attention.");
        }
    }

    /** Refuses what is no sequences of vectors of a known size. */
    static void requireSequences(List<Shape> inputs) {
        requireCount(inputs);
        for (Shape input : inputs) {
            if (input.numDimensions() != 3) {
                throw new LayerShapeException(
                        "expected inputs (batch, steps, features), received " + Shapes.text(input),
                        "Add Reshape.of(steps, features) before it.");
            }
        }
        requireFeatures(inputs);
        requireSame(1, inputs.get(1), key(inputs), "value and key of as many steps");
    }

    static void requireFeatures(List<Shape> inputs) {
        for (Shape input : inputs) {
            if (input.get(-1) == Shape.UNKNOWN_SIZE) {
                throw new LayerShapeException(
                        "expected a known number of features, received " + Shapes.text(input),
                        "State it in Input.of(...).");
            }
        }
    }

    /** Refuses two inputs whose sizes along an axis differ. */
    static void requireSame(int axis, Shape one, Shape other, String expected) {
        long size = one.get(axis);
        long second = other.get(axis);
        if (size != second && size != Shape.UNKNOWN_SIZE && second != Shape.UNKNOWN_SIZE) {
            throw new LayerShapeException(
                    "expected " + expected + ", received " + Shapes.text(one) + " and " + Shapes.text(other),
                    "Bring them to one size, for example with a Dense.");
        }
    }
}
