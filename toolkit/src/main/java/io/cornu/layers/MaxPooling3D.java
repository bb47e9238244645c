package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value of each window that slides over volumes.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, depth', height', width', channels); with {@link
 * Padding#VALID} depth' = floor((depth - pool depth) / stride) + 1.
 *
 * <p>Source: {@code keras.layers.MaxPooling3D}, Keras 3.15.
 *
 * @param poolSize the depth, height and width of the window; 2 by default in Keras
 * @param strides how far the window moves; as far as it is wide by default
 * @param padding what happens at the border; valid by default
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record MaxPooling3D(Size3D poolSize, Size3D strides, Padding padding, DataFormat dataFormat)
        implements Layer, MaxPooling3DBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException padding is causal
     */
    public MaxPooling3D {
        padding.requireNotCausal("MaxPooling3D");
    }

    /**
     * A pooling layer with a cubic window that does not overlap.
     *
     * @param poolSize the depth, height, width and stride of the window, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static MaxPooling3D of(int poolSize) {
        return of(Size3D.cube(poolSize));
    }

    /**
     * A pooling layer with a window that does not overlap.
     *
     * @param poolSize the depth, height and width of the window, and how far it moves
     * @return the layer
     */
    public static MaxPooling3D of(Size3D poolSize) {
        return new MaxPooling3D(poolSize, poolSize, Padding.VALID, DataFormat.CHANNELS_LAST);
    }

    /**
     * The same layer with another stride.
     *
     * @param stride how far the window moves in all directions, at least 1
     * @return a copy
     */
    public MaxPooling3D withStrides(int stride) {
        return withStrides(Size3D.cube(stride));
    }

    @Override
    public Shape outputShape(Shape input) {
        return window().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return window().around(call, x -> Pooling.pool(call.tf(), Pooling.Kind.MAX, x, window().window()));
    }

    private SlidingWindow window() {
        return SlidingWindow.of(poolSize.axes(), strides.axes(), padding, dataFormat);
    }
}
