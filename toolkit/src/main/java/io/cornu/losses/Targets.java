package io.cornu.losses;

import io.cornu.ops.GraphMath;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TNumber;

/** What losses and metrics need of targets. */
public final class Targets {
    private Targets() {}

    /**
     * Requires targets of the predictions' shape.
     *
     * @param where the loss
     * @param target the shape of the targets
     * @param prediction the shape of the predictions
     * @throws IllegalArgumentException if they differ
     */
    public static void requireSameShape(String where, Shape target, Shape prediction) {
        if (!target.isCompatibleWith(prediction)) {
            String fix = target.numDimensions() == prediction.numDimensions() - 1 || target.get(-1) == 1
                    ? "Use sparse_categorical_crossentropy for class numbers, or one-hot targets."
                    : "Give one number for each output.";
            throw new IllegalArgumentException(where + ": expected targets of shape " + Shapes.text(prediction)
                    + ", received " + Shapes.text(target) + ". " + fix);
        }
    }

    /**
     * Requires class numbers, of shape (batch, ...) or (batch, ..., 1).
     *
     * @param where the loss
     * @param target the shape of the targets
     * @param prediction the shape of the predictions, (batch, ..., classes)
     * @throws IllegalArgumentException if they do not go together
     */
    public static void requireClassNumbers(String where, Shape target, Shape prediction) {
        Shape expected = prediction.take(prediction.numDimensions() - 1);
        boolean fits = target.isCompatibleWith(expected) || target.isCompatibleWith(expected.append(1));
        if (!fits) {
            throw new IllegalArgumentException(where + ": expected class numbers of shape " + Shapes.text(expected)
                    + ", received targets of shape " + Shapes.text(target)
                    + ". Use categorical_crossentropy for one-hot targets.");
        }
    }

    /**
     * Class numbers as ones and zeros.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param target class numbers, of shape (batch, ...) or (batch, ..., 1)
     * @param prediction (batch, ..., classes)
     * @return ones and zeros of the predictions' shape
     */
    public static <T extends TFloating> Operand<T> oneHot(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> classes = classNumbers(tf, target, prediction);
        int depth = Math.toIntExact(prediction.shape().get(-1));
        return tf.oneHot(
                classes,
                tf.constant(depth),
                GraphMath.constant(tf, prediction, 1),
                GraphMath.constant(tf, prediction, 0));
    }

    /**
     * Class numbers as integers, without a trailing dimension of 1.
     *
     * @param tf where to add it
     * @param target class numbers, of shape (batch, ...) or (batch, ..., 1)
     * @param prediction (batch, ..., classes)
     * @return class numbers of shape (batch, ...)
     */
    public static Operand<TInt64> classNumbers(
            Ops tf, Operand<? extends TNumber> target, Operand<? extends TNumber> prediction) {
        Operand<TInt64> numbers = tf.dtypes.cast(target, TInt64.class);
        boolean hasExtra = target.shape().numDimensions() == prediction.shape().numDimensions();
        return hasExtra ? tf.squeeze(numbers, Squeeze.axis(List.of(-1L))) : numbers;
    }

    /**
     * Requires an axis of the predictions other than the batch.
     *
     * @param where the loss or metric
     * @param axis the axis; negative ones count from the end
     * @param prediction the shape of the predictions
     * @throws IllegalArgumentException if there is none, or it is the batch
     */
    public static void requireAxis(String where, int axis, Shape prediction) {
        int rank = prediction.numDimensions();
        Arguments.require(
                axis >= -rank && axis < rank && Math.floorMod(axis, rank) != 0,
                where,
                "axis must be one of predictions of shape " + Shapes.text(prediction) + " and not the batch",
                axis);
    }

    /**
     * The shape of targets that get the last axis which predictions of shape (..., 1) have and they lack.
     *
     * @param target the shape of the targets
     * @param prediction the shape of the predictions
     * @return the same shape, or with a 1 at its end
     */
    public static Shape expanded(Shape target, Shape prediction) {
        boolean isLacking = prediction.get(-1) == 1 && target.numDimensions() == prediction.numDimensions() - 1;
        return isLacking ? target.append(1) : target;
    }
}
