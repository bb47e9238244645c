package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.runtime.Seed;
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
        return Summary.of(this, layer -> true, DataType.FLOAT32.size());
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
        return new Model(this, options, Optional.empty());
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
        return new Model(this, options, Optional.of(weights));
    }
}
