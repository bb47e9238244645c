package io.cornu.layers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/**
 * Scales and shifts, such as pixels from 0..255 to 0..1.
 *
 * <pre>y = scale x + offset</pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.Rescaling}, Keras 3.15.
 *
 * @param scale the factor; finite
 * @param offset what is added; finite, 0 by default
 */
@RecordBuilder
public record Rescaling(double scale, double offset) implements Layer, RescalingBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public Rescaling {
        Arguments.require(Double.isFinite(scale), "Rescaling", "scale must be finite", scale);
        Arguments.require(Double.isFinite(offset), "Rescaling", "offset must be finite", offset);
    }

    /**
     * A scaling layer without offset.
     *
     * @param scale the factor; finite, such as {@code 1 / 255.0}
     * @return the layer
     * @throws IllegalArgumentException if it is not finite
     */
    public static Rescaling of(double scale) {
        return new Rescaling(scale, 0);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().math.add(call.tf().math.mul(call.input(), call.constant(scale)), call.constant(offset));
    }
}
