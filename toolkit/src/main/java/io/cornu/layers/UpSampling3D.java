package io.cornu.layers;

import io.cornu.ops.Resampling;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Larger volumes: every voxel several times.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, depth', height', width', channels), where depth' =
 * depth * size.
 *
 * <p>Source: {@code keras.layers.UpSampling3D}, Keras 3.15.
 *
 * @param size how many times larger depth, height and width become; 2 by default in Keras
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record UpSampling3D(Size3D size, DataFormat dataFormat) implements Layer, UpSampling3DBuilder.With {
    /**
     * Upsampling by the same factor in all directions.
     *
     * @param size how many times larger they become, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static UpSampling3D of(int size) {
        return of(Size3D.cube(size));
    }

    /**
     * Upsampling with Keras' defaults.
     *
     * @param size how many times larger depth, height and width become
     * @return the layer
     */
    public static UpSampling3D of(Size3D size) {
        return new UpSampling3D(size, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return SpatialRules.resized(
                input, 3, dataFormat, (axis, length) -> length * size.axes().get(axis));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return dataFormat.around(call.tf(), call.input(), 5, x -> Resampling.repeated(call.tf(), x, size.axes()));
    }
}
