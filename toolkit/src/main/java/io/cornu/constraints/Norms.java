package io.cornu.constraints;

import static io.cornu.ops.GraphMath.constant;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/** What the constraints of norms share. */
final class Norms {
    /** {@code keras.config.epsilon()}. */
    private static final double EPSILON = 1e-7;

    private Norms() {}

    static List<Integer> axes(String where, List<Integer> axes) {
        Arguments.require(
                !axes.isEmpty() && axes.stream().distinct().count() == axes.size(),
                where,
                "axis must be one axis, or several different ones",
                axes);
        return List.copyOf(axes);
    }

    static <T extends TFloating> Operand<T> norm(Ops tf, String where, Operand<T> weight, List<Integer> axes) {
        int rank = weight.shape().numDimensions();
        int[] positive = axes.stream()
                .mapToInt(axis -> axis < 0 ? axis + rank : axis)
                .sorted()
                .distinct()
                .toArray();
        if (positive.length < axes.size() || positive[0] < 0 || positive[positive.length - 1] >= rank) {
            throw new IllegalArgumentException(
                    where + ": expected different axes in [" + -rank + ", " + rank + ") for a weight of shape "
                            + Shapes.text(weight.shape()) + ", received " + axes + ". Set them with withAxis.");
        }
        return tf.math.sqrt(tf.reduceSum(tf.math.square(weight), tf.constant(positive), ReduceSum.keepDims(true)));
    }

    static <T extends TFloating> Operand<T> scaled(Ops tf, Operand<T> weight, Operand<T> norm, Operand<T> desired) {
        return tf.math.mul(weight, tf.math.div(desired, awayFromZero(tf, norm)));
    }

    static <T extends TFloating> Operand<T> awayFromZero(Ops tf, Operand<T> norm) {
        return tf.math.add(constant(tf, norm, EPSILON), norm);
    }
}
