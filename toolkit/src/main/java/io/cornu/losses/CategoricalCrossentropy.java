package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

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
 * z    = target (1 - labelSmoothing) + labelSmoothing / classes
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.CategoricalCrossentropy}, Keras 3.15.
 *
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 * @param labelSmoothing how far targets move towards equal probabilities, in [0, 1); 0 by default
 */
@RecordBuilder
public record CategoricalCrossentropy(boolean fromLogits, double labelSmoothing)
        implements Loss, CategoricalCrossentropyBuilder.With {
    /**
     * Checks the smoothing.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1)
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
        Operand<T> smooth = labelSmoothing == 0
                ? target
                : tf.math.add(
                        tf.math.mul(target, constant(tf, target, 1 - labelSmoothing)),
                        constant(tf, target, labelSmoothing / prediction.shape().get(-1)));
        Optional<Operand<T>> logits = CrossEntropies.logits(prediction, fromLogits, "Softmax");
        if (logits.isPresent()) {
            return CrossEntropies.softmax(tf, smooth, logits.get());
        }
        Operand<T> normalized = tf.math.div(prediction, CrossEntropies.sumOfLastAxis(tf, prediction, true));
        Operand<T> log = tf.math.log(CrossEntropies.clipped(tf, normalized));
        return tf.math.neg(CrossEntropies.sumOfLastAxis(tf, tf.math.mul(smooth, log), false));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
