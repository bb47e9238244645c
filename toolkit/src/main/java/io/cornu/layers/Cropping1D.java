package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The inner part of sequences.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', channels), where steps' = steps - before - after.
 * Something must be left.
 *
 * <p>Source: {@code keras.layers.Cropping1D}, Keras 3.15.
 *
 * @param cropping how much is cut off before the first step and after the last
 */
@RecordBuilder
public record Cropping1D(Margin cropping) implements Layer, Cropping1DBuilder.With {
    /**
     * The same cut on all sides.
     *
     * @param cropping on each side, at least 0; 1 by default in Keras
     * @return the layer
     * @throws IllegalArgumentException if it is negative
     */
    public static Cropping1D of(int cropping) {
        return of(Margin.of(cropping));
    }

    /**
     * A cut of its own on every side.
     *
     * @param cropping how much is cut off before the first step and after the last
     * @return the layer
     */
    public static Cropping1D of(Margin cropping) {
        return new Cropping1D(cropping);
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
        return new Margins(List.of(cropping), DataFormat.CHANNELS_LAST);
    }
}
