package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.VariableSpec;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A network as a value: its layers, and in which order they are called on what.
 *
 * <p>Called once, a layer has one {@link Call}; a shared layer has several over the same variables. Both kinds of
 * {@link Architecture} come down to this.
 *
 * @param layers the layers, inputs among them, in Keras' order
 * @param calls every call of a layer, each after those it depends on
 * @param inputs the calls of the input layers, in the order of the model's inputs
 * @param outputs the results that are the model's outputs, in order
 */
public record LayerGraph(List<NetworkLayer> layers, List<Call> calls, List<Integer> inputs, List<Result> outputs) {
    /** Copies the lists. */
    public LayerGraph {
        layers = List.copyOf(layers);
        calls = List.copyOf(calls);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * A layer in a network.
     *
     * @param name unique within the network
     * @param layer the layer
     * @param policy the type of numbers it computes in; the network's if empty
     */
    public record NetworkLayer(String name, Layer layer, Optional<DTypePolicy> policy) {
        /**
         * A layer that computes in the type of its variables.
         *
         * @param name unique within the network
         * @param layer the layer
         */
        public NetworkLayer(String name, Layer layer) {
            this(name, layer, Optional.empty());
        }

        /** The layer with its name and policy, as networks are made of. */
        Layer named() {
            return policy.<Layer>map(layer::withPolicy).orElse(layer).named(name);
        }

        /** The layer with a type of numbers, if it has none; what it consists of, if it is a network. */
        NetworkLayer withPolicy(DTypePolicy other) {
            if (layer instanceof Submodel nested) {
                return new NetworkLayer(name, new Submodel(nested.architecture().withPolicy(other)));
            }
            return policy.isPresent() || layer instanceof Input
                    ? this
                    : new NetworkLayer(name, layer, Optional.of(other));
        }

        /**
         * How messages speak of the layer.
         *
         * @return such as {@code Conv2D 'conv2d_1'}
         */
        public String title() {
            return layer.kind() + " '" + name + "'";
        }
    }

    /**
     * What comes out of a call of a layer; of several things, one.
     *
     * @param call the call's place in the list of calls
     * @param output which output, from 0
     */
    public record Result(int call, int output) {}

    /**
     * A call of a layer.
     *
     * @param layer the layer's place in the list of layers
     * @param node how often the layer was called before
     * @param inputs the results that go in; none for an input layer
     * @param inputShapes the shapes of what goes in, batch first; for an input layer its own
     * @param outputShapes the shapes of what comes out, batch first
     */
    public record Call(int layer, int node, List<Result> inputs, List<Shape> inputShapes, List<Shape> outputShapes) {
        /** Copies the lists. */
        public Call {
            inputs = List.copyOf(inputs);
            inputShapes = List.copyOf(inputShapes);
            outputShapes = List.copyOf(outputShapes);
        }

        /**
         * The calls whose results go in.
         *
         * @return their places in the list of calls, in the order of the inputs
         */
        public List<Integer> inputCalls() {
            return inputs.stream().map(Result::call).toList();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call call
                    && layer == call.layer
                    && node == call.node
                    && inputs.equals(call.inputs)
                    && isSame(inputShapes, call.inputShapes)
                    && isSame(outputShapes, call.outputShapes);
        }

        private static boolean isSame(List<Shape> some, List<Shape> others) {
            return some.size() == others.size()
                    && IntStream.range(0, some.size()).allMatch(i -> Shapes.same(some.get(i), others.get(i)));
        }

        @Override
        public int hashCode() {
            int shapes = outputShapes.stream()
                    .mapToInt(shape -> Arrays.hashCode(shape.asArray()))
                    .sum();
            return Objects.hash(layer, node, inputs, shapes);
        }
    }

    /**
     * The shape of a result.
     *
     * @param result what comes out of a call
     * @return its dimensions, batch first
     */
    public Shape shape(Result result) {
        return calls.get(result.call()).outputShapes().get(result.output());
    }

    /**
     * The variables of a layer.
     *
     * @param layer the layer's place in the list of layers
     * @return its variables by their path, {@code layer/variable}, in Keras' order
     */
    public Map<String, VariableSpec> variables(int layer) {
        Map<String, VariableSpec> variables = new LinkedHashMap<>();
        for (VariableSpec spec : specs(layer)) {
            variables.put(layers.get(layer).name() + "/" + spec.name(), spec);
        }
        return variables;
    }

    List<VariableSpec> specs(int layer) {
        return layers.get(layer).layer().variables(firstCall(layer).inputShapes());
    }

    /**
     * The variables of all layers.
     *
     * @return by their path, in the order of the layers
     */
    public Map<String, VariableSpec> variables() {
        Map<String, VariableSpec> variables = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            variables.putAll(variables(i));
        }
        return variables;
    }

    /**
     * The first call of a layer, which fixes the shapes of its variables.
     *
     * @param layer the layer's place in the list of layers
     * @return the call
     */
    public Call firstCall(int layer) {
        return calls.stream()
                .filter(call -> call.layer() == layer && call.node() == 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(layers.get(layer).title() + " is never called"));
    }

    /**
     * The layers behind the outputs.
     *
     * @return their names, in the order of the outputs
     */
    public List<String> outputNames() {
        return outputs.stream()
                .map(output -> layers.get(calls.get(output.call()).layer()).name())
                .toList();
    }

    /**
     * The input layers.
     *
     * @return their names, in the order of the inputs
     */
    public List<String> inputNames() {
        return inputs.stream()
                .map(call -> layers.get(calls.get(call).layer()).name())
                .toList();
    }

    /**
     * The shapes of the outputs.
     *
     * @return batch first, in the order of the outputs
     */
    public List<Shape> outputShapes() {
        return outputs.stream().map(this::shape).toList();
    }

    /**
     * The shapes of the inputs.
     *
     * @return batch first, in the order of the inputs
     */
    public List<Shape> inputShapes() {
        return inputs.stream().map(call -> shape(new Result(call, 0))).toList();
    }

    /**
     * The same network with the layers of nested ones in the place of these, under names that begin with theirs:
     * {@code base/conv1}. Variables have the same paths and order as here; what enters the nested networks leaves no
     * layer behind.
     *
     * @return a graph without a {@link Submodel}; this one if it has none
     */
    public LayerGraph flat() {
        return Flattening.of(this);
    }

    /**
     * The types of the variables of all layers, which {@link DTypePolicy} decides.
     *
     * @param network the type of those whose layers have no policy
     * @return by their path, in the order of the layers
     */
    public Map<String, DataType> variableTypes(DataType network) {
        Map<String, DataType> types = new LinkedHashMap<>();
        LayerGraph flat = flat();
        for (int i = 0; i < flat.layers.size(); i++) {
            DataType type = flat.layers
                    .get(i)
                    .policy()
                    .map(policy -> policy.variableType(network))
                    .orElse(network);
            flat.variables(i).keySet().forEach(path -> types.put(path, type));
        }
        return types;
    }

    /**
     * The places of the layers among Keras' {@code model.operations}, where operations on masks stand between them.
     *
     * @return for each layer, how many operations come before it
     */
    public List<Integer> operationPlaces() {
        List<Integer> order = new KerasOrder(KerasMasks.added(layers, calls), outputs).layers();
        int[] places = new int[layers.size()];
        for (int place = 0; place < order.size(); place++) {
            if (order.get(place) < places.length) {
                places[order.get(place)] = place;
            }
        }
        return Arrays.stream(places).boxed().toList();
    }

    /** The same graph with a type of numbers for layers that have none, inputs apart. */
    LayerGraph withPolicy(DTypePolicy policy) {
        List<NetworkLayer> copies =
                layers.stream().map(each -> each.withPolicy(policy)).toList();
        return new LayerGraph(copies, calls, inputs, outputs);
    }

    /** Whether a layer mixes in float16, where small gradients vanish; Keras scales no other loss by itself. */
    boolean isPartlyFloat16() {
        return flat().layers.stream().anyMatch(each -> each.policy().equals(Optional.of(DTypePolicy.MIXED_FLOAT16)));
    }

    /** Which calls give something else in every pass, because they or what they are given draw random numbers. */
    boolean[] stochasticCalls() {
        boolean[] differs = new boolean[calls.size()];
        for (int i = 0; i < differs.length; i++) {
            Call call = calls.get(i);
            differs[i] = layers.get(call.layer()).layer().isStochastic()
                    || call.inputCalls().stream().anyMatch(input -> differs[input]);
        }
        return differs;
    }
}
