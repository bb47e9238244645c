package io.cornu.model;

import io.cornu.layers.Layer;
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
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
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
    private final List<Optional<Operand<TBool>>> outputMasks = new ArrayList<>();
    private final List<Operand<T>> penalties = new ArrayList<>();

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
        List<Optional<Operand<TBool>>> masks = new ArrayList<>();
        LayerGraph graph = network.graph();
        for (int i = 0; i < graph.calls().size(); i++) {
            Call call = graph.calls().get(i);
            List<Operand<T>> taken = call.inputs().isEmpty()
                    ? List.of(inputs.get(graph.inputs().indexOf(i)))
                    : call.inputs().stream().map(results::get).toList();
            List<Optional<Operand<TBool>>> takenMasks = call.inputs().isEmpty()
                    ? List.of(Optional.empty())
                    : call.inputs().stream().map(masks::get).toList();
            Layer layer = graph.layers().get(call.layer()).layer();
            Context context = new Context(new Draws(i), call, taken, takenMasks);
            results.add(layer.call(context));
            masks.add(layer.outputMask(context));
        }
        graph.outputs().forEach(call -> {
            outputs.add(results.get(call));
            outputMasks.add(masks.get(call));
        });
    }

    /** What comes out, in the network's order. */
    List<Operand<T>> outputs() {
        return outputs;
    }

    /** Which positions of the outputs count, in the network's order. */
    List<Optional<Operand<TBool>>> outputMasks() {
        return outputMasks;
    }

    /** What layers add to the loss. */
    List<Operand<T>> penalties() {
        return penalties;
    }

    /** The new values of statistics. */
    Map<Variable, Operand<T>> updates() {
        return updates;
    }

    /** Each draw of each call has a base of its own; the step makes every pass differ. */
    private final class Draws {
        private final int callNumber;
        private int drawn;

        Draws(int callNumber) {
            this.callNumber = callNumber;
        }

        Operand<TInt64> next(Ops scoped) {
            Seed base = network.seed().derive("random", callNumber * 1000L + drawn++);
            return scoped.stack(List.of(scoped.constant(base.value()), step));
        }
    }

    private final class Context implements LayerCall<T> {
        private final Draws draws;
        private final NetworkLayer layer;
        private final String prefix;
        private final List<Operand<T>> inputs;
        private final List<Shape> inputShapes;
        private final List<Optional<Operand<TBool>>> masks;
        private final Ops scoped;

        Context(Draws draws, Call call, List<Operand<T>> inputs, List<Optional<Operand<TBool>>> masks) {
            this.draws = draws;
            this.layer = network.graph().layers().get(call.layer());
            this.prefix = layer.name() + "/";
            this.inputs = inputs;
            this.inputShapes = call.inputShapes();
            this.masks = masks;
            this.scoped = tf.withSubScope(layer.name());
        }

        private Context(
                Context outer,
                String name,
                List<Operand<T>> inputs,
                List<Shape> inputShapes,
                List<Optional<Operand<TBool>>> masks) {
            this.draws = outer.draws;
            this.layer = outer.layer;
            this.prefix = outer.prefix + name + "/";
            this.inputs = inputs;
            this.inputShapes = inputShapes;
            this.masks = masks;
            this.scoped = outer.scoped.withSubScope(name.replace('/', '.'));
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
            return inputShapes;
        }

        @Override
        public List<Optional<Operand<TBool>>> masks() {
            return masks;
        }

        @Override
        public void penalize(Operand<T> penalty) {
            penalties.add(penalty);
        }

        @Override
        public LayerCall<T> inner(
                String name,
                List<Operand<T>> innerInputs,
                List<Shape> innerShapes,
                List<Optional<Operand<TBool>>> innerMasks) {
            return new Context(this, name, innerInputs, innerShapes, innerMasks);
        }

        @Override
        public Operand<T> variable(String name) {
            Variable variable = variableOf(name);
            // A layer that is called again sees the statistics that its first call left, as in Keras.
            return Optional.ofNullable(updates.get(variable)).orElseGet(() -> network.value(variable));
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
            return scoped.stopGradient(scoped.random.statelessRandomUniform(shape, draws.next(scoped), network.type()));
        }

        @Override
        public Operand<T> randomNormal(Operand<TInt32> shape) {
            return scoped.stopGradient(scoped.random.statelessRandomNormal(shape, draws.next(scoped), network.type()));
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
            Variable variable = network.variables().get(prefix + name);
            if (variable == null) {
                throw new IllegalArgumentException(layer.title() + ": expected one of its variables, received '" + name
                        + "'. List it in variables(...).");
            }
            return variable;
        }
    }
}
