package io.cornu.tests.parity;

import io.cornu.data.Array;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * The value of a function of one array, and the gradient of its sum, each number of it multiplied with a coefficient.
 *
 * @param value what comes out
 * @param gradient by the array
 * @param coefficients drawn for the sum
 */
record Differentiated(Array value, Array gradient, Array coefficients) {
    /** What is differentiated. */
    interface Formula {
        <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x);
    }

    /** The value alone. */
    static <T extends TFloating> Array value(NativeSession session, Formula formula, Array x) {
        Operand<T> input = typed(session.placeholder(x.dataType(), x.shape()));
        return run(session, List.of(input), formula.apply(session.tf(), input), List.of(x));
    }

    static <T extends TFloating> Differentiated of(
            NativeSession session, Formula formula, Array x, RandomGenerator random) {
        Ops tf = session.tf();
        Operand<T> input = typed(session.placeholder(x.dataType(), x.shape()));
        Operand<T> output = formula.apply(tf, input);
        Array value = run(session, List.of(input), output, List.of(x));
        Array coefficients = Numbers.normal(random, 1, x.dataType(), value.shape());
        Operand<T> factors = typed(session.placeholder(x.dataType(), value.shape()));
        Operand<T> sum = GraphMath.sum(tf, tf.math.mul(output, factors));
        Operand<T> gradient = Objects.requireNonNull(
                session.gradients(sum, Map.of("x", input)).get("x"));
        Array slope = run(session, List.of(input, factors), gradient, List.of(x, coefficients));
        return new Differentiated(value, slope, coefficients);
    }

    private static Array run(NativeSession session, List<Operand<?>> feeds, Operand<?> fetch, List<Array> values) {
        List<HostTensor> tensors = values.stream().map(HostTensor::of).toList();
        try {
            return session.program(feeds, List.of(fetch), List.of())
                    .run(tensors)
                    .get(0);
        } finally {
            tensors.forEach(HostTensor::close);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends TFloating> Operand<T> typed(Operand<? extends TType> placeholder) {
        // The arrays are of floating-point types, and all of one case are of one type.
        return (Output<T>) (Output<? extends TType>) placeholder.asOutput();
    }
}
