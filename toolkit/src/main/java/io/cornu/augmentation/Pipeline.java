package io.cornu.augmentation;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Layers without weights one after the other, as one: a recipe of augmentation that is given a name and used again.
 *
 * <p>Shapes: what the first takes, to what the last gives. Masks end here.
 *
 * <p>Source: {@code keras.layers.Pipeline}, Keras 3.15.
 *
 * @param layers at least one, with one input each
 */
public record Pipeline(List<Layer> layers) implements Layer {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there is no layer
     */
    public Pipeline {
        layers = List.copyOf(layers);
        Arguments.require(!layers.isEmpty(), "Pipeline", "layers must be at least one", "none");
    }

    /**
     * Layers in order.
     *
     * @param layers at least one, with one input each
     * @return the layer
     * @throws IllegalArgumentException if there is none
     */
    public static Pipeline of(Layer... layers) {
        return new Pipeline(List.of(layers));
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            if (!layer.variables(List.of(shape)).isEmpty()) {
                throw new LayerShapeException(
                        "expected layers without weights, received " + layer.kind(), "Put it into the network itself.");
            }
            shape = layer.outputShape(List.of(shape));
        }
        return shape;
    }

    @Override
    public boolean isStochastic() {
        return layers.stream().anyMatch(Layer::isStochastic);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Operand<T> x = call.input();
        Shape shape = call.inputShapes().get(0);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            x = layer.call(call.inner("layer_" + i, List.of(x), List.of(shape), List.of(Optional.empty())));
            shape = layer.outputShape(List.of(shape));
        }
        return x;
    }
}
