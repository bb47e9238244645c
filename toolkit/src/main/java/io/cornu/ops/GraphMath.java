package io.cornu.ops;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Graph maths used in several packages. */
public final class GraphMath {
    private GraphMath() {}

    /**
     * A number as a constant of some type.
     *
     * @param <T> the type of the constant
     * @param tf where to add it
     * @param type the type of the constant
     * @param value the number
     * @return a rank-0 constant
     */
    public static <T extends TNumber> Operand<T> constant(Ops tf, Class<T> type, double value) {
        return tf.dtypes.cast(tf.constant(value), type);
    }

    /**
     * A number as a constant of the type of another operand.
     *
     * @param <T> the type of the constant
     * @param tf where to add it
     * @param like the operand whose type to take
     * @param value the number
     * @return a rank-0 constant
     */
    public static <T extends TNumber> Operand<T> constant(Ops tf, Operand<T> like, double value) {
        return constant(tf, like.type(), value);
    }

    /**
     * The sum of all numbers.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank
     * @return a rank-0 sum
     */
    public static <T extends TNumber> Operand<T> sum(Ops tf, Operand<T> x) {
        return tf.reduceSum(x, allAxes(tf, x), ReduceSum.keepDims(false));
    }

    /**
     * The mean over the last axis.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of rank at least 1
     * @return means, one rank lower
     */
    public static <T extends TNumber> Operand<T> meanOfLastAxis(Ops tf, Operand<T> x) {
        return tf.math.mean(x, tf.constant(-1), Mean.keepDims(false));
    }

    /**
     * Weights of examples spread over values of examples and positions.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param weights of shape (batch), or of the shape of the first axes of the values
     * @param values of shape (batch, positions...)
     * @return weights of the shape of the values
     */
    public static <T extends TNumber> Operand<T> broadcastTo(Ops tf, Operand<T> weights, Operand<T> values) {
        Operand<T> expanded = weights;
        for (int i = weights.shape().numDimensions(); i < values.shape().numDimensions(); i++) {
            expanded = tf.expandDims(expanded, tf.constant(-1));
        }
        return tf.broadcastTo(expanded, tf.shape(values));
    }

    /**
     * Applies an operation that TensorFlow differentiates rightly for matrices only, to a tensor of any rank, along
     * its last axis.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank, at least 1
     * @param operation from a matrix to a matrix of the same shape
     * @return the result in the shape of {@code x}
     */
    public static <T extends TNumber> Operand<T> alongLastAxis(
            Ops tf, Operand<T> x, UnaryOperator<Operand<T>> operation) {
        Shape shape = x.shape();
        if (shape.numDimensions() == 2) {
            return operation.apply(x);
        }
        Operand<T> matrix = tf.reshape(x, matrix(tf, x));
        return tf.reshape(operation.apply(matrix), tf.shape(x));
    }

    /**
     * Applies an operation as {@link #alongLastAxis} does, along any axis.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param x numbers of known rank, at least 1
     * @param axis the axis, from 0
     * @param operation from a matrix to a matrix of the same shape
     * @return the result in the shape of {@code x}
     */
    public static <T extends TNumber> Operand<T> alongAxis(
            Ops tf, Operand<T> x, int axis, UnaryOperator<Operand<T>> operation) {
        int last = x.shape().numDimensions() - 1;
        if (axis == last) {
            return alongLastAxis(tf, x, operation);
        }
        int[] order = IntStream.rangeClosed(0, last).toArray();
        order[axis] = last;
        order[last] = axis;
        Operand<TInt32> swap = tf.constant(order);
        return tf.linalg.transpose(alongLastAxis(tf, tf.linalg.transpose(x, swap), operation), swap);
    }

    private static <T extends TNumber> Operand<TInt32> matrix(Ops tf, Operand<T> x) {
        Shape shape = x.shape();
        if (shape.get(-1) != Shape.UNKNOWN_SIZE) {
            return tf.constant(new int[] {-1, Math.toIntExact(shape.get(-1))});
        }
        Operand<TInt32> last =
                tf.slice(tf.shape(x), tf.constant(new int[] {shape.numDimensions() - 1}), tf.constant(new int[] {1}));
        return tf.concat(List.of(tf.constant(new int[] {-1}), last), tf.constant(0));
    }

    private static <T extends TNumber> Operand<TInt32> allAxes(Ops tf, Operand<T> x) {
        return tf.constant(IntStream.range(0, x.shape().numDimensions()).toArray());
    }
}
