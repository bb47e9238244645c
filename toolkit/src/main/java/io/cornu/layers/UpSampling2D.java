package io.cornu.layers;

import io.cornu.ops.Resampling;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Larger images: every pixel several times, or values between pixels.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels), where height' = height *
 * size.
 *
 * <p>Source: {@code keras.layers.UpSampling2D}, Keras 3.15.
 *
 * @param size how many times larger height and width become; 2 by default in Keras
 * @param dataFormat where the channels are; last by default
 * @param interpolation how values between pixels are found; nearest by default
 */
@RecordBuilder
public record UpSampling2D(Size2D size, DataFormat dataFormat, Interpolation interpolation)
        implements Layer, UpSampling2DBuilder.With {
    /**
     * Upsampling by the same factor in both directions.
     *
     * @param size how many times larger they become, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static UpSampling2D of(int size) {
        return of(Size2D.square(size));
    }

    /**
     * Upsampling with Keras' defaults.
     *
     * @param size how many times larger height and width become
     * @return the layer
     */
    public static UpSampling2D of(Size2D size) {
        return new UpSampling2D(size, DataFormat.CHANNELS_LAST, Interpolation.NEAREST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return SpatialRules.resized(
                input, 2, dataFormat, (axis, length) -> length * size.axes().get(axis));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        List<Integer> factors = size.axes();
        return dataFormat.around(tf, call.input(), 4, x -> switch (interpolation) {
            case NEAREST -> Resampling.repeated(tf, x, factors);
            case BILINEAR -> Resampling.bilinear(tf, x, factors);
            case BICUBIC -> Resampling.bicubic(tf, x, factors);
            case LANCZOS3 -> Resampling.lanczos(tf, x, factors, 3);
            case LANCZOS5 -> Resampling.lanczos(tf, x, factors, 5);
        });
    }
}
