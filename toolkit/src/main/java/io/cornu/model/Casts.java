package io.cornu.model;

import io.cornu.runtime.Variable;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.AssignVariableOp;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** From one type of numbers to another, where they differ. */
final class Casts {
    private Casts() {}

    /** What a variable is worth at the beginning of a run. */
    static <C extends TFloating> Operand<C> value(Ops tf, Class<C> type, Variable variable) {
        return to(tf, type, floating(variable));
    }

    /** Gives a variable a value, rounded to its type. */
    static AssignVariableOp assign(Ops tf, Variable variable, Operand<? extends TFloating> value) {
        return tf.assignVariableOp(variable.handle(), to(tf, floating(variable).type(), value));
    }

    /** The type of a variable. */
    static Class<? extends TFloating> type(Variable variable) {
        return floating(variable).type();
    }

    @SuppressWarnings("unchecked")
    private static Operand<? extends TFloating> floating(Variable variable) {
        // Variables of networks and optimizers are.
        return (Output<? extends TFloating>)
                (Output<? extends TType>) variable.value().asOutput();
    }

    @SuppressWarnings("unchecked")
    static <C extends TFloating> Operand<C> to(Ops tf, Class<C> type, Operand<? extends TFloating> x) {
        // Checked by the line itself.
        return x.type() == type ? (Operand<C>) x : tf.dtypes.cast(x, type);
    }
}
