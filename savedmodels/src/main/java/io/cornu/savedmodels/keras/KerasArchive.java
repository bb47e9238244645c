package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.ArchiveContent;
import io.cornu.savedmodels.archive.ArchiveEntry;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.ArchiveWriter;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code .keras} archives: what {@code model.save} of Keras 3 writes and {@code keras.models.load_model} reads.
 *
 * <pre>{@code
 * KerasArchive.write(compiled, Path.of("cnn.keras"));          // with optimizer: Python goes on training
 * KerasModel saved = KerasArchive.read(Path.of("cnn.keras"));  // ours, or Python's
 * }</pre>
 *
 * <p>A file is written whole or not at all. A file is read without running any code of it, and as a whole or not at
 * all; large weights stay mapped to the file until they are built into a model.
 *
 * <p>Source: {@code keras.src.saving.saving_lib}, Keras 3.15; see the package for the versions that read the form.
 */
public final class KerasArchive {
    static final String CONFIG = "config.json";
    static final String METADATA = "metadata.json";
    static final String WEIGHTS = "model.weights.h5";
    private static final Set<String> ENTRIES = Set.of(CONFIG, METADATA, WEIGHTS);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss");

    private KerasArchive() {}

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
     * Writes a model with its optimizer, loss and metrics.
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
        ObjectNode config = config(model, registry);
        Hdf5Group weights = new WeightsWriter(model, registry).write();
        ArchiveWriter.write(
                target,
                List.of(
                        ArchiveContent.of(METADATA, bytes(metadata())),
                        ArchiveContent.of(CONFIG, bytes(config)),
                        ArchiveContent.of(WEIGHTS, Hdf5Writer.of(weights))));
    }

    /**
     * A model without its weights, as {@code model.to_json} of Keras gives it.
     *
     * @param compiled the model
     * @return what {@code keras.models.model_from_json} takes
     * @throws IllegalArgumentException if JSON cannot hold one of its parts, which the message names
     */
    public static String json(CompiledModel compiled) {
        return Json.write(config(KerasModel.of(compiled), KerasRegistry.standard()));
    }

    /**
     * A network without weights, from what {@code model.to_json} of Keras gives.
     *
     * @param json the text
     * @param options how much it may ask for, and which classes it may name
     * @return the network
     * @throws MalformedFileException if it is no JSON, no model, or holds what this toolkit lacks, which the message
     *     names
     */
    public static Architecture architecture(String json, KerasReadOptions options) throws MalformedFileException {
        JsonNode config = Json.read("JSON", json, options.limits());
        Place place = new Place("", options.registry());
        try {
            return new ArchitectureReader(place, options)
                    .read(inKeras3(config, Optional.empty(), place))
                    .architecture();
        } catch (ConfigException failure) {
            throw new MalformedFileException("JSON", String.valueOf(failure.getMessage()), failure);
        }
    }

    /** A configuration as Keras 3 writes it, whichever Keras wrote it. */
    static JsonNode inKeras3(JsonNode json, Optional<String> version, Place place) {
        if (!Keras2Form.applies(json, version)) {
            return json;
        }
        ObjectNode translated = Keras2Form.model(json, version, place);
        Optional.ofNullable(translated.get("compile_config"))
                .filter(JsonNode::isObject)
                .ifPresent(settings -> translated.set("compile_config", Keras2Training.translated(settings)));
        return translated;
    }

    static ObjectNode config(KerasModel model, KerasRegistry registry) {
        ObjectNode config = new ArchitectureWriter(model, registry).write();
        config.set(
                "compile_config",
                model.compilation()
                        .map(settings -> settings.withOptimizer(
                                KerasPaths.of(model.architecture()).toFile(settings.optimizer())))
                        .<JsonNode>map(new CompilationWriter(registry)::write)
                        .orElse(NullNode.getInstance()));
        return config;
    }

    /**
     * Reads a model with {@link KerasReadOptions#defaults()}.
     *
     * @param file the archive
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
     * @param file the archive
     * @param options how much it may ask for, and which classes it may name
     * @return what it holds
     * @throws MalformedFileException if the file is damaged, not what it should be, or holds what this toolkit lacks,
     *     which the message names
     * @throws IOException if the file cannot be read
     */
    public static KerasModel read(Path file, KerasReadOptions options) throws IOException {
        if (Files.isDirectory(file)) {
            return readDirectory(file, options);
        }
        try (ArchiveReader archive = ArchiveReader.open(file, options.limits())) {
            requireKnownEntries(file, archive);
            JsonNode config = archive.json(CONFIG);
            Optional<String> version =
                    archive.find(METADATA).isPresent() ? version(archive.json(METADATA)) : Optional.empty();
            Hdf5Group weights = Hdf5Reader.read(archive.describe(WEIGHTS), archive.content(WEIGHTS), options.limits());
            return read(config, weights, version, options);
        } catch (ConfigException failure) {
            throw new MalformedFileException(file.toString(), String.valueOf(failure.getMessage()), failure);
        }
    }

    /** What {@code model.save("model", zipped=False)} of Keras makes. */
    private static KerasModel readDirectory(Path directory, KerasReadOptions options) throws IOException {
        try {
            JsonNode config = json(directory.resolve(CONFIG), options);
            Path metadata = directory.resolve(METADATA);
            Optional<String> version = Files.exists(metadata) ? version(json(metadata, options)) : Optional.empty();
            Path weights = directory.resolve(WEIGHTS);
            requireFile(weights);
            return read(config, Hdf5Reader.read(weights, options.limits()), version, options);
        } catch (ConfigException failure) {
            throw new MalformedFileException(directory.toString(), String.valueOf(failure.getMessage()), failure);
        }
    }

    private static JsonNode json(Path file, KerasReadOptions options) throws IOException {
        requireFile(file);
        long size = Math.min(Files.size(file), options.limits().maxJsonBytes() + 1);
        byte[] bytes = ReadLimits.allocate(file.toString(), size);
        ByteSource.of(file).slice(0, bytes.length).get(bytes);
        return Json.read(file.toString(), bytes, options.limits());
    }

    private static void requireFile(Path file) throws MalformedFileException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new MalformedFileException(
                    file.toString(), "expected a file of a Keras model saved as a directory, received none.");
        }
    }

    private static Optional<String> version(JsonNode metadata) {
        return Optional.ofNullable(metadata.get("keras_version"))
                .filter(JsonNode::isTextual)
                .map(node -> Place.shortened(node.textValue()));
    }

    private static KerasModel read(JsonNode json, Hdf5Group hdf5, Optional<String> version, KerasReadOptions options) {
        Place place = new Place("", options.registry());
        JsonNode config = inKeras3(json, version, place);
        ArchitectureReader.Result result = new ArchitectureReader(place, options).read(config);
        Optional<Compilation> compilation = Optional.ofNullable(config.get("compile_config"))
                .filter(node -> options.readsCompilation() && !node.isNull() && !isUncompiled(node))
                .map(node -> new CompilationReader(place.in("compile_config"), result.architecture()).read(node));
        WeightsReader reader = new WeightsReader(result.architecture(), result.order(), result.dataType(), place, hdf5);
        Weights weights = reader.weights();
        Optional<OptimizerState> state =
                compilation.flatMap(settings -> reader.optimizerState(settings, result.frozen(), weights));
        return new KerasModel(result.architecture(), weights, compilation, state, result.frozen(), version);
    }

    /** What Keras writes for a model that it read from a file without settings. */
    private static boolean isUncompiled(JsonNode compileConfig) {
        return compileConfig.isObject() && compileConfig.isEmpty();
    }

    private static void requireKnownEntries(Path file, ArchiveReader archive) throws MalformedFileException {
        for (ArchiveEntry entry : archive.entries()) {
            String name = entry.name();
            if (name.equals("model.weights.npz")) {
                throw new MalformedFileException(
                        file.toString(),
                        "expected weights as HDF5, received " + name + ", into which Keras puts Python pickles that no"
                                + " Keras opens again. Save with weights_format=\"h5\".");
            }
            if (!ENTRIES.contains(name) && !name.startsWith("assets/")) {
                throw new MalformedFileException(
                        file.toString(),
                        "expected the entries of a Keras archive, received '" + Place.shortened(name)
                                + "'. Take it out of the archive.");
            }
        }
    }

    private static JsonNode metadata() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("keras_version", KerasModel.FORM);
        metadata.put("date_saved", LocalDateTime.now().format(DATE));
        Optional.ofNullable(KerasArchive.class.getPackage().getImplementationVersion())
                .ifPresent(version -> metadata.put("cornu_version", version));
        return metadata;
    }

    private static byte[] bytes(JsonNode json) {
        return Json.write(json).getBytes(StandardCharsets.UTF_8);
    }
}
