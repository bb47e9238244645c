package io.cornu.metrics;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAny;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/** Whether classes are among the first k. */
final class TopMatches {
    private TopMatches() {}

    /** Ones where fewer than k predictions are larger than that of the class, in the shape of the classes. */
    static <T extends TFloating> Operand<T> matches(Ops tf, Operand<TInt64> classes, Operand<T> prediction, int k) {
        Operand<TBool> isAmong = tf.nn.inTopK(
                tf.dtypes.cast(matrix(tf, prediction), TFloat32.class),
                tf.reshape(classes, tf.constant(new int[] {-1})),
                tf.constant((long) k));
        return shaped(tf, isAmong, classes, prediction);
    }

    /** Ones where the first k numbers of a row of class numbers hold the class. */
    static <T extends TFloating> Operand<T> sortedMatches(Ops tf, Operand<TInt64> classes, Operand<T> sorted, int k) {
        Operand<T> column = tf.reshape(tf.dtypes.cast(classes, sorted.type()), tf.constant(new int[] {-1, 1}));
        int first = (int) Math.min(k, sorted.shape().get(-1));
        Operand<T> rows =
                tf.slice(matrix(tf, sorted), tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, first}));
        Operand<TBool> isAmong = tf.reduceAny(tf.math.equal(column, rows), tf.constant(1), ReduceAny.keepDims(false));
        return shaped(tf, isAmong, classes, sorted);
    }

    private static <T extends TFloating> Operand<T> matrix(Ops tf, Operand<T> x) {
        return tf.reshape(x, tf.constant(new long[] {-1, x.shape().get(-1)}));
    }

    private static <T extends TFloating> Operand<T> shaped(
            Ops tf, Operand<TBool> flat, Operand<TInt64> classes, Operand<T> like) {
        return tf.reshape(tf.dtypes.cast(flat, like.type()), tf.shape(classes));
    }
}
