package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Adds a share of one input to another, as the blocks of InceptionResNetV2 end.
 *
 * <pre>y = a + scale b</pre>
 *
 * <p>Shapes: two inputs of one shape, which is the output's too.
 *
 * <p>Source: {@code keras.src.applications.inception_resnet_v2.CustomScaleLayer}, Keras 3.15.
 *
 * @param scale the share of the second input; finite
 */
public record CustomScaleLayer(double scale) implements Layer {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public CustomScaleLayer {
        Arguments.require(Double.isFinite(scale), "CustomScaleLayer", "scale must be finite", scale);
    }

    /**
     * A scaled sum.
     *
     * @param scale the share of the second input; finite
     * @return the layer
     * @throws IllegalArgumentException if it is not finite
     */
    public static CustomScaleLayer of(double scale) {
        return new CustomScaleLayer(scale);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Merging.requireTwo(inputs);
        return Merging.broadcast(inputs);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf()
                .math
                .add(call.inputs().get(0), call.tf().math.mul(call.inputs().get(1), call.constant(scale)));
    }
}
