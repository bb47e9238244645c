package io.cornu.layers.operations;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/** Numbers as truth: all but zero are true. */
final class Truth {
    private Truth() {}

    static <T extends TFloating> Operand<TBool> of(Ops tf, Operand<T> x) {
        Operand<T> cut = tf.stopGradient(x);
        return tf.math.notEqual(cut, tf.zerosLike(cut));
    }
}
