package io.cornu.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * A layer that may have several outputs. Networks take them with {@code Functional.Builder.addAll}; a layer that takes
 * layers with one output only, such as a wrapper, refuses this one if it has more.
 *
 * <pre>{@code
 * record Halves() implements MultiOutputLayer {
 *     public List<Shape> outputShapes(List<Shape> inputs) {
 *         Shape half = Shape.of(-1, inputs.get(0).get(1) / 2);
 *         return List.of(half, half);
 *     }
 *
 *     public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
 *         return List.copyOf(call.tf().split(call.tf().constant(1), call.input(), 2L).output());
 *     }
 * }
 * }</pre>
 */
public interface MultiOutputLayer extends Layer {
    @Override
    List<Shape> outputShapes(List<Shape> inputs);

    @Override
    <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call);

    /**
     * The shape of the only output.
     *
     * @throws LayerShapeException if the layer cannot take such inputs, or has several outputs
     */
    @Override
    default Shape outputShape(List<Shape> inputs) {
        List<Shape> shapes = outputShapes(inputs);
        if (shapes.size() != 1) {
            throw new LayerShapeException(
                    "expected a layer with one output, received one with " + shapes.size(),
                    "Use it in a Functional network, with addAll.");
        }
        return shapes.get(0);
    }

    @Override
    default <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return callAll(call).get(0);
    }

    @Override
    default <T extends TFloating> List<Optional<Operand<TBool>>> outputMasks(LayerCall<T> call) {
        List<Optional<Operand<TBool>>> masks = new ArrayList<>();
        masks.add(outputMask(call));
        while (masks.size() < outputShapes(call.inputShapes()).size()) {
            masks.add(Optional.empty());
        }
        return masks;
    }
}
