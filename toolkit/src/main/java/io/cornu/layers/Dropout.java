package io.cornu.layers;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Sets inputs to zero at random while training, and scales up the rest so that the sum stays the same on average
 * (Srivastava et al. 2014). In inference it does nothing; in {@link Phase#MONTE_CARLO} it drops.
 *
 * <pre>y = x / (1 - rate) with probability 1 - rate, else 0</pre>
 *
 * <p>Shapes: any, unchanged. What is dropped follows from the model's seed; Keras' option {@code seed} is left out on
 * reading.
 *
 * <p>Source: {@code keras.layers.Dropout}, Keras 3.15.
 *
 * @param rate the share that is dropped, in [0, 1]
 * @param noiseShape along which axes what is dropped is drawn: 1 where it is the same along the axis, -1 for the input's
 *     own size; by default empty, every number is drawn
 */
@RecordBuilder
public record Dropout(double rate, List<Integer> noiseShape) implements Layer, DropoutBuilder.With {
    /**
     * Checks the rate and the shape.
     *
     * @throws IllegalArgumentException if the rate lies outside [0, 1], or a size is 0 or below -1
     */
    public Dropout {
        Noise.requireRate("Dropout", rate);
        noiseShape = Noise.sizes("Dropout", noiseShape);
    }

    /**
     * A dropout layer.
     *
     * @param rate the share that is dropped, in [0, 1]
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static Dropout of(double rate) {
        return new Dropout(rate, List.of());
    }

    /**
     * The same layer with noise of another shape.
     *
     * @param sizes one for each axis of the input, the batch first: 1 where what is dropped is the same along the axis, -1
     *     for the input's own size
     * @return a copy
     * @throws IllegalArgumentException if a size is 0 or below -1
     */
    public Dropout withNoiseShape(int... sizes) {
        return withNoiseShape(Arrays.stream(sizes).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        Noise.requireBroadcast(noiseShape, input);
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
        return Noise.dropped(call, rate, noiseShape);
    }
}
