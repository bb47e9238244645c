package io.cornu.losses;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Cross-entropy between two sets of probabilities, such as one-hot targets and a softmax.
 *
 * <pre>
 * loss = -sum(z log(p))
 * z    = target (1 - labelSmoothing) + labelSmoothing / size of the last axis
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.CategoricalCrossentropy}, Keras 3.15.
 *
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 * @param labelSmoothing how far targets move towards equal probabilities, in [0, 1); 0 by default
 * @param axis where the classes are; -1, the last, by default; not the batch
 */
@RecordBuilder
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing, int axis)
        implements Loss, CategoricalCrossentropyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the smoothing lies outside [0, 1)
     */
    public CategoricalCrossentropy {
        Arguments.share("CategoricalCrossentropy", "labelSmoothing", labelSmoothing);
    }

    @Override
    public String name() {
        return "categorical_crossentropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> smooth = LossMath.withLast(
                tf,
                LossMath.smooth(tf, target, labelSmoothing, prediction.shape().get(-1)),
                axis);
        Optional<Operand<T>> logits = CrossEntropies.logits(prediction, fromLogits, "Softmax");
        if (logits.isPresent()) {
            return CrossEntropies.softmax(tf, smooth, LossMath.withLast(tf, logits.get(), axis));
        }
        Operand<T> p = CrossEntropies.normalized(tf, LossMath.withLast(tf, prediction, axis));
        return tf.math.neg(LossMath.sum(tf, tf.math.mul(smooth, tf.math.log(p)), false, -1));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        Targets.requireAxis(name(), axis, prediction);
    }
}
