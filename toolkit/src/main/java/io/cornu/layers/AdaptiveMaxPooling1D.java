package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value of each of a given number of windows, which are spread evenly over sequences of whatever size.
 *
 * <p>Window i of an axis begins at floor(i size / outputSize) and ends before ceil((i + 1) size / outputSize);
 * neighbours may overlap by one.
 *
 * <p>Shapes: (batch, steps, channels), steps known, to (batch, outputSize, channels).
 *
 * <p>Source: {@code keras.layers.AdaptiveMaxPooling1D}, Keras 3.15.
 *
 * @param outputSize how many steps come out
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record AdaptiveMaxPooling1D(int outputSize, DataFormat dataFormat)
        implements Layer, AdaptiveMaxPooling1DBuilder.With {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException it is below 1
     */
    public AdaptiveMaxPooling1D {
        Arguments.positive("AdaptiveMaxPooling1D", "outputSize", outputSize);
    }

    /**
     * Adaptive pooling with Keras' defaults.
     *
     * @param outputSize how many steps come out, at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static AdaptiveMaxPooling1D of(int outputSize) {
        return new AdaptiveMaxPooling1D(outputSize, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        return pooling().outputShape(input);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        return pooling().call(call);
    }

    private AdaptivePooling pooling() {
        return new AdaptivePooling(Pooling.Kind.MAX, List.of(outputSize), dataFormat);
    }
}
