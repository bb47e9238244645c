package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Circle loss, for embeddings: draws examples of a class together and drives classes apart, each pair the more the
 * farther it is from where it should be.
 *
 * <pre>
 * loss = softplus(logsumexp(positive) + logsumexp(negative)), over the pairs of an example within the batch
 * positive = -gamma max(margin + d, 0) (margin - d)           pairs of a class, d = max(1 - cosine, 0)
 * negative =  gamma max(1 + margin - d, 0) (1 - margin - d)   pairs of two classes
 * </pre>
 *
 * <p>Examples whose loss is 0 do not count in the mean.
 *
 * <p>Shapes: targets (batch) or (batch, 1) with class numbers, predictions (batch, numbers), each of length 1, as
 * {@code UnitNormalization} makes them.
 *
 * <p>Source: {@code keras.losses.Circle}, Keras 3.15. Sun et al., 2020 (arXiv:2002.10857).
 *
 * @param gamma how steep it is, above 0; 80 by default
 * @param margin how near and how far pairs should be, in [0, 1]; 0.4 by default
 * @param removeDiagonal whether an example is no pair with itself; true by default
 */
@RecordBuilder
public record Circle(double gamma, double margin, boolean removeDiagonal) implements Loss, CircleBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public Circle {
        Arguments.positive("Circle", "gamma", gamma);
        Arguments.require(margin >= 0 && margin <= 1, "Circle", "margin must be in [0, 1]", margin);
    }

    @Override
    public String name() {
        return "circle";
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> zero = constant(tf, prediction, 0);
        Operand<T> one = constant(tf, prediction, 1);
        Operand<T> cosine = tf.linalg.matMul(prediction, prediction, MatMul.transposeB(true));
        Operand<T> distance = tf.math.maximum(tf.math.sub(one, cosine), zero);
        Operand<TInt32> labels = tf.dtypes.cast(tf.reshape(target, tf.constant(new int[] {-1, 1})), TInt32.class);
        Operand<TBool> isAlike = tf.math.equal(labels, tf.linalg.transpose(labels, tf.constant(new int[] {1, 0})));
        Operand<TBool> isPositive = removeDiagonal ? tf.math.logicalAnd(isAlike, offDiagonal(tf, labels)) : isAlike;

        Operand<T> near = constant(tf, distance, margin);
        Operand<T> far = constant(tf, distance, 1 - margin);
        Operand<T> pull = tf.math.maximum(tf.math.add(near, distance), zero);
        Operand<T> push = tf.math.maximum(tf.math.sub(constant(tf, distance, 1 + margin), distance), zero);
        Operand<T> steepness = constant(tf, distance, gamma);
        Operand<T> positive = tf.math.neg(tf.math.mul(tf.math.mul(steepness, pull), tf.math.sub(near, distance)));
        Operand<T> negative = tf.math.mul(tf.math.mul(steepness, push), tf.math.sub(far, distance));
        return tf.math.softplus(
                tf.math.add(logSumExp(tf, isPositive, positive), logSumExp(tf, tf.math.logicalNot(isAlike), negative)));
    }

    @Override
    public <T extends TFloating> Optional<Operand<T>> mask(Ops tf, Operand<T> target, Operand<T> values) {
        return Optional.of(tf.dtypes.cast(tf.math.greater(values, constant(tf, values, 0)), values.type()));
    }

    @Override
    public void check(Shape target, Shape prediction) {
        boolean isPaired = target.numDimensions() == 1 || target.numDimensions() == 2 && target.get(1) == 1;
        if (prediction.numDimensions() != 2 || !isPaired) {
            throw new IllegalArgumentException(name()
                    + ": expected targets of shape (batch,) and predictions of shape (batch, numbers), received "
                    + Shapes.text(target) + " and " + Shapes.text(prediction)
                    + ". Flatten the predictions, and give one class number an example.");
        }
    }

    private static Operand<TBool> offDiagonal(Ops tf, Operand<TInt32> labels) {
        Operand<TInt32> numbers = tf.range(tf.constant(0), tf.size(labels), tf.constant(1));
        return tf.math.notEqual(tf.expandDims(numbers, tf.constant(0)), tf.expandDims(numbers, tf.constant(1)));
    }

    /** Along each row, over the chosen entries; minus infinity where there is none. */
    private static <T extends TFloating> Operand<T> logSumExp(Ops tf, Operand<TBool> chosen, Operand<T> x) {
        Operand<T> nothing = tf.broadcastTo(constant(tf, x, Double.NEGATIVE_INFINITY), tf.shape(x));
        Operand<T> rows = tf.select(chosen, x, nothing);
        Operand<T> largest = tf.stopGradient(tf.reduceMax(rows, tf.constant(1), ReduceMax.keepDims(true)));
        Operand<T> shift = tf.select(tf.math.isFinite(largest), largest, tf.zerosLike(largest));
        Operand<T> sum = LossMath.sum(tf, tf.math.exp(tf.math.sub(rows, shift)), false, 1);
        return tf.math.add(tf.math.log(sum), tf.squeeze(shift, Squeeze.axis(List.of(1L))));
    }
}
