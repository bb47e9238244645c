package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Layer;
import io.cornu.runtime.Seed;
import io.cornu.text.Names;
import java.util.List;
import java.util.Optional;

/**
 * A network without weights: a value that can be summarized, written into a file, and built any number of times.
 */
public sealed interface Architecture permits Sequential, Functional {
    /**
     * The name of the network.
     *
     * @return {@code sequential} or {@code functional} unless named
     */
    String name();

    /**
     * The layers and how they are connected.
     *
     * @return the network as a value
     */
    LayerGraph graph();

    /**
     * A table of the layers with their shapes and numbers of parameters, as Keras prints it; 80 columns wide, sizes
     * those of float32 numbers.
     *
     * @return lines of text, each with its end
     */
    default String summary() {
        return Summary.of(this, layer -> true, DataType.FLOAT32);
    }

    /**
     * The network up to a layer, whose result is the only output. Layers keep their names, so that the weights of this
     * network fit; see {@link Model#copy(Architecture)} and {@link Model#share}.
     *
     * @param layer the name of the last layer; {@code base/conv1} for one of a nested network
     * @return a network without what the layer does not need
     * @throws IllegalArgumentException if there is no such layer, or it is called several times
     */
    default Architecture upTo(String layer) {
        return Surgery.ending(this, List.of(layer));
    }

    /**
     * The network with the results of some layers as outputs, such as for looking at features. Layers keep their names.
     *
     * @param layers the names of the layers, in the order in which the outputs are to be; {@code base/conv1} for one of
     *     a nested network
     * @return a network without what the layers do not need
     * @throws IllegalArgumentException if there is no such layer, one is called several times, or none is given
     */
    default Architecture outputsOf(String... layers) {
        return Surgery.ending(this, List.of(layers));
    }

    /**
     * The network up to a layer, and new layers after it, such as for learning another task on the same features.
     * Layers keep their names; the new ones get names that no layer of this network has, not even one left out.
     *
     * @param after the name of the last layer to keep; {@code base/conv1} for one of a nested network
     * @param layers what follows
     * @return a network without what is not needed
     * @throws IllegalArgumentException if there is no such layer, it is called several times, a new layer has the name
     *     of another, or cannot take what comes out of the one before it
     */
    default Architecture withHead(String after, Layer... layers) {
        return Surgery.extended(this, after, List.of(layers));
    }

    /**
     * The network with a type of numbers for all layers that have none of their own; Keras'
     * {@code keras.config.set_dtype_policy}. Inputs stay as they are.
     *
     * @param policy in which type the layers compute
     * @return a copy
     */
    default Architecture withPolicy(DTypePolicy policy) {
        LayerGraph copy = graph().withPolicy(policy);
        return this instanceof Sequential ? Sequential.of(name(), copy) : Functional.of(name(), copy);
    }

    /**
     * The network as a layer of others, nested to any depth. Weights come with the network around it, under paths that
     * begin with its name.
     *
     * <pre>{@code
     * Architecture task = Sequential.of(features.asLayer(), Flatten.of(), Dense.of(2));
     * try (Model model = task.build(Seed.of(42))) {
     *     model.freeze("features");
     * }
     * }</pre>
     *
     * @return a layer named as the network is; with a number, as other layers are, where that is only the name of its
     *     kind
     */
    default Layer asLayer() {
        Submodel layer = new Submodel(this);
        return name().equals(Names.snakeCase(layer.kind())) ? layer : layer.named(name());
    }

    /**
     * Builds the network with fresh weights, on the best device there is.
     *
     * @param seed where all randomness comes from
     * @return a model to close after use
     */
    default Model build(Seed seed) {
        return build(BuildOptions.of(seed));
    }

    /**
     * Builds the network with fresh weights.
     *
     * @param options seed, device, threads and type of numbers
     * @return a model to close after use
     */
    default Model build(BuildOptions options) {
        return Model.of(this, options, Optional.empty());
    }

    /**
     * Builds the network with weights that are known, without drawing others first.
     *
     * @param options seed, device, threads and type of numbers
     * @param weights one value for every variable, by path
     * @return a model to close after use
     * @throws IllegalArgumentException if a weight is missing, too much or of another shape
     */
    default Model build(BuildOptions options, Weights weights) {
        return Model.of(this, options, Optional.of(weights));
    }
}
