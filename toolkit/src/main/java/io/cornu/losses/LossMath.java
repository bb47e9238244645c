package io.cornu.losses;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceAll;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** The maths that several losses share. */
final class LossMath {
    /** Keras' {@code backend.epsilon()}. */
    static final double EPSILON = 1e-7;

    private LossMath() {}

    /** The mean over the last axis. */
    static <T extends TFloating> Operand<T> mean(Ops tf, Operand<T> x) {
        return mean(tf, x, -1);
    }

    static <T extends TFloating> Operand<T> mean(Ops tf, Operand<T> x, int axis) {
        return tf.math.mean(x, tf.constant(axis), Mean.keepDims(false));
    }

    static <T extends TFloating> Operand<T> sum(Ops tf, Operand<T> x, boolean keepDimensions, int... axes) {
        return tf.reduceSum(x, tf.constant(axes), ReduceSum.keepDims(keepDimensions));
    }

    /** All axes of a tensor of known rank. */
    static int[] axes(Operand<?> x) {
        return IntStream.range(0, x.shape().numDimensions()).toArray();
    }

    /** {@code target (1 - smoothing) + smoothing / parts}. */
    static <T extends TFloating> Operand<T> smooth(Ops tf, Operand<T> target, double smoothing, double parts) {
        return smoothing == 0
                ? target
                : tf.math.add(
                        tf.math.mul(target, constant(tf, target, 1 - smoothing)),
                        constant(tf, target, smoothing / parts));
    }

    /** {@code max(1 - target prediction, 0)}, targets of 0 and 1 taken as -1 and 1. */
    static <T extends TFloating> Operand<T> hinge(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> zero = constant(tf, target, 0);
        Operand<T> one = constant(tf, target, 1);
        Operand<TBool> isBinary = tf.reduceAll(
                tf.math.logicalOr(tf.math.equal(target, zero), tf.math.equal(target, one)),
                tf.constant(axes(target)),
                ReduceAll.keepDims(false));
        Operand<T> signs = tf.select(isBinary, tf.math.sub(tf.math.mul(target, constant(tf, target, 2)), one), target);
        return tf.math.maximum(tf.math.sub(one, tf.math.mul(signs, prediction)), zero);
    }

    /** The same tensor with one of its axes last. */
    static <T extends TFloating> Operand<T> withLast(Ops tf, Operand<T> x, int axis) {
        int rank = x.shape().numDimensions();
        int moved = Math.floorMod(axis, rank);
        if (moved == rank - 1) {
            return x;
        }
        int[] order = IntStream.concat(IntStream.range(0, rank).filter(i -> i != moved), IntStream.of(moved))
                .toArray();
        return tf.linalg.transpose(x, tf.constant(order));
    }

    /** Vectors along an axis, scaled to length 1; those shorter than 1e-7 are only made 1e7 times longer. */
    static <T extends TFloating> Operand<T> normalized(Ops tf, Operand<T> x, int axis) {
        Operand<T> inverse = tf.math.rsqrt(sum(tf, tf.math.square(x), true, axis));
        return tf.math.mul(x, tf.math.minimum(inverse, constant(tf, x, 1 / EPSILON)));
    }

    /** The axes asked for, or all if none is. */
    static int[] axes(List<Integer> axis, Operand<?> x) {
        return axis.isEmpty()
                ? axes(x)
                : axis.stream().mapToInt(Integer::intValue).toArray();
    }

    static List<Integer> distinct(String where, List<Integer> axis) {
        Arguments.require(new HashSet<>(axis).size() == axis.size(), where, "axis must name every axis once", axis);
        return List.copyOf(axis);
    }

    static void requireAxes(String where, List<Integer> axis, Shape prediction) {
        int rank = prediction.numDimensions();
        boolean isDistinct =
                axis.stream().map(each -> Math.floorMod(each, rank)).distinct().count() == axis.size();
        Arguments.require(
                isDistinct && axis.stream().allMatch(each -> each >= -rank && each < rank),
                where,
                "axis must name axes of predictions of shape " + Shapes.text(prediction) + " once",
                axis);
    }
}
