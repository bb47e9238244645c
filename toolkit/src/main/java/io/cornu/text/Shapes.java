package io.cornu.text;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/** Shapes as Keras prints them. */
public final class Shapes {
    private Shapes() {}

    /**
     * A shape as a Python tuple, unknown dimensions as {@code None}.
     *
     * @param shape the shape; may be of unknown rank
     * @return such as {@code (None, 28, 28, 1)} or {@code (None,)}
     */
    public static String text(Shape shape) {
        if (shape.isUnknown()) {
            return "(unknown)";
        }
        String dimensions = Arrays.stream(shape.asArray())
                .mapToObj(size -> size == Shape.UNKNOWN_SIZE ? "None" : Long.toString(size))
                .collect(Collectors.joining(", "));
        return shape.numDimensions() == 1 ? "(" + dimensions + ",)" : "(" + dimensions + ")";
    }

    /**
     * Whether two shapes are written alike. {@link Shape#equals} says no where a dimension is unknown in both.
     *
     * @param a a shape
     * @param b another
     * @return true if both have the same dimensions, known or not
     */
    public static boolean same(Shape a, Shape b) {
        return Arrays.equals(a.asArray(), b.asArray());
    }
}
