package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The same numbers in another shape.
 *
 * <p>Shapes: (batch, ...) to (batch, sizes...).
 *
 * <p>Source: {@code keras.ops.reshape}, Keras 3.15.
 *
 * @param sizes -1 for the batch, then the new sizes, at least 1
 */
public record Reshaping(List<Integer> sizes) implements Layer {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if the first is not -1, or another is below 1
     */
    public Reshaping {
        sizes = List.copyOf(sizes);
        Arguments.require(
                !sizes.isEmpty() && sizes.get(0) == -1 && sizes.stream().skip(1).allMatch(size -> size > 0),
                "Reshape",
                "sizes must be -1 for the batch, then at least 1",
                sizes);
    }

    @Override
    public String kind() {
        return "Reshape";
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape target = Shape.of(sizes.stream().skip(1).mapToLong(Integer::longValue).toArray());
        Shape example = input.takeLast(input.numDimensions() - 1);
        if (!example.hasUnknownDimension() && example.size() != target.size()) {
            throw new LayerShapeException(
                    "expected examples that fill " + Shapes.text(target) + ", received " + Shapes.text(input),
                    "Choose a shape of " + example.size() + " numbers; those of several examples cannot be joined.");
        }
        return target.prepend(input.get(0));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Batches.reshaped(call.tf(), call.input(), outputShape(call.inputShapes()));
    }
}
