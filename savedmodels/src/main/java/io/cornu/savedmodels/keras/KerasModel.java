package io.cornu.savedmodels.keras;

import io.cornu.data.DataType;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.runtime.Seed;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a Keras file holds, as a value: nothing native, nothing to close.
 *
 * <pre>{@code
 * KerasModel saved = KerasArchive.read(Path.of("cnn.keras"));
 * try (Model model = saved.build(Seed.of(42))) {
 *     saved.compile(model).fit(data, Fit.epochs(3));
 * }
 * }</pre>
 *
 * @param architecture the network
 * @param weights the values of all its variables
 * @param compilation what it was compiled with; empty if it was not
 * @param optimizerState what the optimizer remembers; empty if it was not compiled
 * @param frozenLayers the names of the layers that are kept from learning; those of a nested network, {@code base/conv1}
 * @param kerasVersion the version of Keras whose form the file has, where the file says so
 * @param notes what the file holds and could not be taken, each a sentence
 */
public record KerasModel(
        Architecture architecture,
        Weights weights,
        Optional<Compilation> compilation,
        Optional<OptimizerState> optimizerState,
        Set<String> frozenLayers,
        Optional<String> kerasVersion,
        List<String> notes) {
    /** The version of Keras whose form is written. */
    static final String FORM = "3.15.1";

    /** Copies the set and the list. */
    public KerasModel {
        frozenLayers = Collections.unmodifiableSet(new LinkedHashSet<>(frozenLayers));
        notes = List.copyOf(notes);
    }

    /**
     * A model of which nothing was left out.
     *
     * @param architecture the network
     * @param weights the values of all its variables
     * @param compilation what it was compiled with; empty if it was not
     * @param optimizerState what the optimizer remembers; empty if it was not compiled
     * @param frozenLayers the names of the layers that are kept from learning
     * @param kerasVersion the version of Keras whose form the file has, where the file says so
     */
    public KerasModel(
            Architecture architecture,
            Weights weights,
            Optional<Compilation> compilation,
            Optional<OptimizerState> optimizerState,
            Set<String> frozenLayers,
            Optional<String> kerasVersion) {
        this(architecture, weights, compilation, optimizerState, frozenLayers, kerasVersion, List.of());
    }

    /**
     * A model as it is now, not compiled.
     *
     * @param model the model
     * @return a copy of its weights and what else it has
     */
    public static KerasModel of(Model model) {
        return new KerasModel(
                model.architecture(),
                model.weights(),
                Optional.empty(),
                Optional.empty(),
                frozen(model),
                Optional.of(FORM));
    }

    /**
     * The same for another version of Keras. Versions before 3.4 read a functional model with one input or output only
     * if these stand in a list, which later ones read too; but there {@code model.output} is then a list of one.
     *
     * @param version such as {@code 3.0.5}
     * @return a copy that is written in the form of that version
     * @throws IllegalArgumentException if it is no version of Keras 3
     */
    public KerasModel forKeras(String version) {
        if (!version.matches("3\\.\\d{1,3}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException(
                    "forKeras: expected a version of Keras 3 such as 3.0.5, received '" + version + "'.");
        }
        return new KerasModel(
                architecture, weights, compilation, optimizerState, frozenLayers, Optional.of(version), notes);
    }

    /** Whether single ends stand in lists. */
    boolean hasListedEnds() {
        return kerasVersion
                .filter(version -> version.matches("3\\.[0-3](\\..*)?"))
                .isPresent();
    }

    /** Whether optimizers number their variables as before Keras 3.10. */
    boolean hasOldOptimizers() {
        return kerasVersion
                .filter(version -> version.matches("3\\.[0-9](\\..*)?"))
                .isPresent();
    }

    /** Whether the variables that Adafactor does not need are of float32, as before Keras 3.8, and not of int32. */
    boolean hasRealPlaceholders() {
        return kerasVersion
                .filter(version -> version.matches("3\\.[0-7](\\..*)?"))
                .isPresent();
    }

    static Set<String> frozen(Model model) {
        Set<String> frozen = new LinkedHashSet<>();
        model.architecture().graph().flat().layers().stream()
                .map(LayerGraph.NetworkLayer::name)
                .filter(model::isFrozen)
                .forEach(frozen::add);
        return frozen;
    }

    /**
     * A model as it is now, with its optimizer.
     *
     * @param compiled the model
     * @return a copy of its weights, its optimizer's memory and what else it has
     */
    public static KerasModel of(CompiledModel compiled) {
        KerasModel model = of(compiled.model());
        return new KerasModel(
                model.architecture,
                model.weights,
                Optional.of(compiled.compilation()),
                Optional.of(compiled.optimizerState()),
                model.frozenLayers,
                model.kerasVersion);
    }

    /**
     * The type of the weights, those apart whose layers have a policy of bfloat16 or float16.
     *
     * @return float32, or float64
     */
    public DataType dataType() {
        boolean isDouble = weights.byPath().values().stream().anyMatch(value -> value.dataType() == DataType.FLOAT64);
        return isDouble ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    /**
     * Builds the network with the weights of the file and its type of numbers, on the best device there is.
     *
     * @param seed where dropout and shuffling draw from
     * @return a model to close after use
     */
    public Model build(Seed seed) {
        return build(BuildOptions.of(seed).withDataType(dataType()));
    }

    /**
     * Builds the network with the weights of the file.
     *
     * @param options seed, device, threads and type of numbers
     * @return a model to close after use
     */
    public Model build(BuildOptions options) {
        Model model = architecture.build(options, weights);
        model.freeze(frozenLayers::contains);
        return model;
    }

    /**
     * Makes a model go on training where the file stopped.
     *
     * @param model from {@link #build}
     * @return the model with its optimizer, which remembers what it did
     * @throws IllegalStateException if the file holds no optimizer; compile the model with one
     * @throws IllegalArgumentException if the model is another, or other layers are frozen by now
     */
    public CompiledModel compile(Model model) {
        Compilation settings = compilation.orElseThrow(() -> new IllegalStateException(
                "compile: expected a file with an optimizer, received one without. Use Model.compile."));
        CompiledModel compiled = model.compile(settings);
        optimizerState.ifPresent(compiled::setOptimizerState);
        return compiled;
    }
}
