package io.cornu.losses;

import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * What training makes small.
 *
 * <p>A loss gives one value an example (or an example and position); the engine multiplies them with the sample
 * weights and takes the mean over all of them, or what its {@link Reduction} says.
 *
 * <p>Keras' own are in {@link Losses}. One of your own:
 *
 * <pre>{@code
 * record Cubic() implements Loss {
 *     public String name() { return "cubic"; }
 *
 *     public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
 *         var distance = tf.math.abs(tf.math.sub(target, prediction));
 *         return GraphMath.meanOfLastAxis(tf, tf.math.mul(distance, tf.math.square(distance)));
 *     }
 * }
 * }</pre>
 */
public interface Loss {
    /**
     * The name in files and reports, Keras' where it has this loss.
     *
     * @return such as {@code mean_squared_error}
     */
    String name();

    /**
     * Adds the loss of every example to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param target what should come out, converted to the type in use
     * @param prediction what came out, of known rank
     * @return one value an example, of shape (batch) or (batch, positions...)
     */
    <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction);

    /**
     * Says which values count; the others are left out of the mean.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param target what should come out
     * @param values what {@link #values} gave
     * @return ones and zeros in the shape of the values; empty, unless overridden, for all count
     */
    default <T extends TFloating> Optional<Operand<T>> mask(Ops tf, Operand<T> target, Operand<T> values) {
        return Optional.empty();
    }

    /**
     * How the values become one number.
     *
     * @return {@link Reduction#SUM_OVER_BATCH_SIZE} unless set by {@link #withReduction}
     */
    default Reduction reduction() {
        return Reduction.SUM_OVER_BATCH_SIZE;
    }

    /**
     * The same loss with another reduction. Set its other options first.
     *
     * @param newReduction how the values become one number
     * @return a copy
     */
    default Loss withReduction(Reduction newReduction) {
        return newReduction == Reduction.SUM_OVER_BATCH_SIZE ? this : new ReducedLoss(this, newReduction);
    }

    /**
     * Checks the shapes before anything is built.
     *
     * @param target the shape of the targets, batch first
     * @param prediction the shape of the predictions, batch first
     * @throws IllegalArgumentException if they do not go together
     */
    default void check(Shape target, Shape prediction) {}

    /**
     * How many classes the targets number, if they are class numbers: the engine then refuses others before
     * TensorFlow sees them.
     *
     * @param prediction the shape of the predictions, batch first
     * @return the number of classes, or 0 if targets are not class numbers
     */
    default long classes(Shape prediction) {
        return 0;
    }

    /**
     * A class number that may stand for "no class" among the targets, if they are class numbers.
     *
     * @return empty unless overridden
     */
    default OptionalInt ignoredClass() {
        return OptionalInt.empty();
    }
}
