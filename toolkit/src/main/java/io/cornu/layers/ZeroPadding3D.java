package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Volumes with zeros around.
 *
 * <p>Shapes: (batch, depth, height, width, channels) to (batch, depth', height', width', channels), where depth' =
 * depth + before + after.
 *
 * <p>Source: {@code keras.layers.ZeroPadding3D}, Keras 3.15.
 *
 * @param depth how many zeros are added in front and behind (Keras: pair 1 of {@code padding})
 * @param height how many zeros are added above and below (Keras: pair 2 of {@code padding})
 * @param width how many zeros are added to the left and right (Keras: pair 3 of {@code padding})
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record ZeroPadding3D(Margin depth, Margin height, Margin width, DataFormat dataFormat)
        implements Layer, ZeroPadding3DBuilder.With {
    /**
     * The same padding on all sides.
     *
     * @param padding on each side, at least 0; 1 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static ZeroPadding3D of(int padding) {
        return of(Margin.of(padding), Margin.of(padding), Margin.of(padding));
    }

    /**
     * A padding of its own on every side.
     *
     * @param depth how many zeros are added in front and behind (Keras: pair 1 of {@code padding})
     * @param height how many zeros are added above and below (Keras: pair 2 of {@code padding})
     * @param width how many zeros are added to the left and right (Keras: pair 3 of {@code padding})
     * @return the layer
     */
    public static ZeroPadding3D of(Margin depth, Margin height, Margin width) {
        return new ZeroPadding3D(depth, height, width, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return margins().padded(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return margins().padded(call.tf(), call.input());
    }

    private Margins margins() {
        return new Margins(List.of(depth, height, width), dataFormat);
    }
}
