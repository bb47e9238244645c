package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Phase;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.optimizers.Optimizer;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A network with weights.
 *
 * <p>Predicting is safe from several threads. Training, freezing and setting weights are for one thread at a time.
 * Close it: its weights lie in native memory that no garbage collector sees.
 */
public final class Model implements AutoCloseable {
    /** Keras' batch size where none is given. */
    static final int DEFAULT_BATCH_SIZE = 32;

    private final Architecture architecture;
    private final BuildOptions options;
    private final NativeSession session;
    private final Network<?> network;
    private final Predictions<?> predictions;
    private int compilations;
    private @Nullable CompiledModel compiled;

    Model(Architecture architecture, BuildOptions options, Optional<Weights> weights) {
        this.architecture = architecture;
        this.options = options;
        session = new NativeSession(options.session());
        try {
            network = Network.of(session, architecture.graph(), options);
            weights.ifPresentOrElse(this::setWeights, network::initialize);
            predictions = new Predictions<>(network);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /**
     * The network this model was built from.
     *
     * @return the architecture
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * How it was built.
     *
     * @return seed, device, threads and type of numbers
     */
    public BuildOptions options() {
        return options;
    }

    /**
     * The values of all variables.
     *
     * @return a copy
     */
    public Weights weights() {
        Map<String, Array> values = new LinkedHashMap<>();
        session.read(List.copyOf(network.variables().values()))
                .forEach((variable, value) -> values.put(variable.name(), value));
        return new Weights(values);
    }

    /**
     * Gives all variables new values.
     *
     * @param weights one value for every variable, by path
     * @throws IllegalArgumentException if one is missing, too much or of another shape; nothing has changed then
     */
    public void setWeights(Weights weights) {
        Map<String, Shape> expected = new LinkedHashMap<>();
        network.variables().forEach((path, variable) -> expected.put(path, variable.shape()));
        Weights.requireMatch("setWeights", expected, weights.byPath());
        Map<Variable, Array> values = new LinkedHashMap<>();
        network.variables().forEach((path, variable) -> values.put(variable, weights.get(path)));
        session.assign(values);
    }

    /**
     * Keeps layers from learning: their weights stay, and batch normalization among them behaves as in inference.
     * Dropout goes on dropping. Compile afterwards.
     *
     * @param layers which ones, by name
     */
    public void freeze(Predicate<String> layers) {
        architecture.graph().layers().stream()
                .filter(layer -> layers.test(layer.name()))
                .forEach(layer -> network.freeze(layer.name()));
    }

    /**
     * Lets layers learn again. Compile afterwards.
     *
     * @param layers which ones, by name
     */
    public void unfreeze(Predicate<String> layers) {
        architecture.graph().layers().stream()
                .filter(layer -> layers.test(layer.name()))
                .forEach(layer -> network.unfreeze(layer.name()));
    }

    /**
     * Whether a layer is kept from learning.
     *
     * @param layer its name
     * @return false unless frozen
     */
    public boolean isFrozen(String layer) {
        return network.isFrozen(layer);
    }

    /**
     * Predicts with one output.
     *
     * @param input one row an example
     * @return one row an example
     * @throws IllegalArgumentException if the model has several inputs or outputs, or the shape does not fit
     */
    public Array predict(Array input) {
        return single(predict(Dataset.ofInputs(input), DEFAULT_BATCH_SIZE));
    }

    /**
     * Predicts.
     *
     * @param data the examples; targets are ignored
     * @param batchSize how many at once, at least 1
     * @return one array for each output, one row an example
     * @throws IllegalArgumentException if the shapes do not fit the model's inputs, or there are no examples
     */
    public List<Array> predict(Dataset data, int batchSize) {
        return predictions.predict(data, batchSize, Phase.INFERENCE, 0);
    }

    /**
     * Predicts once with dropout switched on and batch normalization as in inference (Gal and Ghahramani 2016): one
     * sample of what the model might think.
     *
     * @param data the examples; targets are ignored
     * @param batchSize how many at once, at least 1
     * @param sample the number of the sample; the same number gives the same dropout
     * @return one array for each output, one row an example
     * @throws IllegalArgumentException if the shapes do not fit the model's inputs, or there are no examples
     */
    public List<Array> predictMonteCarlo(Dataset data, int batchSize, long sample) {
        return predictions.predict(data, batchSize, Phase.MONTE_CARLO, sample);
    }

    /**
     * Makes the model ready to train.
     *
     * @param optimizer how weights change
     * @param loss what is made small, the same for every output
     * @param metrics what is watched besides
     * @return the model with an optimizer, to be trained until the model is closed or compiled again
     */
    public CompiledModel compile(Optimizer optimizer, Loss loss, Metric... metrics) {
        Compilation.Output output = Compilation.Output.of(loss, metrics);
        return compile(new Compilation(
                optimizer,
                architecture.graph().outputs().stream().map(call -> output).toList()));
    }

    /**
     * Makes the model ready to train.
     *
     * @param compilation the settings
     * @return the model with an optimizer, to be trained until the model is closed or compiled again
     * @throws IllegalArgumentException if the settings are not for as many outputs as the model has
     */
    public CompiledModel compile(Compilation compilation) {
        int outputs = architecture.graph().outputs().size();
        if (compilation.outputs().size() != outputs) {
            throw new IllegalArgumentException("compile: expected settings for " + outputs + " output(s), received "
                    + compilation.outputs().size() + ". Give one Compilation.Output for each.");
        }
        if (compiled != null) {
            compiled.release();
        }
        compiled = new CompiledModel(this, compilation, "optimizer_" + compilations++);
        return compiled;
    }

    /**
     * A table of the layers with their shapes and numbers of parameters, as Keras prints it; frozen ones apart.
     *
     * @return lines of text, each with its end
     */
    public String summary() {
        return Summary.of(
                architecture, layer -> !isFrozen(layer), options.dataType().size());
    }

    /**
     * What this model computes, as a function that other graphs and languages can call; SavedModels are made of these.
     *
     * <ul>
     *   <li>{@link Phase#INFERENCE}: the same as {@link #predict}.
     *   <li>{@link Phase#MONTE_CARLO}: dropout on, batch normalization as in inference; the last input is a seed of
     *       two int64 numbers, and (0, n) gives the same as sample n of {@link #predictMonteCarlo}.
     *   <li>{@link Phase#TRAINING}: dropout on, drawn anew in every call; batch normalization uses the batch's own
     *       statistics and moves its averages, except in frozen layers.
     * </ul>
     *
     * @param phase what the function is for
     * @return the function, without the weights
     */
    public TracedFunction trace(Phase phase) {
        Set<String> frozen = architecture.graph().layers().stream()
                .map(LayerGraph.NetworkLayer::name)
                .filter(this::isFrozen)
                .collect(Collectors.toSet());
        return Tracing.trace(architecture.graph(), options, phase, frozen);
    }

    /**
     * TensorFlow's graph of all that this model was used for so far, such as training steps and predictions, without
     * the weights' values; for TensorBoard and the like.
     *
     * @return a {@code GraphDef} in its binary form
     */
    public byte[] graph() {
        return session.definition();
    }

    Network<?> network() {
        return network;
    }

    /** Frees the weights. The model and everything compiled from it cannot be used any more. */
    @Override
    public void close() {
        session.close();
    }

    private static Array single(List<Array> outputs) {
        if (outputs.size() != 1) {
            throw new IllegalArgumentException("predict: expected a model with one output, received one with "
                    + outputs.size() + ". Use predict(Dataset, int).");
        }
        return outputs.get(0);
    }
}
