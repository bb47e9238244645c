package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Phase;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.Result;
import io.cornu.runtime.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
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
        PassCall<T, C> context = new PassCall<>(this, draws, call, inside, taken, takenMasks);
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

    Ops tf() {
        return tf;
    }

    Network<T> network() {
        return network;
    }

    /** What the passes are for, unless a layer is frozen. */
    Phase phase() {
        return phase;
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
}
