package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * What adaptive pooling of one, two and three dimensions has in common.
 *
 * @param kind what is made of the values in a window
 * @param outputSize how many windows there are along each axis
 * @param format where the channels are
 */
record AdaptivePooling(Pooling.Kind kind, List<Integer> outputSize, DataFormat format) {
    Shape outputShape(Shape input) {
        inputSizes(input);
        return SpatialRules.resized(input, outputSize.size(), format, (axis, size) -> outputSize.get(axis));
    }

    <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        List<Integer> sizes = inputSizes(call.inputShapes().get(0));
        return format.around(
                call.tf(),
                call.input(),
                sizes.size() + 2,
                x -> Pooling.adaptive(call.tf(), kind, x, sizes, outputSize));
    }

    private List<Integer> inputSizes(Shape input) {
        Shape shape = SpatialRules.channelsLast(input, outputSize.size(), format);
        List<Integer> sizes = new ArrayList<>();
        for (int axis = 0; axis < outputSize.size(); axis++) {
            long size = shape.get(axis + 1);
            if (size == Shape.UNKNOWN_SIZE) {
                throw new LayerShapeException(
                        "expected a known " + SpatialRules.axisName(outputSize.size(), axis) + ", received "
                                + Shapes.text(input),
                        "State it in Input.of(...).");
            }
            sizes.add(Math.toIntExact(size));
        }
        return sizes;
    }
}
