package io.cornu.layers;

import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The sum of several inputs, such as the two arms of a residual block.
 *
 * <p>Shapes: two or more inputs of the same shape, or of shapes that broadcast, to that shape.
 *
 * <p>Source: {@code keras.layers.Add}, Keras 3.15.
 */
public record Add() implements Layer {
    /**
     * An adding layer.
     *
     * @return the layer
     */
    public static Add of() {
        return new Add();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new LayerShapeException(
                    "expected at least two inputs, received " + inputs.size(), "Give it what is to be added.");
        }
        return inputs.stream().reduce(Add::broadcast).orElseThrow();
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.inputs().stream().reduce(call.tf().math::add).orElseThrow();
    }

    private static Shape broadcast(Shape a, Shape b) {
        if (a.numDimensions() != b.numDimensions()) {
            throw mismatch(a, b);
        }
        long[] sizes = a.asArray();
        for (int i = 0; i < sizes.length; i++) {
            long other = b.get(i);
            if (sizes[i] == 1 || sizes[i] == -1 && other > 1) {
                sizes[i] = other;
            } else if (other != 1 && other != -1 && other != sizes[i]) {
                throw mismatch(a, b);
            }
        }
        return Shape.of(sizes);
    }

    private static LayerShapeException mismatch(Shape a, Shape b) {
        return new LayerShapeException(
                "expected inputs of the same shape, received " + Shapes.text(a) + " and " + Shapes.text(b),
                "Bring them to one shape, for example with a Conv2D of kernel size 1.");
    }
}
