package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value of every channel over the whole image.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, channels), or (batch, 1, 1, channels) if the dimensions
 * are kept.
 *
 * <p>Source: {@code keras.layers.GlobalMaxPooling2D}, Keras 3.15.
 *
 * @param dataFormat where the channels are; last by default
 * @param keepDimensions whether height and width stay, as 1; false by default (Keras: {@code keepdims})
 */
@RecordBuilder
public record GlobalMaxPooling2D(DataFormat dataFormat, boolean keepDimensions)
        implements Layer, GlobalMaxPooling2DBuilder.With {
    /**
     * Global max pooling with Keras' defaults.
     *
     * @return the layer
     */
    public static GlobalMaxPooling2D of() {
        return new GlobalMaxPooling2D(DataFormat.CHANNELS_LAST, false);
    }

    @Override
    public Shape outputShape(Shape input) {
        return pooling().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return call.tf()
                .reduceMax(call.input(), call.tf().constant(pooling().axes()), ReduceMax.keepDims(keepDimensions));
    }

    private GlobalPooling pooling() {
        return new GlobalPooling(2, dataFormat, keepDimensions);
    }
}
