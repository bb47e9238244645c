package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The inner part of volumes.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, depth', height', width', channels), where depth' =
 * depth - before - after. Something must be left.
 *
 * <p>Source: {@code keras.layers.Cropping3D}, Keras 3.15.
 *
 * @param depth how much is cut off in front and behind (Keras: pair 1 of {@code cropping})
 * @param height how much is cut off above and below (Keras: pair 2 of {@code cropping})
 * @param width how much is cut off to the left and right (Keras: pair 3 of {@code cropping})
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record Cropping3D(Margin depth, Margin height, Margin width, DataFormat dataFormat)
        implements Layer, Cropping3DBuilder.With {
    /**
     * The same cut on all sides.
     *
     * @param cropping on each side, at least 0; 1 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static Cropping3D of(int cropping) {
        return of(Margin.of(cropping), Margin.of(cropping), Margin.of(cropping));
    }

    /**
     * A cut of its own on every side.
     *
     * @param depth how much is cut off in front and behind (Keras: pair 1 of {@code cropping})
     * @param height how much is cut off above and below (Keras: pair 2 of {@code cropping})
     * @param width how much is cut off to the left and right (Keras: pair 3 of {@code cropping})
     * @return the layer
     */
    public static Cropping3D of(Margin depth, Margin height, Margin width) {
        return new Cropping3D(depth, height, width, DataFormat.CHANNELS_LAST);
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
        return new Margins(List.of(depth, height, width), dataFormat);
    }
}
