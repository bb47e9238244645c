package io.cornu.layers;

import io.cornu.ops.Resampling;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Every step several times in a row.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', channels), where steps' = steps * size.
 *
 * <p>Source: {@code keras.layers.UpSampling1D}, Keras 3.15.
 *
 * @param size how many times each step is repeated; 2 by default in Keras
 */
@RecordBuilder
public record UpSampling1D(int size) implements Layer, UpSampling1DBuilder.With {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException it is below 1
     */
    public UpSampling1D {
        Arguments.positive("UpSampling1D", "size", size);
    }

    /**
     * Upsampling with Keras' defaults.
     *
     * @param size how many times each step is repeated, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static UpSampling1D of(int size) {
        return new UpSampling1D(size);
    }

    @Override
    public Shape outputShape(Shape input) {
        return SpatialRules.resized(input, 1, DataFormat.CHANNELS_LAST, (axis, length) -> length * size);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Resampling.repeated(call.tf(), call.input(), List.of(size));
    }
}
