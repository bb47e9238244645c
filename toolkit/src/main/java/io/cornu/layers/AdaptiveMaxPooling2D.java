package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value of each of a given number of windows, which are spread evenly over images of whatever size.
 *
 * <p>Window i of an axis begins at floor(i size / outputSize) and ends before ceil((i + 1) size / outputSize);
 * neighbours may overlap by one.
 *
 * <p>Shapes: (batch, height, width, channels), all sizes known, to (batch, output height, output width, channels).
 *
 * <p>Source: {@code keras.layers.AdaptiveMaxPooling2D}, Keras 3.15.
 *
 * @param outputSize the height and width that come out
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record AdaptiveMaxPooling2D(Size2D outputSize, DataFormat dataFormat)
        implements Layer, AdaptiveMaxPooling2DBuilder.With {
    /**
     * Adaptive pooling to squares.
     *
     * @param outputSize the height and width that come out, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static AdaptiveMaxPooling2D of(int outputSize) {
        return of(Size2D.square(outputSize));
    }

    /**
     * Adaptive pooling with Keras' defaults.
     *
     * @param outputSize the height and width that come out
     * @return the layer
     */
    public static AdaptiveMaxPooling2D of(Size2D outputSize) {
        return new AdaptiveMaxPooling2D(outputSize, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return pooling().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return pooling().call(call);
    }

    private AdaptivePooling pooling() {
        return new AdaptivePooling(Pooling.Kind.MAX, outputSize.axes(), dataFormat);
    }
}
