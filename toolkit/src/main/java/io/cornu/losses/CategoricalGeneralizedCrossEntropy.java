package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A loss between cross-entropy (q near 0) and absolute error (q near 1), which wrong labels harm less.
 *
 * <pre>
 * loss = (1 - p[class]^q) / q
 * </pre>
 *
 * <p>Shapes: targets (batch, ...) or (batch, ..., 1) with class numbers, predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.losses.CategoricalGeneralizedCrossEntropy}, Keras 3.15. Zhang and Sabuncu, 2018
 * (arXiv:1805.07836).
 *
 * @param q where between the two, in (0, 1); 0.5 by default
 */
@RecordBuilder
public record CategoricalGeneralizedCrossEntropy(double q)
        implements Loss, CategoricalGeneralizedCrossEntropyBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if it lies outside (0, 1)
     */
    public CategoricalGeneralizedCrossEntropy {
        Arguments.require(q > 0 && q < 1, "CategoricalGeneralizedCrossEntropy", "q must be in (0, 1)", q);
    }

    @Override
    public String name() {
        return "categorical_generalized_cross_entropy";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> isClass = Targets.oneHot(tf, target, prediction);
        Operand<T> p = LossMath.sum(tf, tf.math.mul(prediction, isClass), false, -1);
        Operand<T> powers = tf.math.pow(p, constant(tf, p, q));
        return tf.math.div(tf.math.sub(constant(tf, p, 1), powers), constant(tf, p, q));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        Targets.requireClassNumbers(name(), target, prediction);
    }

    @Override
    public long classes(Shape prediction) {
        return prediction.get(-1);
    }
}
