package io.cornu.model;

import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.NamedLayer;
import io.cornu.model.LayerGraph.Result;
import java.util.List;

/**
 * Layers one after the other.
 *
 * <p>Source: {@code keras.Sequential}, Keras 3.15.
 */
public final class Sequential implements Architecture {
    private final String name;
    private final LayerGraph graph;

    private Sequential(String name, LayerGraph graph) {
        this.name = name;
        this.graph = graph;
    }

    /**
     * A chain of layers.
     *
     * @param layers an {@link Input}, then at least one other
     * @return the network
     * @throws IllegalArgumentException if the first is no input, a later one is, there is nothing after it, two have
     *     one name, or a layer cannot take what comes out of the one before it, which the message names
     */
    public static Sequential of(Layer... layers) {
        return of(List.of(layers));
    }

    /**
     * A chain of layers.
     *
     * @param layers an {@link Input}, then at least one other
     * @return the network
     * @throws IllegalArgumentException as for {@link #of(Layer...)}
     */
    public static Sequential of(List<Layer> layers) {
        if (layers.size() < 2 || !isInput(layers.get(0))) {
            throw new IllegalArgumentException(
                    "Sequential: expected an input and at least one layer after it, received "
                            + layers.stream().map(Layer::kind).toList()
                            + ". Start with Input.of(height, width, channels).");
        }
        GraphBuilder builder = new GraphBuilder();
        Result last =
                builder.addCall(builder.addLayer(layers.get(0)), List.of()).get(0);
        for (Layer layer : layers.subList(1, layers.size())) {
            if (isInput(layer)) {
                throw new IllegalArgumentException(
                        "Sequential: expected one input, received another in the middle. Use Functional for several.");
            }
            int added = builder.addLayer(layer);
            List<Result> results = builder.addCall(added, List.of(last));
            if (results.size() != 1) {
                throw new IllegalArgumentException("Sequential: expected layers with one output, received "
                        + builder.title(added) + " with " + results.size() + ". Use Functional.");
            }
            last = results.get(0);
        }
        return new Sequential("sequential", builder.build(List.of(0), List.of(last)));
    }

    /** A network out of parts that were checked. */
    static Sequential of(String name, LayerGraph graph) {
        return new Sequential(name, graph);
    }

    /**
     * The same network under another name.
     *
     * @param newName the name
     * @return a copy
     */
    public Sequential named(String newName) {
        return new Sequential(newName, graph);
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
        return other instanceof Sequential sequential && name.equals(sequential.name) && graph.equals(sequential.graph);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + graph.hashCode();
    }

    private static boolean isInput(Layer layer) {
        return layer instanceof Input || layer instanceof NamedLayer named && named.layer() instanceof Input;
    }
}
