package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Binary cross-entropy that counts what is already right the less, so that rare and hard examples are learnt.
 *
 * <pre>
 * loss  = mean(focus entropy)
 * focus = (1 - z p - (1 - z) (1 - p))^gamma, times z alpha + (1 - z) (1 - alpha) if balanced
 * z     = target (1 - labelSmoothing) + labelSmoothing / 2
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.losses.BinaryFocalCrossentropy}, Keras 3.15. Lin et al., 2017 (arXiv:1708.02002).
 *
 * @param applyClassBalancing whether the two classes count by alpha and 1 - alpha; false by default
 * @param alpha how much the positive class counts, if balanced, in [0, 1]; 0.25 by default
 * @param gamma how much less certain examples count, at least 0; 2 by default
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 * @param labelSmoothing how far targets move towards 1/2, in [0, 1); 0 by default
 * @param axis over which the mean goes; -1, the last, by default; not the batch
 */
@RecordBuilder
public record BinaryFocalCrossentropy(
        boolean applyClassBalancing, double alpha, double gamma, boolean fromLogits, double labelSmoothing, int axis)
        implements Loss, BinaryFocalCrossentropyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public BinaryFocalCrossentropy {
        Arguments.require(alpha >= 0 && alpha <= 1, "BinaryFocalCrossentropy", "alpha must be in [0, 1]", alpha);
        Arguments.notNegative("BinaryFocalCrossentropy", "gamma", gamma);
        Arguments.share("BinaryFocalCrossentropy", "labelSmoothing", labelSmoothing);
    }

    @Override
    public String name() {
        return "binary_focal_crossentropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> yes = LossMath.smooth(tf, target, labelSmoothing, 2);
        Operand<T> no = tf.math.sub(one, yes);
        Operand<T> p = fromLogits ? tf.math.sigmoid(prediction) : prediction;
        Operand<T> right = tf.math.add(tf.math.mul(yes, p), tf.math.mul(no, tf.math.sub(one, p)));
        Operand<T> focus = tf.math.pow(tf.math.sub(one, right), constant(tf, p, gamma));
        Operand<T> values = tf.math.mul(focus, CrossEntropies.binary(tf, yes, p, false));
        if (applyClassBalancing) {
            Operand<T> balance =
                    tf.math.add(tf.math.mul(yes, constant(tf, p, alpha)), tf.math.mul(no, constant(tf, p, 1 - alpha)));
            values = tf.math.mul(balance, values);
        }
        return LossMath.mean(tf, values, axis);
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        Targets.requireAxis(name(), axis, prediction);
    }
}
