package io.cornu.layers;

import io.cornu.initializers.Constant;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Multiplies every channel by a learned factor that starts near 0, so that deep networks begin as shallow ones
 * (Touvron et al. 2021).
 *
 * <pre>y = gamma x</pre>
 *
 * <p>Shapes: (batch, ..., channels), unchanged. Variables: gamma (channels).
 *
 * <p>Source: {@code keras.src.applications.convnext.LayerScale}, Keras 3.15.
 *
 * @param initialValues what all factors start at; finite
 * @param channels how many there are, at least 1
 */
public record LayerScale(double initialValues, int channels) implements Layer {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the start is not finite, or there are no channels
     */
    public LayerScale {
        Arguments.require(Double.isFinite(initialValues), "LayerScale", "initialValues must be finite", initialValues);
        Arguments.positive("LayerScale", "channels", channels);
    }

    /**
     * A factor for each channel.
     *
     * @param initialValues what all factors start at; finite
     * @param channels how many there are, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the start is not finite, or there are no channels
     */
    public static LayerScale of(double initialValues, int channels) {
        return new LayerScale(initialValues, channels);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(2, input, "(batch, ..., channels)");
        if (input.get(-1) != channels) {
            throw new LayerShapeException(
                    "expected " + channels + " channels, received " + Shapes.text(input),
                    "State the number of channels that come in.");
        }
        return input;
    }

    @Override
    public List<VariableSpec> variables(List<Shape> inputs) {
        return List.of(VariableSpec.trainable("gamma", Shape.of(channels), Constant.of(initialValues)));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().math.mul(call.input(), call.variable("gamma"));
    }
}
