package io.cornu.regularizers;

import static io.cornu.ops.GraphMath.constant;
import static io.cornu.ops.GraphMath.sum;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.family.TFloating;

/**
 * A penalty on rows, or columns, of a matrix that are not at right angles.
 *
 * <pre>penalty = factor * mean over all pairs of vectors of |cosine of the angle between them|</pre>
 *
 * <p>Source: {@code keras.regularizers.OrthogonalRegularizer}, Keras 3.15. For matrices alone, of at least two such
 * vectors.
 *
 * @param factor at least 0; 0.01 is Keras' default
 * @param mode which vectors; rows by default
 */
@RecordBuilder
public record OrthogonalRegularizer(double factor, Mode mode)
        implements Regularizer, OrthogonalRegularizerBuilder.With {
    /** {@code keras.config.epsilon()}. */
    private static final double EPSILON = 1e-7;

    /** Which vectors of a matrix. */
    public enum Mode {
        /** Its rows. */
        ROWS,
        /** Its columns. */
        COLUMNS
    }

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public OrthogonalRegularizer {
        Arguments.notNegative("OrthogonalRegularizer", "factor", factor);
    }

    /**
     * A penalty on rows.
     *
     * @param factor at least 0
     * @return the regularizer
     * @throws IllegalArgumentException if the factor is negative or not finite
     */
    public static OrthogonalRegularizer of(double factor) {
        return new OrthogonalRegularizer(factor, Mode.ROWS);
    }

    /**
     * Adds the penalty to a graph.
     *
     * @throws IllegalArgumentException if the weight is no matrix, or one of a single vector
     */
    @Override
    public <T extends TFloating> Operand<T> penalty(Ops tf, Operand<T> weight) {
        boolean areRows = mode == Mode.ROWS;
        int size = size(weight.shape());
        Operand<T> squares =
                tf.reduceSum(tf.math.square(weight), tf.constant(areRows ? 1 : 0), ReduceSum.keepDims(true));
        Operand<T> inverse = tf.math.minimum(tf.math.rsqrt(squares), constant(tf, weight, 1 / EPSILON));
        Operand<T> unit = tf.math.mul(weight, inverse);
        Operand<T> cosines = tf.linalg.matMul(unit, unit, MatMul.transposeA(!areRows), MatMul.transposeB(areRows));
        Operand<T> isOther = tf.math.sub(constant(tf, weight, 1), identity(tf, weight, size));
        Operand<T> others = tf.math.mul(cosines, isOther);
        // Both halves of the matrix count, so each pair does twice.
        Operand<T> halfFactor = constant(tf, weight, factor * .5);
        Operand<T> pairs = constant(tf, weight, size * (size - 1.0) / 2);
        return tf.math.div(tf.math.mul(halfFactor, sum(tf, tf.math.abs(others))), pairs);
    }

    private int size(Shape shape) {
        long size = shape.numDimensions() == 2 ? shape.get(mode == Mode.ROWS ? 0 : 1) : 0;
        if (size < 2) {
            throw new IllegalArgumentException("OrthogonalRegularizer: expected a matrix of at least two "
                    + (mode == Mode.ROWS ? "rows" : "columns") + ", received a weight of shape " + Shapes.text(shape)
                    + ". Use another regularizer for it.");
        }
        return Math.toIntExact(size);
    }

    private static <T extends TFloating> Operand<T> identity(Ops tf, Operand<T> like, int size) {
        Operand<T> diagonal = tf.fill(tf.constant(new int[] {size}), constant(tf, like, 1));
        return tf.linalg.matrixDiag(
                diagonal, tf.constant(0), tf.constant(size), tf.constant(size), constant(tf, like, 0));
    }
}
