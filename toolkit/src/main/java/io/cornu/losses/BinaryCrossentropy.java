package io.cornu.losses;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Cross-entropy between yes-or-no targets and probabilities, each output by itself.
 *
 * <pre>
 * loss = mean(-z log(p) - (1 - z) log(1 - p))
 * z    = target (1 - labelSmoothing) + labelSmoothing / 2
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.BinaryCrossentropy}, Keras 3.15.
 *
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 * @param labelSmoothing how far targets move towards 1/2, in [0, 1); 0 by default
 * @param axis over which the mean goes; -1, the last, by default; not the batch
 */
@RecordBuilder
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing, int axis)
        implements Loss, BinaryCrossentropyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the smoothing lies outside [0, 1)
     */
    public BinaryCrossentropy {
        Arguments.share("BinaryCrossentropy", "labelSmoothing", labelSmoothing);
    }

    @Override
    public String name() {
        return "binary_crossentropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> smooth = LossMath.smooth(tf, target, labelSmoothing, 2);
        return LossMath.mean(tf, CrossEntropies.binary(tf, smooth, prediction, fromLogits), axis);
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        Targets.requireAxis(name(), axis, prediction);
    }
}
