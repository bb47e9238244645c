package io.cornu.layers;

import io.cornu.ops.Pooling;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The largest value of each window that slides over sequences.
 *
 * <p>Shapes: (batch, steps, channels) to (batch, steps', channels); with {@link Padding#VALID} steps' =
 * floor((steps - pool size) / stride) + 1.
 *
 * <p>Source: {@code keras.layers.MaxPooling1D}, Keras 3.15.
 *
 * @param poolSize how many steps the window covers; 2 by default in Keras
 * @param strides how far the window moves; as far as it is wide by default
 * @param padding what happens at the border; valid by default
 * @param dataFormat where the channels are; last by default
 */
@RecordBuilder
public record MaxPooling1D(int poolSize, int strides, Padding padding, DataFormat dataFormat)
        implements Layer, MaxPooling1DBuilder.With {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException a number is below 1, or padding is causal
     */
    public MaxPooling1D {
        Arguments.positive("MaxPooling1D", "poolSize", poolSize);
        Arguments.positive("MaxPooling1D", "strides", strides);
        padding.requireNotCausal("MaxPooling1D");
    }

    /**
     * A pooling layer with a window that does not overlap.
     *
     * @param poolSize how many steps the window covers, and how far it moves; at least 1
     * @return the layer
     * @throws IllegalArgumentException if the size is below 1
     */
    public static MaxPooling1D of(int poolSize) {
        return new MaxPooling1D(poolSize, poolSize, Padding.VALID, DataFormat.CHANNELS_LAST);
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
        return SlidingWindow.of(List.of(poolSize), List.of(strides), padding, dataFormat);
    }
}
