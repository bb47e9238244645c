package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a SavedModel or a checkpoint by the names they have in the program that saved them, such as
 * {@code sequential/dense/kernel}: for giving trained weights to an {@link Architecture}.
 *
 * <p>Nothing of the model runs and TensorFlow is not used, so that the file needs no trust. Values are read when they
 * are asked for.
 *
 * <pre>{@code
 * SavedWeights saved = SavedWeights.read(Path.of("exported"));       // from model.export("exported") in Python
 * try (Model model = architecture.build(BuildOptions.of(Seed.of(1)), saved.into(architecture))) {
 *     model.compile(Adam.of(1e-4), sparseCategoricalCrossentropy()).fit(data, Fit.epochs(3));
 * }
 * }</pre>
 *
 * <p>How names are matched is told by {@link #match(Architecture, Map)}.
 */
public final class SavedWeights {
    private final TensorFlowCheckpoint checkpoint;
    private final Map<String, SavedNames.Variable> variables;

    private SavedWeights(TensorFlowCheckpoint checkpoint, Map<String, SavedNames.Variable> variables) {
        this.checkpoint = checkpoint;
        this.variables = variables;
    }

    static SavedWeights of(TensorFlowCheckpoint checkpoint) throws IOException {
        Map<String, SavedNames.Variable> variables = new LinkedHashMap<>();
        for (SavedNames.Variable variable : SavedNames.of(checkpoint)) {
            variables.put(variable.name(), variable);
        }
        return new SavedWeights(checkpoint, variables);
    }

    /**
     * Opens the weights of a model.
     *
     * @param place a SavedModel's directory, a directory of checkpoints, whose latest is taken, or the prefix of a
     *     checkpoint
     * @return the weights, not read yet
     * @throws IOException if there is none of them, or it is damaged
     */
    public static SavedWeights read(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return TensorFlowCheckpoint.open(place).weights();
        }
        if (Files.exists(place.resolve(SavedModelFile.NAME))) {
            return TensorFlowCheckpoint.open(
                            place.resolve("variables").resolve("variables"))
                    .weights();
        }
        Optional<Path> latest = CheckpointFolder.of(place).latest();
        if (latest.isEmpty()) {
            throw new NoSuchFileException(
                    place.toString(),
                    null,
                    "expected a SavedModel or checkpoints in the directory, received neither. Check the path.");
        }
        return TensorFlowCheckpoint.open(latest.get()).weights();
    }

    /**
     * The variables.
     *
     * @return names, types and shapes; optimizers' and metrics' among them
     */
    public List<TensorDescription> tensors() {
        return variables.keySet().stream().map(this::tensor).toList();
    }

    /**
     * Reads a variable.
     *
     * @param name as in {@link #tensors}
     * @return the value
     * @throws IllegalArgumentException if there is none of that name
     * @throws IOException if the file is damaged
     */
    public Array read(String name) throws IOException {
        SavedNames.Variable variable = variables.get(name);
        if (variable == null) {
            throw new IllegalArgumentException(checkpoint.where() + ": expected one of the variables "
                    + WeightsMatch.joined(List.copyOf(variables.keySet())) + ", received '" + name + "'.");
        }
        return checkpoint.read(variable.key());
    }

    /**
     * Finds an architecture's variables by their names.
     *
     * @param architecture the network
     * @return what was found and what not
     */
    public WeightsMatch match(Architecture architecture) {
        return match(architecture, Map.of());
    }

    /**
     * Finds an architecture's variables by their names.
     *
     * <p>For {@code dense/kernel}, in this order: what {@code names} says; {@code dense/kernel}; the same inside
     * scopes, such as {@code sequential/dense/kernel}; the variable of another number, such as {@code dense_7}, where
     * all layers {@code dense}, {@code dense_1} and so on stand against as many others, in the order of their
     * numbers, for Python counts on from model to model. Layers within layers are known by Keras' names for them
     * ({@code lstm/lstm_cell/kernel} for {@code lstm/cell/kernel}); {@code weights} and {@code biases} are TensorFlow
     * 1's for kernel and bias. Where two variables fit equally, neither is taken.
     *
     * @param architecture the network
     * @param names by the name of a layer or the path of a variable here, the name of the scope or the variable there
     * @return what was found and what not
     * @throws IllegalArgumentException if {@code names} names a layer or variable that is not there
     */
    public WeightsMatch match(Architecture architecture, Map<String, String> names) {
        return new WeightMatching(this, architecture, names).match();
    }

    /**
     * An architecture's weights by their names, nothing missing and nothing left over.
     *
     * @param architecture the network
     * @return weights to build it with
     * @throws IOException if variables are missing, ambiguous, too many or of another shape, each of them named, or
     *     the file is damaged
     */
    public Weights into(Architecture architecture) throws IOException {
        return into(architecture, Map.of());
    }

    /**
     * An architecture's weights by their names, nothing missing and nothing left over.
     *
     * @param architecture the network
     * @param names by the name of a layer or the path of a variable here, the name of the scope or the variable there
     * @return weights to build it with
     * @throws IllegalArgumentException if {@code names} names a layer or variable that is not there
     * @throws IOException if variables are missing, ambiguous, too many or of another shape, each of them named, or
     *     the file is damaged
     */
    public Weights into(Architecture architecture, Map<String, String> names) throws IOException {
        WeightsMatch match = match(architecture, names);
        if (!match.isComplete() || !match.unused().isEmpty()) {
            throw new MalformedFileException(where(), match.problems());
        }
        return match.weights();
    }

    /** The type and shape of a variable that is there. */
    TensorDescription tensor(String name) {
        BundleEntry entry = Optional.ofNullable(variables.get(name))
                .map(variable -> checkpoint.entries().get(variable.key()))
                .orElseThrow(() -> new IllegalStateException("no variable " + name));
        return new TensorDescription(name, ProtoTypes.name(entry.type()), entry.shape());
    }

    String where() {
        return checkpoint.where();
    }

    Map<String, SavedNames.Variable> variables() {
        return variables;
    }
}
