package io.cornu;

import io.cornu.data.Array;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Functions of one array outside of any network. */
public final class Formulas {
    private Formulas() {}

    /** What is computed. */
    public interface Formula {
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);
    }

    /** The value of a function. */
    public static Array value(Formula formula, Array x) {
        return value(formula, x, x.shape());
    }

    /** The value of a function that knows no more of the shape than is given, -1 where nothing. */
    public static Array value(Formula formula, Array x, Shape known) {
        try (NativeSession session = new NativeSession(SessionOptions.defaults());
                HostTensor tensor = HostTensor.of(x)) {
            return value(session, formula, session.placeholder(x.dataType(), known), tensor);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends TFloating> Array value(
            NativeSession session, Formula formula, Operand<? extends TType> placeholder, HostTensor tensor) {
        // Only arrays of floating-point numbers are given.
        Operand<T> x = (Output<T>) (Output<? extends TType>) placeholder.asOutput();
        Operand<T> y = formula.apply(session.tf(), x);
        return session.program(List.of(x), List.of(y), List.of())
                .run(List.of(tensor))
                .get(0);
    }
}
