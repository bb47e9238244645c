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
 * <p>Source: {@code keras.layers.AveragePooling2D}, Keras 3.15, with {@code data_format="channels_last"}.
 *
 * @param poolSize the height and width of the window
 * @param strides how far the window moves; as far as it is wide by default
 * @param padding what happens at the border; valid by default
 */
@RecordBuilder
public record AveragePooling2D(Size2D poolSize, Size2D strides, Padding padding)
        implements Layer, AveragePooling2DBuilder.With {
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
     * @param poolSize the height, width and stride of the window
     * @return the layer
     */
    public static AveragePooling2D of(Size2D poolSize) {
        return new AveragePooling2D(poolSize, poolSize, Padding.VALID);
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
        ShapeRules.requireImages(input);
        return Shape.of(
                input.get(0),
                ShapeRules.windowed(input, 1, padding, poolSize.height(), strides.height(), 1),
                ShapeRules.windowed(input, 2, padding, poolSize.width(), strides.width(), 1),
                input.get(3));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return Pooling.average(
                call.tf(),
                call.input(),
                new long[] {poolSize.height(), poolSize.width()},
                new long[] {strides.height(), strides.width()},
                padding.name());
    }
}
