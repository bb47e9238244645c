package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The mean value of each window that slides over images.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels); with {@link Padding#VALID}
 * height' = floor((height - pool height) / stride) + 1. Padding is not counted in the mean.
 *
 * <p>Source: {@code keras.layers.AveragePooling2D}, Keras 3.15.
 *
 * @param poolSize the height and width of the window
 * @param strides how far the window moves; as far as it is wide by default
 * @param padding what happens at the border; valid by default
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record AveragePooling2D(Size2D poolSize, Size2D strides, Padding padding, DataFormat dataFormat)
        implements Layer, AveragePooling2DBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException padding is causal
     */
    public AveragePooling2D {
        padding.requireNotCausal("AveragePooling2D");
    }

    /**
     * A pooling layer with a square window that does not overlap.
     *
     * @param poolSize the height, width and stride of the window, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static AveragePooling2D of(int poolSize) {
        return of(Size2D.square(poolSize));
    }

    /**
     * A pooling layer with a window that does not overlap.
     *
     * @param poolSize the height and width of the window, and how far it moves
     * @return the layer
     */
    public static AveragePooling2D of(Size2D poolSize) {
        return new AveragePooling2D(poolSize, poolSize, Padding.VALID, DataFormat.CHANNELS_LAST);
    }

    /**
     * The same layer with another stride.
     *
     * @param stride how far the window moves in both directions, at least 1
     * @return a copy
     */
    public AveragePooling2D withStrides(int stride) {
        return withStrides(Size2D.square(stride));
    }

    @Override
    public Shape outputShape(Shape input) {
        return window().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return window().around(call, x -> Pooling.pool(call.tf(), Pooling.Kind.AVERAGE, x, window().window()));
    }

    private SlidingWindow window() {
        return SlidingWindow.of(poolSize.axes(), strides.axes(), padding, dataFormat);
    }
}
