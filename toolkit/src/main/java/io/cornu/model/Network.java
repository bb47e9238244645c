package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Input;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Seed;
import io.cornu.runtime.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/**
 * A layer graph with its variables in a session.
 *
 * @param <T> the type of the numbers
 */
final class Network<T extends TFloating> {
    private final NativeSession session;
    private final Class<T> type;
    private final DataType dataType;
    private final LayerGraph graph;
    private final LayerGraph flat;
    private final Seed seed;
    private final String scope;
    private final Map<String, VariableSpec> specs;
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    /** One operand for each, by which gradients are asked for. */
    private final Map<Variable, Operand<T>> values = new HashMap<>();

    private final Set<String> frozen = ConcurrentHashMap.newKeySet();

    private Network(
            NativeSession session, Class<T> type, DataType dataType, LayerGraph graph, Seed seed, String scope) {
        this.session = session;
        this.type = type;
        this.dataType = dataType;
        this.graph = graph;
        this.flat = graph.flat();
        this.seed = seed;
        this.specs = graph.variables();
        this.scope = scope;
    }

    static Network<?> of(NativeSession session, LayerGraph graph, BuildOptions options) {
        Network<?> network = options.dataType() == DataType.FLOAT64
                ? new Network<>(session, TFloat64.class, DataType.FLOAT64, graph, options.seed(), "")
                : new Network<>(session, TFloat32.class, DataType.FLOAT32, graph, options.seed(), "");
        network.addVariables(Map.of());
        return network;
    }

    /** Another network in the same session, over the variables that both have. */
    Network<T> sharing(LayerGraph other) {
        Network<T> network = new Network<>(session, type, dataType, other, seed, session.scope("shared") + "/");
        network.addVariables(variables);
        return network;
    }

    private void addVariables(Map<String, Variable> existing) {
        Map<String, DataType> types = graph.variableTypes(dataType);
        specs.forEach((path, spec) -> {
            Variable shared = existing.get(path);
            DataType own = types.getOrDefault(path, dataType);
            Variable variable = shared == null ? session.variable(scope + path, own, spec.shape()) : shared;
            variables.put(path, variable);
            values.put(variable, Casts.value(session.tf(), type, variable));
        });
    }

    /**
     * Draws the first values of variables.
     *
     * @param known those that have values already
     */
    void initialize(Set<String> known) {
        Map<Variable, Array> values = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<String, VariableSpec> entry : specs.entrySet()) {
            Seed own = seed.derive("weights", number++);
            if (!known.contains(entry.getKey())) {
                values.put(variables.get(entry.getKey()), initial(entry.getKey(), entry.getValue(), own));
            }
        }
        session.assign(values);
    }

    private static Array initial(String path, VariableSpec spec, Seed seed) {
        float[] drawn = spec.initializer().initialize(spec.shape(), seed.generator());
        if (drawn.length != spec.shape().size()) {
            throw new IllegalArgumentException(path + ": expected an initializer that gives "
                    + spec.shape().size() + " values, received " + drawn.length + ".");
        }
        return Array.of(drawn, spec.shape().asArray());
    }

    NativeSession session() {
        return session;
    }

    Class<T> type() {
        return type;
    }

    DataType dataType() {
        return dataType;
    }

    LayerGraph graph() {
        return graph;
    }

    /** The graph as it is computed, with the layers of nested networks in their place. */
    LayerGraph flat() {
        return flat;
    }

    Seed seed() {
        return seed;
    }

    /** The type in which a layer of the flat graph computes and what it gives has. */
    Class<? extends TFloating> computeType(int layer) {
        return flat.layers()
                .get(layer)
                .policy()
                .<Class<? extends TFloating>>map(policy -> switch (policy) {
                    case FLOAT32 -> type;
                    case MIXED_BFLOAT16, BFLOAT16 -> TBfloat16.class;
                    case MIXED_FLOAT16, FLOAT16 -> TFloat16.class;
                })
                .orElse(type);
    }

    /** The type of what enters through an input: one of half precision rounds it, as in Keras. */
    Class<? extends TFloating> inputType(Input input) {
        return switch (input.dataType()) {
            case BFLOAT16 -> TBfloat16.class;
            case FLOAT16 -> TFloat16.class;
            default -> type;
        };
    }

    Map<String, VariableSpec> specs() {
        return specs;
    }

    Map<String, Variable> variables() {
        return variables;
    }

    /** Freezes a layer, or all of a nested network. */
    void freeze(String layer) {
        within(layer).forEach(frozen::add);
    }

    void unfreeze(String layer) {
        within(layer).forEach(frozen::remove);
    }

    /** Of a nested network: whether all is frozen that has weights. */
    boolean isFrozen(String layer) {
        if (frozen.contains(layer)) {
            return true;
        }
        List<String> inner = within(layer).filter(name -> !name.equals(layer)).toList();
        List<String> withWeights = inner.stream().filter(this::hasVariables).toList();
        return !inner.isEmpty() && frozen.containsAll(withWeights.isEmpty() ? inner : withWeights);
    }

    boolean hasVariables(String layer) {
        return specs.keySet().stream().anyMatch(path -> path.startsWith(layer + "/"));
    }

    private Stream<String> within(String layer) {
        return flat.layers().stream()
                .map(NetworkLayer::name)
                .filter(name -> name.equals(layer) || name.startsWith(layer + "/"));
    }

    /** The variables that an optimizer would change now, in order. */
    Map<String, Variable> trainable() {
        Map<String, Variable> trainable = new LinkedHashMap<>();
        for (int i = 0; i < flat.layers().size(); i++) {
            if (!frozen.contains(flat.layers().get(i).name())) {
                flat.variables(i).forEach((path, spec) -> {
                    if (spec.isTrainable()) {
                        trainable.put(path, variables.get(path));
                    }
                });
            }
        }
        return trainable;
    }

    /** What a variable of the network is worth at the beginning of a run, in the network's type. */
    Operand<T> value(Variable variable) {
        return Objects.requireNonNull(values.get(variable), variable.name());
    }
}
