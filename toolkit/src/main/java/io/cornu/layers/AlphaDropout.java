package io.cornu.layers;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Dropout that keeps mean 0 and variance 1, for networks of SELU activations, which rely on them (Klambauer et al. 2017):
 * what is dropped becomes SELU's lowest value instead of 0. In inference it does nothing; in {@link Phase#MONTE_CARLO} it
 * drops.
 *
 * <pre>
 * y = a x + b      with probability 1 - rate      a = 1 / sqrt((1 - rate) (1 + rate low^2))
 * y = a low + b    otherwise                      b = -a low rate, low = -1.6733 * 1.0507
 * </pre>
 *
 * <p>Shapes: any, unchanged.
 *
 * <p>Source: {@code keras.layers.AlphaDropout}, Keras 3.15.
 *
 * @param rate the share that is dropped, in [0, 1)
 * @param noiseShape along which axes what is dropped is drawn: 1 where it is the same along the axis, -1 for the input's
 *     own size; by default empty, every number is drawn
 */
@RecordBuilder
public record AlphaDropout(double rate, List<Integer> noiseShape) implements Layer, AlphaDropoutBuilder.With {
    private static final double LOW = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

    /**
     * Checks the rate and the shape.
     *
     * @throws IllegalArgumentException if the rate lies outside [0, 1), or a size is 0 or below -1
     */
    public AlphaDropout {
        Arguments.share("AlphaDropout", "rate", rate);
        noiseShape = Noise.sizes("AlphaDropout", noiseShape);
    }

    /**
     * A dropout layer for SELU.
     *
     * @param rate the share that is dropped, in [0, 1)
     * @return the layer
     * @throws IllegalArgumentException if the rate lies outside
     */
    public static AlphaDropout of(double rate) {
        return new AlphaDropout(rate, List.of());
    }

    /**
     * The same layer with noise of another shape.
     *
     * @param sizes one for each axis of the input, the batch first: 1 where what is dropped is the same along the axis, -1
     *     for the input's own size
     * @return a copy
     * @throws IllegalArgumentException if a size is 0 or below -1
     */
    public AlphaDropout withNoiseShape(int... sizes) {
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
        Operand<T> x = call.input();
        if (!call.phase().isRandom() || rate == 0) {
            return x;
        }
        Ops tf = call.tf();
        double a = 1 / Math.sqrt((1 - rate) * (1 + rate * LOW * LOW));
        Operand<T> kept = Noise.kept(call, rate, noiseShape);
        Operand<T> dropped = tf.math.mul(call.constant(LOW), tf.math.sub(call.constant(1), kept));
        Operand<T> disturbed = tf.math.add(tf.math.mul(x, kept), dropped);
        return tf.math.add(tf.math.mul(call.constant(a), disturbed), call.constant(-a * LOW * rate));
    }
}
