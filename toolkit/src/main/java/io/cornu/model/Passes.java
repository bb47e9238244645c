package io.cornu.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Which passes through a network a graph makes: one, or several at once.
 *
 * @param first the number of the first, which makes its random numbers differ from another's
 * @param count how many, if several are made at once
 * @param rows how many examples each has
 */
record Passes(Operand<TInt64> first, Optional<Operand<TInt32>> count, Operand<TInt32> rows) {
    /** One pass over some examples. */
    static Passes one(Ops tf, Operand<TInt64> number, Operand<? extends TType> input) {
        return new Passes(number, Optional.empty(), rows(tf, input));
    }

    /** Several passes over the same examples, whose results stand one below the other: all of a pass, then of the next. */
    static Passes several(Ops tf, Operand<TInt64> first, Operand<TInt32> count, Operand<? extends TType> input) {
        return new Passes(first, Optional.of(count), rows(tf, input));
    }

    /** What is the same in all passes, once for each. */
    <X extends TType> Operand<X> repeated(Ops tf, Operand<X> x) {
        if (count.isEmpty()) {
            return x;
        }
        int[] ones = new int[x.shape().numDimensions() - 1];
        Arrays.fill(ones, 1);
        Operand<TInt32> times = tf.reshape(count.get(), tf.constant(new int[] {1}));
        return tf.tile(x, tf.concat(List.of(times, tf.constant(ones)), tf.constant(0)));
    }

    private static Operand<TInt32> rows(Ops tf, Operand<? extends TType> input) {
        return tf.gather(tf.shape(input), tf.constant(0), tf.constant(0));
    }
}
