package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Several inputs side by side.
 *
 * <p>Shapes: two or more inputs that differ along the axis only, to their sum along it.
 *
 * <p>Source: {@code keras.layers.Concatenate}, Keras 3.15.
 *
 * @param axis the axis to join, counting the batch as 0, or from the end if negative; -1 by default
 */
public record Concatenate(int axis) implements Layer {
    /**
     * Joins along the last axis.
     *
     * @return the layer
     */
    public static Concatenate of() {
        return new Concatenate(-1);
    }

    /**
     * Joins along an axis.
     *
     * @param axis the axis, counting the batch as 0, or from the end if negative
     * @return the layer
     */
    public static Concatenate of(int axis) {
        return new Concatenate(axis);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new LayerShapeException(
                    "expected at least two inputs, received " + inputs.size(), "Give it what is to be joined.");
        }
        return inputs.stream().reduce(this::join).orElseThrow();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().concat(call.inputs(), call.tf().constant(axis));
    }

    private Shape join(Shape a, Shape b) {
        int rank = a.numDimensions();
        int joined = axis < 0 ? axis + rank : axis;
        if (b.numDimensions() != rank || joined < 1 || joined >= rank) {
            throw mismatch(a, b);
        }
        long[] sizes = a.asArray();
        for (int i = 0; i < rank; i++) {
            long other = b.get(i);
            boolean isUnknown = sizes[i] == Shape.UNKNOWN_SIZE || other == Shape.UNKNOWN_SIZE;
            if (i == joined) {
                sizes[i] = isUnknown ? Shape.UNKNOWN_SIZE : sizes[i] + other;
            } else if (!isUnknown && sizes[i] != other) {
                throw mismatch(a, b);
            } else {
                sizes[i] = Math.max(sizes[i], other);
            }
        }
        return Shape.of(sizes);
    }

    private LayerShapeException mismatch(Shape a, Shape b) {
        return new LayerShapeException(
                "expected inputs that differ along axis " + axis + " only, received " + Shapes.text(a) + " and "
                        + Shapes.text(b),
                "Bring the other dimensions to one size, or choose another axis.");
    }
}
