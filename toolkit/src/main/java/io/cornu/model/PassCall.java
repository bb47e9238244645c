package io.cornu.model;

import io.cornu.layers.LayerCall;
import io.cornu.layers.Phase;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.ops.GraphMath;
import io.cornu.runtime.Variable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * What a layer sees of a pass through the network.
 *
 * @param <T> the type of the variables
 * @param <C> the type in which the layer computes
 */
final class PassCall<T extends TFloating, C extends TFloating> implements LayerCall<C> {
    private final Forward<T> pass;
    private final Network<T> network;
    private final Draws draws;
    private final NetworkLayer layer;
    private final String prefix;
    private final Class<C> type;
    private final List<Operand<C>> inputs;
    private final List<Shape> inputShapes;
    private final List<Optional<Operand<TBool>>> masks;
    private final Ops scoped;

    PassCall(
            Forward<T> pass,
            Draws draws,
            Call call,
            Class<C> type,
            List<Operand<C>> inputs,
            List<Optional<Operand<TBool>>> masks) {
        this.pass = pass;
        this.network = pass.network();
        this.draws = draws;
        this.layer = network.flat().layers().get(call.layer());
        this.prefix = layer.name() + "/";
        this.type = type;
        this.inputs = inputs;
        this.inputShapes = call.inputShapes();
        this.masks = masks;
        this.scoped = pass.tf().withSubScope(layer.name().replace('/', '.'));
    }

    private PassCall(
            PassCall<T, C> outer,
            String name,
            List<Operand<C>> inputs,
            List<Shape> inputShapes,
            List<Optional<Operand<TBool>>> masks) {
        this.pass = outer.pass;
        this.network = outer.network;
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
        pass.penalties().add(Casts.to(scoped, network.type(), penalty));
    }

    @Override
    public LayerCall<C> inner(
            String name,
            List<Operand<C>> innerInputs,
            List<Shape> innerShapes,
            List<Optional<Operand<TBool>>> innerMasks) {
        return new PassCall<>(this, name, innerInputs, innerShapes, innerMasks);
    }

    @Override
    public Operand<C> variable(String name) {
        Variable variable = variableOf(name);
        // A layer that is called again sees the statistics that its first call left, as in Keras.
        Operand<T> value = Optional.ofNullable(pass.updates().get(variable)).orElseGet(() -> pass.value(variable));
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
            pass.updates().put(variable, Casts.to(scoped, network.type(), value));
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
            Operand<T> old = pass.value(variable);
            Operand<T> nothing = scoped.math.sub(old, scoped.stopGradient(old));
            Operand<T> replacement = scoped.stopGradient(Casts.to(scoped, network.type(), value));
            pass.replacements().put(variable, scoped.math.add(replacement, nothing));
        }
    }

    @Override
    public Phase phase() {
        return pass.phase() == Phase.TRAINING && network.isFrozen(layer.name()) && network.hasVariables(layer.name())
                ? frozenPhase()
                : pass.phase();
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
        return Objects.requireNonNull(network.specs().get(prefix + name), name).isTrainable();
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
