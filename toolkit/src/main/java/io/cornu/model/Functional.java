package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.LayerGraph.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.ndarray.Shape;

/**
 * Layers connected in any way without cycles: several inputs and outputs, shared layers, residual blocks.
 *
 * <pre>{@code
 * Functional.Builder net = Functional.builder();
 * Node image = net.input(Input.of(32, 32, 3));
 * Node x = net.add(Conv2D.of(16, 3).withPadding(SAME).withActivation(relu()), image);
 * Node y = net.add(Conv2D.of(16, 3).withPadding(SAME), x);
 * Node sum = net.add(Add.of(), x, y);
 * Architecture residual = net.build(image, net.add(Dense.of(10), net.add(Flatten.of(), sum)));
 * }</pre>
 *
 * <p>Source: {@code keras.Model(inputs, outputs)}, Keras 3.15.
 */
public final class Functional implements Architecture {
    private final String name;
    private final LayerGraph graph;

    private Functional(String name, LayerGraph graph) {
        this.name = name;
        this.graph = graph;
    }

    /**
     * Starts a network.
     *
     * @return a builder without layers
     */
    public static Builder builder() {
        return new Builder();
    }

    /** A network out of parts that were checked. */
    static Functional of(String name, LayerGraph graph) {
        return new Functional(name, graph);
    }

    /**
     * The same network under another name.
     *
     * @param newName the name
     * @return a copy
     */
    public Functional named(String newName) {
        return new Functional(newName, graph);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LayerGraph graph() {
        return graph;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Functional functional && name.equals(functional.name) && graph.equals(functional.graph);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + graph.hashCode();
    }

    /** What comes out of a call of a layer, one of several things perhaps, to be given to other layers of the same builder. */
    public static final class Node {
        private final Builder owner;
        private final Result result;

        private Node(Builder owner, Result result) {
            this.owner = owner;
            this.result = result;
        }

        /**
         * The shape of what comes out.
         *
         * @return its dimensions, batch first, -1 where unknown
         */
        public Shape shape() {
            return owner.graph.shape(result);
        }
    }

    /** A layer that is called several times over the same weights. */
    public static final class Shared {
        private final Builder owner;
        private final int layer;

        private Shared(Builder owner, int layer) {
            this.owner = owner;
            this.layer = layer;
        }
    }

    /** Connects layers; not for several threads. */
    public static final class Builder {
        private final GraphBuilder graph = new GraphBuilder();

        private Builder() {}

        /**
         * Adds a place where data enters.
         *
         * @param input an {@link Input}, may be named
         * @return what other layers take
         * @throws IllegalArgumentException if its name is taken, or it is no input
         */
        public Node input(Layer input) {
            if (!input.kind().equals("InputLayer")) {
                throw new IllegalArgumentException("Functional: expected an Input, received " + input.kind() + ".");
            }
            return new Node(
                    this, graph.addCall(graph.addLayer(input), List.of()).get(0));
        }

        /**
         * Adds a layer and calls it once.
         *
         * @param layer the layer
         * @param inputs what goes in; several for merging layers
         * @return what comes out
         * @throws IllegalArgumentException if its name is taken, it cannot take the inputs, or it has several outputs
         */
        public Node add(Layer layer, Node... inputs) {
            return call(share(layer), inputs);
        }

        /**
         * Adds a layer with several outputs and calls it once.
         *
         * @param layer the layer
         * @param inputs what goes in
         * @return what comes out, in the layer's order; one thing if the layer has one output
         * @throws IllegalArgumentException if its name is taken, or it cannot take the inputs
         */
        public List<Node> addAll(Layer layer, Node... inputs) {
            return callAll(share(layer), inputs);
        }

        /**
         * Adds a layer that is to be called several times.
         *
         * @param layer the layer
         * @return the layer for {@link #call}
         * @throws IllegalArgumentException if its name is taken
         */
        public Shared share(Layer layer) {
            return new Shared(this, graph.addLayer(layer));
        }

        /**
         * Calls a shared layer.
         *
         * @param layer from {@link #share}
         * @param inputs what goes in; several for merging layers
         * @return what comes out
         * @throws IllegalArgumentException if it cannot take the inputs, or has several outputs
         */
        public Node call(Shared layer, Node... inputs) {
            List<Node> results = callAll(layer, inputs);
            if (results.size() != 1) {
                throw new IllegalArgumentException("Functional: expected a layer with one output, received "
                        + graph.title(layer.layer) + " with " + results.size() + ". Use addAll or callAll.");
            }
            return results.get(0);
        }

        /**
         * Calls a shared layer that has several outputs.
         *
         * @param layer from {@link #share}
         * @param inputs what goes in
         * @return what comes out, in the layer's order; one thing if the layer has one output
         * @throws IllegalArgumentException if it cannot take the inputs
         */
        public List<Node> callAll(Shared layer, Node... inputs) {
            requireOwn(layer.owner);
            if (inputs.length == 0) {
                throw new IllegalArgumentException(
                        "Functional: expected at least one input for a layer, received none.");
            }
            return graph.addCall(layer.layer, results(Arrays.asList(inputs))).stream()
                    .map(result -> new Node(this, result))
                    .toList();
        }

        /**
         * Finishes a network with one input and one output.
         *
         * @param input from {@link #input}
         * @param output what comes out
         * @return the network
         * @throws IllegalArgumentException as for {@link #build(List, List)}
         */
        public Functional build(Node input, Node output) {
            return build(List.of(input), List.of(output));
        }

        /**
         * Finishes a network.
         *
         * @param inputs from {@link #input}, in the order in which data will come
         * @param outputs what comes out, in the order wanted
         * @return the network
         * @throws IllegalArgumentException if there is no output, a node is from another builder, or the outputs need
         *     other inputs or not all layers
         */
        public Functional build(List<Node> inputs, List<Node> outputs) {
            if (inputs.isEmpty() || outputs.isEmpty()) {
                throw new IllegalArgumentException("Functional: expected at least one input and one output, received "
                        + inputs.size() + " and " + outputs.size() + ".");
            }
            List<Integer> calls = results(inputs).stream().map(Result::call).toList();
            LayerGraph built = graph.build(calls, results(outputs));
            requireConnected(built);
            return new Functional("functional", built);
        }

        private List<Result> results(List<Node> nodes) {
            List<Result> results = new ArrayList<>();
            for (Node node : nodes) {
                requireOwn(node.owner);
                results.add(node.result);
            }
            return results;
        }

        private void requireOwn(Builder owner) {
            if (owner != this) {
                throw new IllegalArgumentException(
                        "Functional: expected nodes of this builder, received one of another. Use one builder a network.");
            }
        }

        private static void requireConnected(LayerGraph graph) {
            if (new HashSet<>(graph.inputs()).size() < graph.inputs().size()) {
                throw new IllegalArgumentException("Functional: expected every input once, received "
                        + graph.inputNames() + ". List every Input once.");
            }
            Set<Integer> called = new HashSet<>();
            graph.calls().forEach(call -> called.add(call.layer()));
            for (int layer = 0; layer < graph.layers().size(); layer++) {
                if (!called.contains(layer)) {
                    throw new IllegalArgumentException("Functional: expected every shared layer to be called, received "
                            + graph.layers().get(layer).title() + ", which is not. Call it, or leave it out.");
                }
            }
            Set<Integer> needed = new HashSet<>();
            graph.outputs().forEach(output -> needed.add(output.call()));
            for (int call = graph.calls().size() - 1; call >= 0; call--) {
                if (needed.contains(call)) {
                    needed.addAll(graph.calls().get(call).inputCalls());
                }
            }
            for (int call = 0; call < graph.calls().size(); call++) {
                LayerGraph.Call made = graph.calls().get(call);
                String title = graph.layers().get(made.layer()).title();
                boolean isInput = made.inputs().isEmpty();
                if (!needed.contains(call)) {
                    throw new IllegalArgumentException("Functional: expected layers that lead to an output, received "
                            + title + ", which does not. Leave it out, or make it an output.");
                }
                if (isInput != graph.inputs().contains(call)) {
                    throw new IllegalArgumentException(
                            "Functional: expected the inputs to be those the outputs need, received a list "
                                    + (isInput ? "without " : "with ") + title + ". List every Input once.");
                }
            }
        }
    }
}
