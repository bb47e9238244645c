package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Sequences with zeros around.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', channels), where steps' = steps + before + after.
 *
 * <p>Source: {@code keras.layers.ZeroPadding1D}, Keras 3.15.
 *
 * @param padding how many zeros are added before the first step and after the last
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record ZeroPadding1D(Margin padding, DataFormat dataFormat) implements Layer, ZeroPadding1DBuilder.With {
    /**
     * The same padding on all sides.
     *
     * @param padding on each side, at least 0; 1 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static ZeroPadding1D of(int padding) {
        return of(Margin.of(padding));
    }

    /**
     * A padding of its own on every side.
     *
     * @param padding how many zeros are added before the first step and after the last
     * @return the layer
     */
    public static ZeroPadding1D of(Margin padding) {
        return new ZeroPadding1D(padding, DataFormat.CHANNELS_LAST);
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
        return new Margins(List.of(padding), dataFormat);
    }
}
