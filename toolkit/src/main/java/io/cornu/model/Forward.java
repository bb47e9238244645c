package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.Phase;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * One or several passes through a network, added to a graph.
 *
 * <p>Of several passes at once, what is the same in all is computed once, up to the first layers that draw random
 * numbers.
 *
 * @param <T> the type of the variables, and of what goes in and comes out
 */
final class Forward<T extends TFloating> {
    private final Ops tf;
    private final Network<T> network;
    private final Phase phase;
    private final Passes passes;
    private final List<Operand<T>> given;
    private final Map<Result, Operand<? extends TFloating>> results = new HashMap<>();
    private final Map<Result, Operand<TBool>> masks = new HashMap<>();
    private final Map<Result, Operand<? extends TFloating>> repeatedResults = new HashMap<>();
    private final Map<Result, Operand<TBool>> repeatedMasks = new HashMap<>();
    private final boolean[] differs;
    private final Map<Variable, Operand<T>> updates = new LinkedHashMap<>();
    private final Map<Variable, Operand<T>> replacements = new LinkedHashMap<>();
    private final List<Operand<T>> outputs = new ArrayList<>();
    private final List<Optional<Operand<TBool>>> outputMasks = new ArrayList<>();
    private final List<Operand<T>> penalties = new ArrayList<>();

    /**
     * Adds one pass.
     *
     * @param tf where to add it
     * @param network the network and its variables
     * @param phase what it is for
     * @param inputs in the network's order
     * @param step what makes this pass's random numbers differ from another's
     */
    Forward(Ops tf, Network<T> network, Phase phase, List<Operand<T>> inputs, Operand<TInt64> step) {
        this(tf, network, phase, inputs, Passes.one(tf, step, inputs.get(0)));
    }

    /**
     * Adds passes.
     *
     * @param tf where to add them
     * @param network the network and its variables
     * @param phase what they are for
     * @param inputs in the network's order
     * @param passes which ones
     */
    Forward(Ops tf, Network<T> network, Phase phase, List<Operand<T>> inputs, Passes passes) {
        this.tf = tf;
        this.network = network;
        this.phase = phase;
        this.passes = passes;
        this.given = inputs;
        LayerGraph graph = network.flat();
        this.differs = graph.stochasticCalls();
        for (int i = 0; i < graph.calls().size(); i++) {
            add(i, graph.calls().get(i));
        }
        graph.outputs().forEach(output -> {
            outputs.add(Casts.to(tf, network.type(), repeatedResult(output)));
            outputMasks.add(repeatedMask(output));
        });
    }

    private void add(int number, Call call) {
        if (network.flat().layers().get(call.layer()).layer() instanceof Input input) {
            Class<? extends TFloating> entered = network.inputType(input);
            add(number, call, entered, entered);
            return;
        }
        Class<? extends TFloating> outside = network.computeType(call.layer());
        boolean isSensitive = network.flat().layers().get(call.layer()).layer().isPrecisionSensitive();
        Class<? extends TFloating> inside = isSensitive ? network.type() : outside;
        add(number, call, inside, outside);
    }

    private <C extends TFloating> void add(int number, Call call, Class<C> inside, Class<? extends TFloating> outside) {
        List<Operand<C>> taken = new ArrayList<>();
        List<Optional<Operand<TBool>>> takenMasks = new ArrayList<>();
        if (call.inputs().isEmpty()) {
            int place = network.flat().inputs().indexOf(number);
            taken.add(Casts.to(tf, inside, given.get(place)));
            takenMasks.add(Optional.empty());
        }
        for (Result input : call.inputs()) {
            taken.add(Casts.to(tf, inside, differs[number] ? repeatedResult(input) : result(input)));
            takenMasks.add(differs[number] ? repeatedMask(input) : Optional.ofNullable(masks.get(input)));
        }
        Layer layer = network.flat().layers().get(call.layer()).layer();
        Draws draws = new Draws(network.seed(), phase, passes, number);
        Context<C> context = new Context<>(draws, call, inside, taken, takenMasks);
        List<Operand<C>> made = layer.callAll(context);
        List<Optional<Operand<TBool>>> madeMasks = layer.outputMasks(context);
        requireCount(call, made.size());
        requireCount(call, madeMasks.size());
        for (int output = 0; output < made.size(); output++) {
            Result result = new Result(number, output);
            results.put(result, Casts.to(tf, outside, made.get(output)));
            madeMasks.get(output).ifPresent(mask -> masks.put(result, mask));
        }
    }

    private void requireCount(Call call, int count) {
        int expected = call.outputShapes().size();
        if (count != expected) {
            throw new IllegalArgumentException(
                    network.flat().layers().get(call.layer()).title() + ": expected " + expected
                            + " output(s) and masks, as outputShapes says, received " + count
                            + ". Make callAll, outputMasks and outputShapes agree.");
        }
    }

    /** What comes out of a call, once for all passes where it is the same in all. */
    Operand<? extends TFloating> result(Result result) {
        return Objects.requireNonNull(results.get(result), "a call comes after those it depends on");
    }

    /** A result for every pass. */
    private Operand<? extends TFloating> repeatedResult(Result result) {
        return differs[result.call()]
                ? result(result)
                : repeatedResults.computeIfAbsent(result, same -> passes.repeated(tf, result(same)));
    }

    private Optional<Operand<TBool>> repeatedMask(Result result) {
        Operand<TBool> mask = masks.get(result);
        if (mask == null || differs[result.call()]) {
            return Optional.ofNullable(mask);
        }
        return Optional.of(repeatedMasks.computeIfAbsent(result, same -> passes.repeated(tf, mask)));
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

    /** The values of weights that layers gave them, from which an optimizer is to go on. */
    Map<Variable, Operand<T>> replacements() {
        return replacements;
    }

    /** What a variable is worth after this pass, before the optimizer. */
    Operand<T> value(Variable variable) {
        return Optional.ofNullable(replacements.get(variable)).orElseGet(() -> network.value(variable));
    }

    private final class Context<C extends TFloating> implements LayerCall<C> {
        private final Draws draws;
        private final NetworkLayer layer;
        private final String prefix;
        private final Class<C> type;
        private final List<Operand<C>> inputs;
        private final List<Shape> inputShapes;
        private final List<Optional<Operand<TBool>>> masks;
        private final Ops scoped;

        Context(Draws draws, Call call, Class<C> type, List<Operand<C>> inputs, List<Optional<Operand<TBool>>> masks) {
            this.draws = draws;
            this.layer = network.flat().layers().get(call.layer());
            this.prefix = layer.name() + "/";
            this.type = type;
            this.inputs = inputs;
            this.inputShapes = call.inputShapes();
            this.masks = masks;
            this.scoped = tf.withSubScope(layer.name().replace('/', '.'));
        }

        private Context(
                Context<C> outer,
                String name,
                List<Operand<C>> inputs,
                List<Shape> inputShapes,
                List<Optional<Operand<TBool>>> masks) {
            this.draws = outer.draws;
            this.layer = outer.layer;
            this.prefix = outer.prefix + name + "/";
            this.type = outer.type;
            this.inputs = inputs;
            this.inputShapes = inputShapes;
            this.masks = masks;
            // TensorFlow's names start with no underscore; Keras' attributes may.
            this.scoped = outer.scoped.withSubScope(name.replace('/', '.').replaceFirst("^_+", ""));
        }

        @Override
        public Ops tf() {
            return scoped;
        }

        @Override
        public List<Operand<C>> inputs() {
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
        public void penalize(Operand<C> penalty) {
            penalties.add(Casts.to(scoped, network.type(), penalty));
        }

        @Override
        public LayerCall<C> inner(
                String name,
                List<Operand<C>> innerInputs,
                List<Shape> innerShapes,
                List<Optional<Operand<TBool>>> innerMasks) {
            return new Context<>(this, name, innerInputs, innerShapes, innerMasks);
        }

        @Override
        public Operand<C> variable(String name) {
            Variable variable = variableOf(name);
            // A layer that is called again sees the statistics that its first call left, as in Keras.
            Operand<T> value = Optional.ofNullable(updates.get(variable)).orElseGet(() -> value(variable));
            return Casts.to(scoped, type, value);
        }

        @Override
        public void update(String name, Operand<C> value) {
            Variable variable = variableOf(name);
            if (isTrainable(name)) {
                throw new IllegalArgumentException(
                        layer.title() + ": expected a statistic to update, received trainable variable " + name + ".");
            }
            if (phase().isLearning()) {
                updates.put(variable, Casts.to(scoped, network.type(), value));
            }
        }

        @Override
        public void replace(String name, Operand<C> value) {
            Variable variable = variableOf(name);
            if (!isTrainable(name)) {
                throw new IllegalArgumentException(layer.title()
                        + ": expected a trainable variable to replace, received statistic " + name
                        + ". Use update.");
            }
            if (phase().isLearning()) {
                // The gradient by the new value arrives at the old one unchanged, which counts 0 here: so the optimizer
                // sees the sum over all calls of a shared layer.
                Operand<T> old = value(variable);
                Operand<T> nothing = scoped.math.sub(old, scoped.stopGradient(old));
                Operand<T> replacement = scoped.stopGradient(Casts.to(scoped, network.type(), value));
                replacements.put(variable, scoped.math.add(replacement, nothing));
            }
        }

        @Override
        public Phase phase() {
            return phase == Phase.TRAINING && network.isFrozen(layer.name()) && network.hasVariables(layer.name())
                    ? frozenPhase()
                    : phase;
        }

        @Override
        public Operand<C> randomUniform(Operand<TInt32> shape) {
            return draws.uniform(scoped, shape, type);
        }

        @Override
        public Operand<C> randomNormal(Operand<TInt32> shape) {
            return draws.normal(scoped, shape, type);
        }

        @Override
        public Operand<C> constant(double value) {
            return GraphMath.constant(scoped, type, value);
        }

        /**
         * A layer without variables has nothing to freeze: those that augment go on doing so. Others keep their
         * statistics, but dropout goes on dropping while the network trains.
         */
        private Phase frozenPhase() {
            return Phase.MONTE_CARLO;
        }

        private boolean isTrainable(String name) {
            return Objects.requireNonNull(network.specs().get(prefix + name), name)
                    .isTrainable();
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
