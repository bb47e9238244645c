package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;
import static io.cornu.ops.GraphMath.meanOfLastAxis;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
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
 */
@RecordBuilder
public record BinaryCrossentropy(boolean fromLogits, double labelSmoothing)
        implements Loss, BinaryCrossentropyBuilder.With {
    /**
     * Checks the smoothing.
     *
     * @throws IllegalArgumentException if it lies outside [0, 1)
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
        Operand<T> smooth = labelSmoothing == 0
                ? target
                : tf.math.add(
                        tf.math.mul(target, constant(tf, target, 1 - labelSmoothing)),
                        constant(tf, target, labelSmoothing / 2));
        Optional<Operand<T>> logits = CrossEntropies.logits(prediction, fromLogits, "Sigmoid");
        if (logits.isPresent()) {
            return meanOfLastAxis(tf, CrossEntropies.sigmoid(tf, smooth, logits.get()));
        }
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> p = CrossEntropies.clipped(tf, prediction);
        Operand<T> yes = tf.math.mul(smooth, tf.math.log(p));
        Operand<T> no = tf.math.mul(tf.math.sub(one, smooth), tf.math.log(tf.math.sub(one, p)));
        return meanOfLastAxis(tf, tf.math.neg(tf.math.add(yes, no)));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
    }
}
