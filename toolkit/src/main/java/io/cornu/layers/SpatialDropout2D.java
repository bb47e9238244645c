package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Dropout of whole channels of images, whose neighbors say too much about each other to be dropped singly (Tompson et
 * al. 2015). In inference it does nothing; in {@link Phase#MONTE_CARLO} it drops.
 *
 * <pre>y = x / (1 - rate) with probability 1 - rate for each channel of an example, else 0</pre>
 *
 * <p>Shapes: (batch, height, width, channels), or with the channels first, unchanged.
 *
 * <p>Source: {@code keras.layers.SpatialDropout2D}, Keras 3.15.
 *
 * @param rate the share of channels that is dropped, in [0, 1]
 * @param dataFormat which axis holds the channels; the last by default
 */
@RecordBuilder
public record SpatialDropout2D(double rate, DataFormat dataFormat) implements Layer, SpatialDropout2DBuilder.With {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public SpatialDropout2D {
        Noise.requireRate("SpatialDropout2D", rate);
    }

    /**
     * A layer that drops channels, which are last.
     *
     * @param rate the share of channels that is dropped, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static SpatialDropout2D of(double rate) {
        return new SpatialDropout2D(rate, DataFormat.CHANNELS_LAST);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRank(4, input, "(batch, height, width, channels)", "Add Reshape before it, or use Dropout.");
        return input;
    }

    @Override
    public boolean isStochastic() {
        return rate > 0;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        List<Integer> noiseShape =
                dataFormat == DataFormat.CHANNELS_LAST ? List.of(-1, 1, 1, -1) : List.of(-1, -1, 1, 1);
        return Noise.dropped(call, rate, noiseShape);
    }
}
