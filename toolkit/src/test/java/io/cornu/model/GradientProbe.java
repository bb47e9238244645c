package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Phase;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.runtime.Seed;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A network with its gradients laid open: by every trainable weight and every input, of the sum of the first output
 * times given coefficients.
 *
 * <p>The engine differentiates only losses by weights, inside a training step; this does it for any phase, through the
 * same {@link Forward} and {@link NativeSession#gradients}.
 */
final class GradientProbe implements AutoCloseable {
    private final Model model;
    private final Network<?> network;
    private final List<Array> inputs;
    private final Map<Phase, Pass> passes = new EnumMap<>(Phase.class);

    /** What can be run for a phase; all are fed the inputs and the coefficients. */
    private record Pass(
            Program output,
            Program loss,
            Program gradients,
            List<String> names,
            Program updates,
            List<String> updated) {}

    GradientProbe(Architecture architecture, DataType type, List<Array> inputs) {
        this.inputs =
                new ArrayList<>(inputs.stream().map(input -> input.cast(type)).toList());
        model = architecture.build(BuildOptions.of(Seed.of(3)).withDataType(type));
        network = model.network();
    }

    Model model() {
        return model;
    }

    /** What comes out. */
    Array output(Phase phase) {
        return run(pass(phase).output(), Array.of(new double[] {0})).get(0);
    }

    /** The sum of the output times coefficients. */
    double loss(Phase phase, Array coefficients) {
        return run(pass(phase).loss(), coefficients).get(0).at(0);
    }

    /** By the path of the weight or {@code input_0} and so on. */
    Map<String, Array> gradients(Phase phase, Array coefficients) {
        Pass pass = pass(phase);
        return named(pass.names(), run(pass.gradients(), coefficients));
    }

    /** What the statistics become, by path. */
    Map<String, Array> updates(Phase phase) {
        Pass pass = pass(phase);
        return pass.updated().isEmpty()
                ? Map.of()
                : named(pass.updated(), run(pass.updates(), Array.of(new double[] {0})));
    }

    /** The value of a weight or an input. */
    Array value(String name) {
        return isInput(name) ? inputs.get(inputNumber(name)) : model.weights().get(name);
    }

    /** Gives a weight or an input another value. */
    void set(String name, Array value) {
        if (isInput(name)) {
            inputs.set(inputNumber(name), value.cast(network.dataType()));
        } else {
            Variable variable = Objects.requireNonNull(network.variables().get(name));
            network.session().assign(Map.of(variable, value));
        }
    }

    /** The slope of the loss when a weight or input moves in a direction, by central differences. */
    double slope(String name, double[] direction, double step, ToDoubleFunction<GradientProbe> loss) {
        Array start = value(name);
        set(name, moved(start, direction, step));
        double above = loss.applyAsDouble(this);
        set(name, moved(start, direction, -step));
        double below = loss.applyAsDouble(this);
        set(name, start);
        return (above - below) / (2 * step);
    }

    private static Array moved(Array start, double[] direction, double step) {
        double[] values = start.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        return Array.of(values, start.shape().asArray());
    }

    private Pass pass(Phase phase) {
        return passes.computeIfAbsent(phase, wanted -> build(network, wanted));
    }

    private <T extends TFloating> Pass build(Network<T> typed, Phase phase) {
        NativeSession session = typed.session();
        Ops tf = session.tf().withSubScope("probe_" + phase.name());
        List<Operand<?>> feeds = new ArrayList<>();
        List<Operand<T>> placeholders = new ArrayList<>();
        for (Shape shape : typed.graph().inputShapes()) {
            Operand<T> placeholder = typed(session.placeholder(typed.dataType(), shape));
            placeholders.add(placeholder);
            feeds.add(placeholder);
        }
        // The step is a number of its own here, so that dropout drops the same in every run.
        Operand<TInt64> step = tf.constant(5L);
        Forward<T> forward = new Forward<>(tf, typed, phase, placeholders, step);
        Operand<T> output = forward.outputs().get(0);
        Operand<T> coefficients = typed(session.placeholder(typed.dataType(), Shape.of(Shape.UNKNOWN_SIZE)));
        feeds.add(coefficients);
        Operand<T> flat = tf.reshape(output, tf.constant(new int[] {-1}));
        Operand<T> loss = GraphMath.sum(tf, tf.math.mul(flat, coefficients));
        Map<String, Operand<T>> xs = new LinkedHashMap<>();
        typed.trainable().forEach((path, weight) -> xs.put(path, typed.value(weight)));
        for (int i = 0; i < placeholders.size(); i++) {
            xs.put("input_" + i, placeholders.get(i));
        }
        Map<String, Operand<T>> gradients = session.gradients(loss, xs);
        return new Pass(
                session.program(feeds, List.of(output), List.of()),
                session.program(feeds, List.of(loss), List.of()),
                session.program(feeds, List.copyOf(gradients.values()), List.of()),
                List.copyOf(gradients.keySet()),
                session.program(feeds, List.copyOf(forward.updates().values()), List.of()),
                forward.updates().keySet().stream().map(Variable::name).toList());
    }

    private List<Array> run(Program program, Array coefficients) {
        List<HostTensor> feeds = new ArrayList<>();
        try {
            inputs.forEach(input -> feeds.add(HostTensor.of(input)));
            feeds.add(HostTensor.of(coefficients.cast(network.dataType())));
            return program.run(feeds);
        } finally {
            feeds.forEach(HostTensor::close);
        }
    }

    private static Map<String, Array> named(List<String> names, List<Array> values) {
        Map<String, Array> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), values.get(i));
        }
        return named;
    }

    private static boolean isInput(String name) {
        return name.startsWith("input_");
    }

    private static int inputNumber(String name) {
        return Integer.parseInt(name.substring("input_".length()));
    }

    @SuppressWarnings("unchecked")
    private static <T extends TFloating> Operand<T> typed(Operand<? extends TType> placeholder) {
        // Made of the network's own type a line before.
        return (Output<T>) (Output<? extends TType>) placeholder.asOutput();
    }

    @Override
    public void close() {
        model.close();
    }
}
