package io.cornu.model;

import io.cornu.layers.LayerCall;
import io.cornu.layers.Phase;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.Seed;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One pass through a network, added to a graph.
 *
 * @param <T> the type of the numbers
 */
final class Forward<T extends TFloating> {
    private final Ops tf;
    private final Network<T> network;
    private final Phase phase;
    private final Operand<TInt64> step;
    private final Map<Variable, Operand<T>> updates = new LinkedHashMap<>();
    private final List<Operand<T>> outputs = new ArrayList<>();

    /**
     * Adds the pass.
     *
     * @param tf where to add it
     * @param network the network and its variables
     * @param phase what it is for
     * @param inputs in the network's order
     * @param step what makes this pass's random numbers differ from another's
     */
    Forward(Ops tf, Network<T> network, Phase phase, List<Operand<T>> inputs, Operand<TInt64> step) {
        this.tf = tf;
        this.network = network;
        this.phase = phase;
        this.step = step;
        List<Operand<T>> results = new ArrayList<>();
        LayerGraph graph = network.graph();
        for (int i = 0; i < graph.calls().size(); i++) {
            Call call = graph.calls().get(i);
            List<Operand<T>> taken = call.inputs().isEmpty()
                    ? List.of(inputs.get(graph.inputs().indexOf(i)))
                    : call.inputs().stream().map(results::get).toList();
            results.add(graph.layers().get(call.layer()).layer().call(new Context(i, call, taken)));
        }
        graph.outputs().forEach(call -> outputs.add(results.get(call)));
    }

    /** What comes out, in the network's order. */
    List<Operand<T>> outputs() {
        return outputs;
    }

    /** The new values of statistics. */
    Map<Variable, Operand<T>> updates() {
        return updates;
    }

    private final class Context implements LayerCall<T> {
        private final int callNumber;
        private final Call call;
        private final NetworkLayer layer;
        private final List<Operand<T>> inputs;
        private final Ops scoped;
        private int draws;

        Context(int callNumber, Call call, List<Operand<T>> inputs) {
            this.callNumber = callNumber;
            this.call = call;
            this.layer = network.graph().layers().get(call.layer());
            this.inputs = inputs;
            this.scoped = tf.withSubScope(layer.name());
        }

        @Override
        public Ops tf() {
            return scoped;
        }

        @Override
        public List<Operand<T>> inputs() {
            return inputs;
        }

        @Override
        public List<Shape> inputShapes() {
            return call.inputShapes();
        }

        @Override
        public Operand<T> variable(String name) {
            return network.value(variableOf(name));
        }

        @Override
        public void update(String name, Operand<T> value) {
            Variable variable = variableOf(name);
            VariableSpec spec = network.specs().get(variable.name());
            if (spec == null || spec.isTrainable()) {
                throw new IllegalArgumentException(
                        layer.title() + ": expected a statistic to update, received trainable variable " + name + ".");
            }
            if (phase().isLearning()) {
                updates.put(variable, value);
            }
        }

        @Override
        public Phase phase() {
            return phase == Phase.TRAINING && network.isFrozen(layer.name()) ? frozenPhase() : phase;
        }

        @Override
        public Operand<T> randomUniform(Operand<TInt32> shape) {
            // Each draw of each call has a base of its own; the step makes every pass differ.
            Seed base = network.seed().derive("random", callNumber * 1000L + draws++);
            Operand<TInt64> seed = scoped.stack(List.of(scoped.constant(base.value()), step));
            return scoped.stopGradient(scoped.random.statelessRandomUniform(shape, seed, network.type()));
        }

        @Override
        public Operand<T> constant(double value) {
            return GraphMath.constant(scoped, network.type(), value);
        }

        /** A frozen layer keeps its statistics, but dropout goes on dropping while the network trains. */
        private Phase frozenPhase() {
            return Phase.MONTE_CARLO;
        }

        private Variable variableOf(String name) {
            Variable variable = network.variables().get(layer.name() + "/" + name);
            if (variable == null) {
                throw new IllegalArgumentException(layer.title() + ": expected one of its variables, received '" + name
                        + "'. List it in variables(...).");
            }
            return variable;
        }
    }
}
