package io.cornu.model;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.DTypePolicy;
import io.cornu.layers.Phase;
import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.Optimizer;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Variable;
import io.cornu.text.Names;
import io.cornu.text.Shapes;
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
 * <p>Predicting is safe from several threads. Training, freezing and setting weights are for one thread at a time, over
 * all models that {@link #share} weights. Close it: its weights lie in native memory that no garbage collector sees.
 * Models that share weights may be closed in any order; the weights go with the last.
 */
public final class Model implements AutoCloseable {
    /** Keras' batch size where none is given. */
    static final int DEFAULT_BATCH_SIZE = 32;

    private final Architecture architecture;
    private final BuildOptions options;
    private final NativeSession session;
    private final Network<?> network;
    private final Predictions<?> predictions;
    private volatile boolean isClosed;
    private @Nullable CompiledModel compiled;

    private Model(Architecture architecture, BuildOptions options, NativeSession session, Network<?> network) {
        this.architecture = architecture;
        this.options = options;
        this.session = session;
        this.network = network;
        this.predictions = new Predictions<>(network);
    }

    /** Builds a network with weights that are known, or fresh ones. */
    static Model of(Architecture architecture, BuildOptions options, Optional<Weights> weights) {
        NativeSession session = new NativeSession(options.session());
        try {
            Network<?> network = Network.of(session, architecture.graph(), options);
            Model model = new Model(architecture, options, session, network);
            weights.ifPresentOrElse(model::setWeights, () -> network.initialize(Set.of()));
            return model;
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /**
     * The same model once more, with weights of its own: what happens to one does not touch the other. Keras'
     * {@code clone_model} and {@code set_weights}.
     *
     * @return a model to close after use, with the same weights and frozen layers, not compiled
     */
    public Model copy() {
        return copy(architecture);
    }

    /**
     * Another network with a copy of this model's weights, in the layers whose names both have; the others start fresh.
     *
     * <pre>{@code
     * Model other = model.copy(model.architecture().withHead("flatten", Dense.of(2)));
     * }</pre>
     *
     * @param other a network with layers of the same names, such as from {@link Architecture#withHead}
     * @return a model to close after use, with the same layers frozen, not compiled
     * @throws IllegalArgumentException if layers of one name have other variables
     */
    public Model copy(Architecture other) {
        requireOpen("copy");
        SharedLayers.requireFitting(
                "copy", architecture.graph().flat(), other.graph().flat());
        Map<String, Array> known = new LinkedHashMap<>(weights().byPath());
        known.keySet().retainAll(other.graph().variables().keySet());
        NativeSession own = new NativeSession(options.session());
        try {
            Network<?> copied = Network.of(own, other.graph(), options);
            copied.initialize(known.keySet());
            Model model = new Model(other, options, own, copied);
            model.assign(known);
            return model.frozenLike(this);
        } catch (RuntimeException | Error e) {
            own.close();
            throw e;
        }
    }

    /**
     * Another network over this model's very weights, in the layers whose names both have: training one changes the
     * other. The other layers are its own and start fresh. Keras' models made of the same layer objects; but which
     * layers are frozen each model knows for itself, starting as here, and each is compiled for itself.
     *
     * <pre>{@code
     * try (Model task = model.share(model.architecture().withHead("flatten", Dense.of(2)))) {
     *     task.compile(Adam.of(1e-4), sparseCategoricalCrossentropy()).fit(data, Fit.epochs(3));
     * }
     * }</pre>
     *
     * @param other a network with layers of the same names, such as from {@link Architecture#withHead}
     * @return a model to close after use, not compiled
     * @throws IllegalArgumentException if layers of one name have other variables
     */
    public Model share(Architecture other) {
        requireOpen("share");
        SharedLayers.requireFitting(
                "share", architecture.graph().flat(), other.graph().flat());
        NativeSession shared = session.share();
        try {
            Network<?> sharing;
            synchronized (shared) {
                sharing = network.sharing(other.graph());
            }
            sharing.initialize(network.variables().keySet());
            return new Model(other, options, shared, sharing).frozenLike(this);
        } catch (RuntimeException | Error e) {
            shared.close();
            throw e;
        }
    }

    /**
     * A model over this one's weights that gives what comes out of some layers, such as for looking at features.
     *
     * @param layers the names of the layers, in the order in which the outputs are to be
     * @return a model to close after use, as from {@link #share}
     * @throws IllegalArgumentException if there is no such layer, one is called several times, or none is given
     */
    public Model outputsOf(String... layers) {
        return share(architecture.outputsOf(layers));
    }

    /**
     * A network with the same predictions and fewer operations, for predicting: batch normalization that follows a dense
     * or convolutional layer without activation becomes part of that layer.
     *
     * <pre>
     * kernel' = kernel gamma / sqrt(moving_variance + epsilon)
     * bias'   = (bias - moving_mean) gamma / sqrt(moving_variance + epsilon) + beta
     * </pre>
     *
     * <p>Where something else uses the layer's output, the layer or the normalization is called several times, or the
     * normalization is along another axis than the layer's channels, both stay. Predictions differ by rounding only.
     *
     * @return a model to close after use, with weights of its own
     */
    public Model foldBatchNormalization() {
        requireOpen("foldBatchNormalization");
        Folding folding = new Folding(architecture, weights());
        return of(folding.architecture(), options, Optional.of(folding.weights()))
                .frozenLike(this);
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
        requireOpen("weights");
        Map<Variable, Array> read = session.read(List.copyOf(network.variables().values()));
        Map<String, Array> values = new LinkedHashMap<>();
        network.variables().forEach((path, variable) -> {
            Array value = read.get(variable);
            if (value != null) {
                values.put(path, value);
            }
        });
        return new Weights(values);
    }

    /**
     * Gives all variables new values.
     *
     * @param weights one value for every variable, by path
     * @throws IllegalArgumentException if one is missing, too much or of another shape; nothing has changed then
     */
    public void setWeights(Weights weights) {
        requireOpen("setWeights");
        Map<String, Shape> expected = new LinkedHashMap<>();
        network.variables().forEach((path, variable) -> expected.put(path, variable.shape()));
        Weights.requireMatch("setWeights", expected, weights.byPath());
        assign(weights.byPath());
    }

    /**
     * Gives one variable a new value.
     *
     * @param path such as {@code conv2d/kernel}
     * @param value numbers of its shape
     * @throws IllegalArgumentException if there is no such variable, or the shape is another
     */
    public void setWeight(String path, Array value) {
        requireOpen("setWeight");
        Variable variable = network.variables().get(path);
        if (variable == null) {
            throw new IllegalArgumentException("setWeight: expected the path of a variable, received '" + path + "'. "
                    + Names.suggestion(path, network.variables().keySet()));
        }
        if (!value.shape().equals(variable.shape())) {
            throw new IllegalArgumentException("setWeight: expected " + path + " of shape "
                    + Shapes.text(variable.shape()) + ", received " + Shapes.text(value.shape()) + ".");
        }
        assign(Map.of(path, value));
    }

    private void assign(Map<String, Array> byPath) {
        Map<Variable, Array> values = new LinkedHashMap<>();
        network.variables().forEach((path, variable) -> {
            Array value = byPath.get(path);
            if (value != null) {
                values.put(variable, value);
            }
        });
        session.assign(values);
    }

    /**
     * Keeps layers from learning: their weights stay, and batch normalization among them behaves as in inference.
     * Dropout goes on dropping. Compile afterwards. Other models that share the weights go on as they did.
     *
     * @param layers which ones, by name; a nested network with all its layers, or these as {@code base/conv1}
     */
    public void freeze(Predicate<String> layers) {
        LayerNames.of(architecture).stream().filter(layers).forEach(network::freeze);
    }

    /**
     * Keeps layers from learning, see {@link #freeze(Predicate)}.
     *
     * @param layers their names
     * @throws IllegalArgumentException if there is no such layer
     */
    public void freeze(String... layers) {
        LayerNames.chosen(architecture, layers).forEach(network::freeze);
    }

    /**
     * Keeps layers from learning, see {@link #freeze(Predicate)}.
     *
     * @param layers their places in Keras' {@code model.layers}, from 0: the input of a Sequential is none of them;
     *     negative from the end, -1 for the last
     * @throws IllegalArgumentException if there is no such layer
     */
    public void freeze(int... layers) {
        LayerNames.chosen(architecture, layers).forEach(network::freeze);
    }

    /**
     * Lets layers learn again. Compile afterwards.
     *
     * @param layers which ones, by name
     */
    public void unfreeze(Predicate<String> layers) {
        LayerNames.of(architecture).stream().filter(layers).forEach(network::unfreeze);
    }

    /**
     * Lets layers learn again. Compile afterwards.
     *
     * @param layers their names
     * @throws IllegalArgumentException if there is no such layer
     */
    public void unfreeze(String... layers) {
        LayerNames.chosen(architecture, layers).forEach(network::unfreeze);
    }

    /**
     * Lets layers learn again. Compile afterwards.
     *
     * @param layers their places, as for {@link #freeze(int...)}
     * @throws IllegalArgumentException if there is no such layer
     */
    public void unfreeze(int... layers) {
        LayerNames.chosen(architecture, layers).forEach(network::unfreeze);
    }

    private Model frozenLike(Model other) {
        freeze(other::isFrozen);
        return this;
    }

    /**
     * Whether a layer is kept from learning.
     *
     * @param layer its name
     * @return false unless frozen; of a nested network, whether everything in it with weights is
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
        requireOpen("predict");
        return predictions.predict(data, batchSize, Phase.INFERENCE, 0);
    }

    /**
     * Predicts one batch that lies in native memory already, in one run: the shortest way there is, for services.
     *
     * @param inputs one tensor for each input, of exactly its shape and any type of numbers; stay open
     * @return one array for each output, one row an example
     * @throws IllegalArgumentException if the shapes are not those of the model's inputs
     * @throws IllegalStateException if TensorFlow fails, such as for want of memory
     */
    public List<Array> predict(List<HostTensor> inputs) {
        requireOpen("predict");
        return predictions.predict(inputs);
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
        requireOpen("predictMonteCarlo");
        return predictions.predict(data, batchSize, Phase.MONTE_CARLO, sample);
    }

    /**
     * Predicts several times with dropout switched on and batch normalization as in inference. Layers before the first
     * that draws random numbers compute once, the others all passes at once, in several runs where memory would not
     * do. {@code io.cornu.uncertainty.MonteCarlo} makes statistics of it.
     *
     * @param data the examples; targets are ignored
     * @param batchSize how many at once, at least 1
     * @param first the number of the first pass
     * @param passes how many, at least 1; pass i gives the same as {@code predictMonteCarlo(data, batchSize, first + i)}
     * @return one array for each output, of shape (passes, examples, ...)
     * @throws IllegalArgumentException if the shapes do not fit the model's inputs, there are no examples, or the
     *     results of an output would take 2^31 bytes or more
     */
    public List<Array> predictMonteCarlo(Dataset data, int batchSize, long first, int passes) {
        requireOpen("predictMonteCarlo");
        return predictions.passes(data, batchSize, first, passes);
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
     * Makes the model ready to train. If layers compute in {@link DTypePolicy#MIXED_FLOAT16}, an optimizer that does not
     * scale the loss gets a {@link LossScaleOptimizer} around it, as in Keras.
     *
     * @param compilation the settings
     * @return the model with an optimizer, to be trained until the model is closed or compiled again
     * @throws IllegalArgumentException if the settings are not for as many outputs as the model has
     */
    public CompiledModel compile(Compilation compilation) {
        requireOpen("compile");
        int outputs = architecture.graph().outputs().size();
        if (compilation.outputs().size() != outputs) {
            throw new IllegalArgumentException("compile: expected settings for " + outputs + " output(s), received "
                    + compilation.outputs().size() + ". Give one Compilation.Output for each.");
        }
        boolean needsScaling =
                architecture.graph().isPartlyFloat16() && !(compilation.optimizer() instanceof LossScaleOptimizer);
        Compilation scaled =
                needsScaling ? compilation.withOptimizer(LossScaleOptimizer.of(compilation.optimizer())) : compilation;
        CompiledModel next = new CompiledModel(this, scaled, session.scope("optimizer"));
        // Not before: what is refused must not cost the compilation that there is.
        if (compiled != null) {
            compiled.release();
        }
        compiled = next;
        return next;
    }

    /**
     * A table of the layers with their shapes and numbers of parameters, as Keras prints it; frozen ones apart.
     *
     * @return lines of text, each with its end
     */
    public String summary() {
        return Summary.of(architecture, layer -> !isFrozen(layer), options.dataType());
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
        Set<String> frozen =
                LayerNames.of(architecture).stream().filter(this::isFrozen).collect(Collectors.toSet());
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

    void requireOpen(String what) {
        if (isClosed) {
            throw new IllegalStateException(what + ": expected an open model, received '" + architecture.name()
                    + "', which was closed. Close a model after its last use.");
        }
    }

    /**
     * Frees the weights, unless another model shares them. The model and everything compiled from it cannot be used any
     * more.
     */
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            if (compiled != null && session.isShared()) {
                compiled.release();
            }
            session.close();
        }
    }

    private static Array single(List<Array> outputs) {
        if (outputs.size() != 1) {
            throw new IllegalArgumentException("predict: expected a model with one output, received one with "
                    + outputs.size() + ". Use predict(Dataset, int).");
        }
        return outputs.get(0);
    }
}
