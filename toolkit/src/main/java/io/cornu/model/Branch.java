package io.cornu.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.SwitchCond;
import org.tensorflow.types.TBool;

/**
 * Operations of which each run makes one half only: those that wait for a switch's dead end do not happen.
 *
 * @param whenTrue where to add what happens if the condition holds
 * @param whenFalse where to add what happens if it does not
 */
record Branch(After whenTrue, After whenFalse) {
    /**
     * Where operations are added, each waiting for some others.
     *
     * @param plain where to add operations that wait for nothing
     * @param controls what the others wait for
     * @param isConditional whether it does not happen in every run
     */
    record After(Ops plain, List<Op> controls, boolean isConditional) {
        static After of(Ops plain, Op control) {
            return new After(plain, List.of(control), false);
        }

        /** For what has an effect. */
        Ops tf() {
            return plain.withControlDependencies(controls);
        }

        /** For what only computes: waits where it would be in vain otherwise, for waiting hinders optimization. */
        Ops maths() {
            return isConditional ? tf() : plain;
        }

        /** Waits for more. */
        After and(List<? extends Op> more) {
            List<Op> all = new ArrayList<>(controls);
            all.addAll(more);
            return new After(plain, all, isConditional);
        }
    }

    /** Branches on a condition, within another branch perhaps. */
    static Branch on(After before, Operand<TBool> condition) {
        SwitchCond<TBool> ends = before.tf().switchCond(condition, condition);
        Op whenTrue = before.plain.identity(ends.outputTrue());
        Op whenFalse = before.plain.identity(ends.outputFalse());
        return new Branch(
                new After(before.plain, List.of(whenTrue), true), new After(before.plain, List.of(whenFalse), true));
    }

    /** Something to wait for that happens after one of both halves. */
    Op join(List<Op> ifTrue, List<Op> ifFalse) {
        return whenTrue.plain.merge(List.of(end(whenTrue.and(ifTrue)), end(whenFalse.and(ifFalse))));
    }

    private static Operand<TBool> end(After after) {
        return after.tf().constant(true);
    }
}
