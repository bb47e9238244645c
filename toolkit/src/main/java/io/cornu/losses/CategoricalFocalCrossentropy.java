package io.cornu.losses;

import static io.cornu.ops.GraphMath.alongLastAxis;
import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Categorical cross-entropy that counts what is already right the less, so that rare and hard examples are learnt.
 *
 * <pre>
 * loss = -sum(alpha (1 - p)^gamma z log(p))
 * z    = target (1 - labelSmoothing) + labelSmoothing / size of the last axis
 * </pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.CategoricalFocalCrossentropy}, Keras 3.15. Lin et al., 2017 (arXiv:1708.02002).
 *
 * @param alpha how much every class counts: one number for all, or one for each, at least 0; 0.25 by default
 * @param gamma how much less certain examples count, at least 0; 2 by default
 * @param fromLogits whether predictions are logits and not probabilities; false by default
 * @param labelSmoothing how far targets move towards equal probabilities, in [0, 1); 0 by default
 * @param axis where the classes are; -1, the last, by default; not the batch
 */
@RecordBuilder
public record CategoricalFocalCrossentropy(
        List<Double> alpha, double gamma, boolean fromLogits, double labelSmoothing, int axis)
        implements Loss, CategoricalFocalCrossentropyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public CategoricalFocalCrossentropy {
        alpha = List.copyOf(alpha);
        Arguments.require(!alpha.isEmpty(), "CategoricalFocalCrossentropy", "alpha must hold a number", alpha);
        alpha.forEach(each -> Arguments.notNegative("CategoricalFocalCrossentropy", "alpha", each));
        Arguments.notNegative("CategoricalFocalCrossentropy", "gamma", gamma);
        Arguments.share("CategoricalFocalCrossentropy", "labelSmoothing", labelSmoothing);
    }

    @Override
    public String name() {
        return "categorical_focal_crossentropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> smooth = LossMath.withLast(
                tf,
                LossMath.smooth(tf, target, labelSmoothing, prediction.shape().get(-1)),
                axis);
        Operand<T> moved = LossMath.withLast(tf, prediction, axis);
        Operand<T> p = CrossEntropies.normalized(tf, fromLogits ? alongLastAxis(tf, moved, tf.nn::softmax) : moved);
        Operand<T> entropy = tf.math.neg(tf.math.mul(smooth, tf.math.log(p)));
        Operand<T> focus =
                tf.math.mul(tf.math.pow(tf.math.sub(constant(tf, p, 1), p), constant(tf, p, gamma)), weights(tf, p));
        return LossMath.sum(tf, tf.math.mul(focus, entropy), false, -1);
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name(), target, prediction);
        Targets.requireAxis(name(), axis, prediction);
        long classes = prediction.get(Math.floorMod(axis, prediction.numDimensions()));
        Arguments.require(
                alpha.size() == 1 || alpha.size() == classes,
                name(),
                "alpha must hold one number or one for each of " + classes + " classes",
                alpha);
    }

    /**
     * The same loss with all classes counting alike.
     *
     * @param number how much every class counts, at least 0
     * @return a copy
     */
    public CategoricalFocalCrossentropy withAlpha(double number) {
        return withAlpha(List.of(number));
    }

    private <T extends TFloating> Operand<T> weights(Ops tf, Operand<T> like) {
        double[] numbers = alpha.stream().mapToDouble(Double::doubleValue).toArray();
        return numbers.length == 1 ? constant(tf, like, numbers[0]) : tf.dtypes.cast(tf.constant(numbers), like.type());
    }
}
