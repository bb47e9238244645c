package io.cornu.model;

import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.VariableSpec;
import io.cornu.text.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
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
 * @param outputs the calls whose results are the model's outputs, in order
 */
public record LayerGraph(List<NetworkLayer> layers, List<Call> calls, List<Integer> inputs, List<Integer> outputs) {
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
     * @param policy the type of numbers it computes in; that of the variables if empty
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
     * A call of a layer.
     *
     * @param layer the layer's place in the list of layers
     * @param node how often the layer was called before
     * @param inputs the calls whose results go in; none for an input layer
     * @param inputShapes the shapes of what goes in, batch first; for an input layer its own
     * @param outputShape the shape of what comes out, batch first
     */
    public record Call(int layer, int node, List<Integer> inputs, List<Shape> inputShapes, Shape outputShape) {
        /** Copies the lists. */
        public Call {
            inputs = List.copyOf(inputs);
            inputShapes = List.copyOf(inputShapes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call call
                    && layer == call.layer
                    && node == call.node
                    && inputs.equals(call.inputs)
                    && inputShapes.size() == call.inputShapes.size()
                    && IntStream.range(0, inputShapes.size())
                            .allMatch(i -> Shapes.same(inputShapes.get(i), call.inputShapes.get(i)))
                    && Shapes.same(outputShape, call.outputShape);
        }

        @Override
        public int hashCode() {
            return Objects.hash(layer, node, inputs, Arrays.hashCode(outputShape.asArray()));
        }
    }

    /**
     * The variables of a layer.
     *
     * @param layer the layer's place in the list of layers
     * @return its variables by their path, {@code layer/variable}, in Keras' order
     */
    public Map<String, VariableSpec> variables(int layer) {
        NetworkLayer named = layers.get(layer);
        List<Shape> shapes = firstCall(layer).inputShapes();
        Map<String, VariableSpec> variables = new LinkedHashMap<>();
        for (VariableSpec spec : named.layer().variables(shapes)) {
            variables.put(named.name() + "/" + spec.name(), spec);
        }
        return variables;
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
                .map(call -> layers.get(calls.get(call).layer()).name())
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
        return outputs.stream().map(call -> calls.get(call).outputShape()).toList();
    }

    /**
     * The shapes of the inputs.
     *
     * @return batch first, in the order of the inputs
     */
    public List<Shape> inputShapes() {
        return inputs.stream().map(call -> calls.get(call).outputShape()).toList();
    }

    /** The same graph with a type of numbers for layers that have none, inputs apart. */
    LayerGraph withPolicy(DTypePolicy policy) {
        List<NetworkLayer> copies = layers.stream()
                .map(each -> each.policy().isPresent() || each.layer() instanceof Input
                        ? each
                        : new NetworkLayer(each.name(), each.layer(), Optional.of(policy)))
                .toList();
        return new LayerGraph(copies, calls, inputs, outputs);
    }

    /** Whether a layer computes in float16, where small gradients vanish. */
    boolean isPartlyFloat16() {
        return layers.stream().anyMatch(each -> each.policy().equals(Optional.of(DTypePolicy.MIXED_FLOAT16)));
    }

    /** Which calls give something else in every pass, because they or what they are given draw random numbers. */
    boolean[] stochasticCalls() {
        boolean[] differs = new boolean[calls.size()];
        for (int i = 0; i < differs.length; i++) {
            Call call = calls.get(i);
            differs[i] = layers.get(call.layer()).layer().isStochastic()
                    || call.inputs().stream().anyMatch(input -> differs[input]);
        }
        return differs;
    }

    /** Adds layers and calls one by one, giving names and checking shapes. */
    static final class Builder {
        private final List<NetworkLayer> layers = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();
        private final LayerNames names = new LayerNames();

        int addLayer(Layer layer) {
            layers.add(names.name(layer));
            return layers.size() - 1;
        }

        /** Keeps names from being given to layers that have none. */
        void reserve(List<String> taken) {
            names.reserve(taken);
        }

        boolean isInput(int layer) {
            return layers.get(layer).layer() instanceof Input;
        }

        Shape outputShape(int call) {
            return calls.get(call).outputShape();
        }

        int addCall(int layer, List<Integer> inputs) {
            NetworkLayer named = layers.get(layer);
            List<Shape> shapes =
                    inputs.stream().map(input -> calls.get(input).outputShape()).toList();
            if (named.layer() instanceof Input input) {
                shapes = List.of(input.batchShape());
            }
            Shape output;
            try {
                output = named.layer().outputShape(shapes);
            } catch (LayerShapeException e) {
                throw new IllegalArgumentException(named.title() + ": " + e.getMessage(), e);
            }
            int node =
                    (int) calls.stream().filter(call -> call.layer() == layer).count();
            requireSameVariables(layer, shapes);
            calls.add(new Call(layer, node, inputs, shapes, output));
            return calls.size() - 1;
        }

        LayerGraph build(List<Integer> inputs, List<Integer> outputs) {
            // Those that lead nowhere come last, for the message that refuses them.
            Set<Integer> order = new LinkedHashSet<>(new KerasOrder(calls, outputs).layers());
            IntStream.range(0, layers.size()).forEach(order::add);
            List<NetworkLayer> ordered = order.stream().map(layers::get).toList();
            int[] places = new int[layers.size()];
            int place = 0;
            for (int layer : order) {
                places[layer] = place++;
            }
            List<Call> placed = calls.stream()
                    .map(call -> new Call(
                            places[call.layer()], call.node(), call.inputs(), call.inputShapes(), call.outputShape()))
                    .toList();
            return sorted(ordered, placed, inputs, outputs);
        }

        /** However they were added: the calls in one order that only the network decides, so equal networks are equal. */
        private static LayerGraph sorted(
                List<NetworkLayer> layers, List<Call> calls, List<Integer> inputs, List<Integer> outputs) {
            List<Set<Integer>> followers = calls.stream()
                    .<Set<Integer>>map(call -> new LinkedHashSet<>())
                    .toList();
            int[] missing = new int[calls.size()];
            for (int call = 0; call < missing.length; call++) {
                for (int input : calls.get(call).inputs()) {
                    if (followers.get(input).add(call)) {
                        missing[call]++;
                    }
                }
            }
            Queue<Integer> ready = new PriorityQueue<>(
                    Comparator.<Integer>comparingInt(call -> calls.get(call).layer())
                            .thenComparingInt(call -> calls.get(call).node()));
            IntStream.range(0, missing.length)
                    .filter(call -> missing[call] == 0)
                    .forEach(ready::add);
            List<Integer> order = new ArrayList<>();
            int[] places = new int[missing.length];
            while (!ready.isEmpty()) {
                int call = ready.remove();
                places[call] = order.size();
                order.add(call);
                followers.get(call).stream()
                        .filter(next -> --missing[next] == 0)
                        .forEach(ready::add);
            }
            List<Call> sorted = order.stream()
                    .map(calls::get)
                    .map(call -> new Call(
                            call.layer(),
                            call.node(),
                            placed(call.inputs(), places),
                            call.inputShapes(),
                            call.outputShape()))
                    .toList();
            return new LayerGraph(layers, sorted, placed(inputs, places), placed(outputs, places));
        }

        private static List<Integer> placed(List<Integer> numbers, int[] places) {
            return numbers.stream().map(number -> places[number]).toList();
        }

        private void requireSameVariables(int layer, List<Shape> shapes) {
            calls.stream().filter(call -> call.layer() == layer).findFirst().ifPresent(first -> {
                Layer shared = layers.get(layer).layer();
                if (!shared.variables(shapes).equals(shared.variables(first.inputShapes()))) {
                    throw new IllegalArgumentException(layers.get(layer).title()
                            + ": expected inputs like those of its first call, received other sizes. "
                            + "Share it among inputs of one shape only.");
                }
            });
        }
    }
}
