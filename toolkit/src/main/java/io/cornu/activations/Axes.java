package io.cornu.activations;

import io.cornu.text.Shapes;
import org.tensorflow.ndarray.Shape;

/** The axes along which some activations run. */
final class Axes {
    private Axes() {}

    /** An axis counted from 0. */
    static int index(String name, int axis, Shape shape) {
        int rank = shape.numDimensions();
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(name + ": expected an axis in [" + -rank + ", " + rank
                    + ") for an input of shape " + Shapes.text(shape) + ", received " + axis + ".");
        }
        return axis < 0 ? axis + rank : axis;
    }
}
