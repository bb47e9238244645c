package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import io.cornu.savedmodels.keras.KerasWeightsOptions.Pairing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Legacy {@code .h5} files of whole models: what {@code model.save("x.h5")} of Keras 2 and 3 writes.
 *
 * <pre>{@code
 * KerasModel saved = KerasH5.read(Path.of("old.h5"));
 * KerasH5.write(compiled, Path.of("for_old_python.h5"));   // for Keras 2 and tf_keras; else prefer KerasArchive
 * }</pre>
 *
 * <p>Reading takes the architecture, the weights, the settings of {@code compile}, and what the optimizer remembers
 * where that can be told; {@link KerasModel#notes} says so where not. An option that means something else in Keras 3 is
 * refused by name.
 *
 * <p>Writing leaves out what the optimizer remembers: a model that Keras 3 loads with it cannot be fitted any more
 * (its loader builds the optimizer for no variables). Python learns on from the weights with a fresh optimizer; a
 * {@code .keras} file or {@code .weights.h5} keeps it.
 *
 * <p>Source: {@code keras.src.legacy.saving.legacy_h5_format}, Keras 3.15, and {@code tf_keras} 2.18.
 */
public final class KerasH5 {
    private static final String MODEL = "model_config";
    private static final String TRAINING = "training_config";
    private static final String VERSION = "keras_version";
    private static final String OPTIMIZER = "optimizer_weights";

    private KerasH5() {}

    /**
     * Writes a model without an optimizer.
     *
     * @param model the model
     * @param target the file to make or replace
     * @throws IllegalArgumentException if a file cannot hold one of its layers, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(Model model, Path target) throws IOException {
        write(KerasModel.of(model), target, KerasRegistry.standard());
    }

    /**
     * Writes a model with its optimizer, loss and metrics, but not what the optimizer remembers.
     *
     * @param compiled the model
     * @param target the file to make or replace
     * @throws IllegalArgumentException if a file cannot hold one of its parts, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(CompiledModel compiled, Path target) throws IOException {
        write(KerasModel.of(compiled), target, KerasRegistry.standard());
    }

    /**
     * Writes a model with classes of one's own.
     *
     * @param model what to write, see {@link KerasModel#of(Model)}
     * @param target the file to make or replace
     * @param registry the classes that may stand in the file
     * @throws IllegalArgumentException if a file cannot hold one of its parts, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(KerasModel model, Path target, KerasRegistry registry) throws IOException {
        Hdf5Writer.write(target, new LegacyWriter(model, registry).write());
    }

    /**
     * Reads a model with {@link KerasReadOptions#defaults()}.
     *
     * @param file the file
     * @return what it holds
     * @throws MalformedFileException if the file is damaged, not what it should be, or holds what this toolkit lacks,
     *     which the message names
     * @throws IOException if the file cannot be read
     */
    public static KerasModel read(Path file) throws IOException {
        return read(file, KerasReadOptions.defaults());
    }

    /**
     * Reads a model.
     *
     * @param file the file
     * @param options how much it may ask for, and which classes it may name
     * @return what it holds
     * @throws MalformedFileException if the file is damaged, not what it should be, or holds what this toolkit lacks,
     *     which the message names
     * @throws IOException if the file cannot be read
     */
    public static KerasModel read(Path file, KerasReadOptions options) throws IOException {
        Hdf5Group root = Hdf5Reader.read(file, options.limits());
        String config = root.findText(MODEL)
                .orElseThrow(() -> new MalformedFileException(
                        file.toString(),
                        "expected a whole model, received HDF5 without '" + MODEL
                                + "'. Read weights with KerasWeights."));
        JsonNode json = Json.read(file + "@" + MODEL, config, options.limits());
        Optional<String> training = root.findText(TRAINING).filter(text -> options.readsCompilation());
        Optional<JsonNode> settings = training.isPresent()
                ? Optional.of(Json.read(file + "@" + TRAINING, training.get(), options.limits()))
                : Optional.empty();
        try {
            return read(root, json, settings, options);
        } catch (ConfigException failure) {
            throw new MalformedFileException(file.toString(), String.valueOf(failure.getMessage()), failure);
        }
    }

    private static KerasModel read(Hdf5Group root, JsonNode json, Optional<JsonNode> settings, KerasReadOptions options)
            throws MalformedFileException {
        Place place = new Place("", options.registry());
        Optional<String> version = root.findText(VERSION).map(Place::shortened);
        ObjectNode model = Keras2Form.model(json, version, place);
        ArchitectureReader.Result result = new ArchitectureReader(place, options).read(model);
        Architecture architecture = result.architecture();
        Optional<Compilation> compilation = settings.filter(JsonNode::isObject)
                .map(node ->
                        new CompilationReader(place.in(TRAINING), architecture).read(Keras2Training.translated(node)));
        Weights weights = new LegacyWeights(
                        architecture,
                        result.order(),
                        result.frozen(),
                        result.dataType(),
                        place,
                        root.group("model_weights"))
                .read(Pairing.BY_ORDER, false)
                .weights();
        List<String> notes = new ArrayList<>();
        Optional<OptimizerState> state = Optional.empty();
        if (compilation.isPresent() && root.findGroup(OPTIMIZER).isPresent()) {
            WeightsReader reader = new WeightsReader(architecture, result.order(), result.dataType(), place, root);
            state = state(reader, compilation.get(), result, weights, root.group(OPTIMIZER), notes);
        }
        return new KerasModel(architecture, weights, compilation, state, result.frozen(), version, notes);
    }

    private static Optional<OptimizerState> state(
            WeightsReader reader,
            Compilation compilation,
            ArchitectureReader.Result result,
            Weights weights,
            Hdf5Group group,
            List<String> notes)
            throws MalformedFileException {
        List<String> names = group.findTexts("weight_names").orElse(List.of());
        try {
            return Optional.of(reader.legacyState(
                    compilation.optimizer(), result.frozen(), weights, names, LegacyWeights.values(group)));
        } catch (ConfigException failure) {
            notes.add("What the optimizer remembers was left out: " + failure.getMessage());
            return Optional.empty();
        }
    }
}
