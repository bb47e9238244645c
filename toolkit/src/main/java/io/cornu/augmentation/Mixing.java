package io.cornu.augmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Sums of each example and another one. */
final class Mixing {
    private Mixing() {}

    /** {@code share x + (1 - share) x[order]}, the share being of shape (batch, 1). */
    static <T extends TFloating> List<Operand<T>> mixed(
            Draws<T> draws, List<Operand<T>> operands, Operand<T> share, Operand<TInt32> order) {
        Ops tf = draws.tf();
        List<Operand<T>> others = Distributions.reordered(tf, operands, order);
        List<Operand<T>> mixed = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            int[] shape = new int[operands.get(i).shape().numDimensions()];
            Arrays.fill(shape, 1);
            shape[0] = -1;
            Operand<T> own = tf.reshape(share, tf.constant(shape));
            Operand<T> rest = tf.math.sub(draws.constant(1), own);
            mixed.add(tf.math.add(tf.math.mul(own, operands.get(i)), tf.math.mul(rest, others.get(i))));
        }
        return mixed;
    }

    /** The number of examples, as a vector of one. */
    static Operand<TInt32> count(Ops tf, Operand<? extends TFloating> operand) {
        return tf.slice(tf.shape(operand), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    }
}
