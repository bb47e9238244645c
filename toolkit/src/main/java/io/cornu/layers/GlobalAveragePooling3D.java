package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of every channel over the whole volume.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, channels), or (batch, 1, 1, 1, channels) if the
 * dimensions are kept.
 *
 * <p>Source: {@code keras.layers.GlobalAveragePooling3D}, Keras 3.15.
 *
 * @param dataFormat where the channels are; last by default
 * @param keepDimensions whether depth, height and width stay, as 1; false by default (Keras: {@code keepdims})
 */
@RecordBuilder
public record GlobalAveragePooling3D(DataFormat dataFormat, boolean keepDimensions)
        implements Layer, GlobalAveragePooling3DBuilder.With {
    /**
     * Global average pooling with Keras' defaults.
     *
     * @return the layer
     */
    public static GlobalAveragePooling3D of() {
        return new GlobalAveragePooling3D(DataFormat.CHANNELS_LAST, false);
    }

    @Override
    public Shape outputShape(Shape input) {
        return pooling().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf().math.mean(call.input(), call.tf().constant(pooling().axes()), Mean.keepDims(keepDimensions));
    }

    private GlobalPooling pooling() {
        return new GlobalPooling(3, dataFormat, keepDimensions);
    }
}
