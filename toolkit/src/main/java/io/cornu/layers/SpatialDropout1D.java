package io.cornu.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Dropout of whole channels of sequences, whose neighbors say too much about each other to be dropped singly (Tompson et
 * al. 2015). In inference it does nothing; in {@link Phase#MONTE_CARLO} it drops.
 *
 * <pre>y = x / (1 - rate) with probability 1 - rate for each channel of an example, else 0</pre>
 *
 * <p>Shapes: (batch, steps, channels), unchanged.
 *
 * <p>Source: {@code keras.layers.SpatialDropout1D}, Keras 3.15.
 *
 * @param rate the share of channels that is dropped, in [0, 1]
 */
public record SpatialDropout1D(double rate) implements Layer {
    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1]
     */
    public SpatialDropout1D {
        Noise.requireRate("SpatialDropout1D", rate);
    }

    /**
     * A layer that drops channels.
     *
     * @param rate the share of channels that is dropped, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static SpatialDropout1D of(double rate) {
        return new SpatialDropout1D(rate);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRank(3, input, "(batch, steps, channels)", "Add Reshape before it, or use Dropout.");
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
        List<Integer> noiseShape = List.of(-1, 1, -1);
        return Noise.dropped(call, rate, noiseShape);
    }
}
