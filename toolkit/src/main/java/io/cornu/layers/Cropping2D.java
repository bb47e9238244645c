package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The inner part of images.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels), where height' = height -
 * before - after. Something must be left.
 *
 * <p>Source: {@code keras.layers.Cropping2D}, Keras 3.15.
 *
 * @param height how much is cut off above and below (Keras: pair 1 of {@code cropping})
 * @param width how much is cut off to the left and right (Keras: pair 2 of {@code cropping})
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record Cropping2D(Margin height, Margin width, DataFormat dataFormat) implements Layer, Cropping2DBuilder.With {
    /**
     * The same cut on all sides.
     *
     * @param cropping on each side, at least 0; 0 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static Cropping2D of(int cropping) {
        return of(Margin.of(cropping), Margin.of(cropping));
    }

    /**
     * A cut of its own on every side.
     *
     * @param height how much is cut off above and below (Keras: pair 1 of {@code cropping})
     * @param width how much is cut off to the left and right (Keras: pair 2 of {@code cropping})
     * @return the layer
     */
    public static Cropping2D of(Margin height, Margin width) {
        return new Cropping2D(height, width, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return margins().cropped(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return margins().cropped(call.tf(), call.input());
    }

    private Margins margins() {
        return new Margins(List.of(height, width), dataFormat);
    }
}
