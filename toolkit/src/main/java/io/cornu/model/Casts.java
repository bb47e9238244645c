package io.cornu.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** From one type of numbers to another, where they differ. */
final class Casts {
    private Casts() {}

    @SuppressWarnings("unchecked")
    static <C extends TFloating> Operand<C> to(Ops tf, Class<C> type, Operand<? extends TFloating> x) {
        // Checked by the line itself.
        return x.type() == type ? (Operand<C>) x : tf.dtypes.cast(x, type);
    }
}
