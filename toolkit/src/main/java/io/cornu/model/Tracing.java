package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.Phase;
import io.cornu.runtime.Device;
import io.cornu.runtime.GraphFunction;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.SessionOptions;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/** Turns a network into functions, in a graph of their own that holds nothing else. */
final class Tracing {
    /** 2^64 / golden ratio: near pairs of seeds give far numbers. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Tracing() {}

    static TracedFunction trace(LayerGraph graph, BuildOptions options, Phase phase, Set<String> frozen) {
        // Nothing is run here, so no GPU is needed.
        SessionOptions processor = SessionOptions.defaults().withDevice(new Device.Cpu());
        try (NativeSession session = new NativeSession(processor)) {
            Network<?> network = Network.of(session, graph, options);
            frozen.forEach(network::freeze);
            return trace(network, phase);
        }
    }

    private static <T extends TFloating> TracedFunction trace(Network<T> network, Phase phase) {
        NativeSession session = network.session();
        LayerGraph graph = network.graph();
        List<Operand<?>> arguments = new ArrayList<>();
        List<Operand<T>> inputs = new ArrayList<>();
        for (int call : graph.inputs()) {
            Input input = inputOf(graph, call);
            Operand<? extends TType> argument = session.placeholder(input.dataType(), input.batchShape());
            arguments.add(argument);
            inputs.add(session.tf().dtypes.cast(argument, network.type()));
        }
        Operand<TInt64> draw = draw(session, phase, arguments);
        Forward<T> forward = new Forward<>(session.tf(), network, phase, inputs, draw);
        List<Op> updates = new ArrayList<>();
        forward.updates().forEach((variable, value) -> updates.add(Casts.assign(session.tf(), variable, value)));
        forward.replacements().forEach((variable, value) -> updates.add(Casts.assign(session.tf(), variable, value)));
        // Identities, because an output may be an input, or appear twice.
        Ops last = session.tf().withControlDependencies(updates);
        List<Operand<?>> outputs = new ArrayList<>();
        forward.outputs().forEach(output -> outputs.add(last.identity(output)));
        GraphFunction function =
                session.function(arguments, List.copyOf(network.variables().values()), outputs);
        List<String> captures = function.captures().stream().map(Variable::name).toList();
        return new TracedFunction(phase, function.definition(), inputs.size(), captures);
    }

    /** The number of a pass, which makes its random numbers differ from those of another. */
    private static Operand<TInt64> draw(NativeSession session, Phase phase, List<Operand<?>> arguments) {
        Ops tf = session.tf();
        return switch (phase) {
            case INFERENCE -> tf.constant(0L);
            case MONTE_CARLO -> {
                Operand<TInt64> seed = longs(session.placeholder(DataType.INT64, Shape.of(2)));
                arguments.add(seed);
                Operand<TInt64> first = element(tf, seed, 0);
                yield tf.math.add(tf.math.mul(first, tf.constant(SPREAD)), element(tf, seed, 1));
            }
            // Without a seed of its own the operation draws anew in every call, as Keras' layers do.
            case TRAINING ->
                tf.random.randomUniformInt(
                        tf.constant(new int[0]), tf.constant(Long.MIN_VALUE), tf.constant(Long.MAX_VALUE));
        };
    }

    private static Operand<TInt64> element(Ops tf, Operand<TInt64> vector, int index) {
        return tf.gather(vector, tf.constant(index), tf.constant(0));
    }

    private static Input inputOf(LayerGraph graph, int call) {
        if (graph.layers().get(graph.calls().get(call).layer()).layer() instanceof Input input) {
            return input;
        }
        throw new IllegalStateException("an input of the network is no input layer");
    }

    @SuppressWarnings("unchecked")
    private static Operand<TInt64> longs(Operand<? extends TType> operand) {
        return (Output<TInt64>) (Output<? extends TType>) operand.asOutput();
    }
}
