package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Images with zeros around.
 *
 * <p>Shapes: (batch, height, width, channels) to (batch, height', width', channels), where height' = height +
 * before + after.
 *
 * <p>Source: {@code keras.layers.ZeroPadding2D}, Keras 3.15.
 *
 * @param height how many zeros are added above and below (Keras: pair 1 of {@code padding})
 * @param width how many zeros are added to the left and right (Keras: pair 2 of {@code padding})
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record ZeroPadding2D(Margin height, Margin width, DataFormat dataFormat)
        implements Layer, ZeroPadding2DBuilder.With {
    /**
     * The same padding on all sides.
     *
     * @param padding on each side, at least 0; 1 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static ZeroPadding2D of(int padding) {
        return of(Margin.of(padding), Margin.of(padding));
    }

    /**
     * A padding of its own on every side.
     *
     * @param height how many zeros are added above and below (Keras: pair 1 of {@code padding})
     * @param width how many zeros are added to the left and right (Keras: pair 2 of {@code padding})
     * @return the layer
     */
    public static ZeroPadding2D of(Margin height, Margin width) {
        return new ZeroPadding2D(height, width, DataFormat.CHANNELS_LAST);
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
        return new Margins(List.of(height, width), dataFormat);
    }
}
