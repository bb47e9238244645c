package io.cornu.layers.operations;

import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.MultiOutputLayer;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A tensor cut into equal parts along an axis.
 *
 * <p>Shapes: (batch, ...) to as many (batch, ...) as there are parts; the axis must be a multiple of them.
 *
 * <p>Source: {@code keras.ops.split}, Keras 3.15.
 *
 * @param sections how many parts, at least 1
 * @param axis the axis, from 1, or negative from the end
 */
public record Split(int sections, int axis) implements MultiOutputLayer {
    /**
     * Checks the number of parts.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Split {
        Arguments.positive("Split", "sections", sections);
    }

    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        Shape input = Batches.only(inputs);
        int index = Batches.axis(axis, input);
        long size = Batches.known(input, index);
        if (size % sections != 0) {
            throw new LayerShapeException(
                    "expected a size along axis " + axis + " that is a multiple of " + sections + ", received "
                            + Shapes.text(input),
                    "Choose another number of parts.");
        }
        return Collections.nCopies(sections, Batches.with(input, index, size / sections));
    }

    @Override
    public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        int index = Batches.axis(axis, call.inputShapes().get(0));
        return List.copyOf(call.tf()
                .split(call.tf().constant(index), call.input(), (long) sections)
                .output());
    }
}
