package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Any;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * Marks the steps of sequences that are padding: those all of whose numbers equal a value. The layers after it leave
 * them out where they know masks, and so does the loss.
 *
 * <pre>
 * mask = any(x != maskValue) over the last axis
 * y    = x where mask, else 0
 * </pre>
 *
 * <p>Shapes: (batch, steps, ..., features), unchanged; the mask has one axis less.
 *
 * <p>Source: {@code keras.layers.Masking}, Keras 3.15.
 *
 * @param maskValue the value of padding, finite; 0 by default
 */
public record Masking(double maskValue) implements Layer {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Masking {
        Arguments.require(Double.isFinite(maskValue), "Masking", "maskValue must be finite", maskValue);
    }

    /**
     * Zeros are padding.
     *
     * @return the layer
     */
    public static Masking of() {
        return new Masking(0);
    }

    /**
     * A value of one's own is padding.
     *
     * @param maskValue the value of padding, finite
     * @return the layer
     * @throws IllegalArgumentException if it is not finite
     */
    public static Masking of(double maskValue) {
        return new Masking(maskValue);
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRankAtLeast(2, input, "(batch, steps, ..., features)");
        return input;
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public <T extends TFloating> Optional<Operand<TBool>> outputMask(LayerCall<T> call) {
        return Optional.of(counts(call, false));
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        return tf.select(counts(call, true), call.input(), call.constant(0));
    }

    private <T extends TFloating> Operand<TBool> counts(LayerCall<T> call, boolean keepsAxis) {
        Ops tf = call.tf();
        return tf.any(
                tf.math.notEqual(call.input(), call.constant(maskValue)), tf.constant(-1), Any.keepDims(keepsAxis));
    }
}
