package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.Array;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen of a file of Keras, also where no model can be built of it: a class that this toolkit lacks, damaged
 * weights, weights without layers. Nothing of it is run.
 *
 * <pre>{@code
 * KerasContents contents = KerasContents.of(Path.of("model.keras"), KerasReadOptions.defaults());
 * contents.problems().forEach(System.out::println);
 * }</pre>
 *
 * @param outline the layers and settings as the file has them; without layers if it holds weights alone
 * @param model the model, if it can be built
 * @param variables every array in the file by its place, such as {@code layers/dense/vars/0}, the optimizer's under
 *     {@code optimizer}
 * @param metadata what the file says of itself, such as {@code keras_version} and {@code date_saved}
 * @param problems why no model, or not all of it, can be built: every class that is refused or unknown, damage, weights
 *     that do not match; empty if nothing is wrong
 */
public record KerasContents(
        ModelOutline outline,
        Optional<KerasModel> model,
        Map<String, Array> variables,
        Map<String, String> metadata,
        List<String> problems) {
    private static final int MAX_PROBLEMS = 50;

    /** Copies the collections. */
    public KerasContents {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        problems = List.copyOf(problems);
    }

    /**
     * Looks into a file.
     *
     * @param file a {@code .keras} archive or directory, a legacy {@code .h5} model, a file of weights, or JSON
     * @param options how much it may ask for, and which classes it may name
     * @return what it holds
     * @throws MalformedFileException if it is none of these, an unsafe archive, or nothing of it can be read
     * @throws IOException if the file cannot be read
     */
    public static KerasContents of(Path file, KerasReadOptions options) throws IOException {
        ModelFormat format = ModelFormat.of(file, options.limits());
        return switch (format) {
            case KERAS -> archive(file, options);
            case KERAS_H5 -> legacy(file, options);
            case KERAS_WEIGHTS, KERAS_H5_WEIGHTS -> weights(file, options);
            case KERAS_JSON -> json(file, options);
            default ->
                throw new MalformedFileException(
                        file.toString(), "expected a file of Keras, received a " + format.title() + ".");
        };
    }

    private static KerasContents archive(Path file, KerasReadOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        Optional<KerasModel> model = model(file, options, problems, KerasArchive::read);
        if (Files.isDirectory(file)) {
            JsonNode config = document(file.resolve(KerasArchive.CONFIG), options, problems);
            JsonNode metadata = document(file.resolve(KerasArchive.METADATA), options, problems);
            return of(file, config, metadata, stored(file, options, problems), model, problems, options);
        }
        try (ArchiveReader archive = ArchiveReader.open(file, options.limits())) {
            JsonNode config = entry(archive, KerasArchive.CONFIG, problems);
            JsonNode metadata = archive.find(KerasArchive.METADATA).isPresent()
                    ? entry(archive, KerasArchive.METADATA, problems)
                    : MissingNode.getInstance();
            return of(file, config, metadata, stored(file, options, problems), model, problems, options);
        }
    }

    private static KerasContents legacy(Path file, KerasReadOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        Optional<KerasModel> model = model(file, options, problems, KerasH5::read);
        Hdf5Group root = Hdf5Reader.read(file, options.limits());
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        for (String key : List.of("keras_version", "backend")) {
            root.findText(key).ifPresent(text -> metadata.put(key, text));
        }
        JsonNode config = attribute(root, "model_config", file, options, problems);
        JsonNode training = attribute(root, "training_config", file, options, problems);
        if (config instanceof ObjectNode object && training.isObject()) {
            object.set("compile_config", training);
        }
        Map<String, Array> variables = new LinkedHashMap<>();
        collect(root, "", variables);
        return of(file, config, metadata, variables, model, problems, options);
    }

    private static KerasContents weights(Path file, KerasReadOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<String, Array> variables = stored(file, options, problems);
        JsonNode none = MissingNode.getInstance();
        return of(file, none, none, variables, Optional.empty(), problems, options);
    }

    private static KerasContents json(Path file, KerasReadOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        JsonNode config = document(file, options, problems);
        try {
            KerasArchive.architecture(Json.write(config), options);
        } catch (MalformedFileException failure) {
            problems.add(problem("JSON", failure));
        }
        return of(file, config, MissingNode.getInstance(), Map.of(), Optional.empty(), problems, options);
    }

    private static KerasContents of(
            Path file,
            JsonNode config,
            JsonNode metadata,
            Map<String, Array> variables,
            Optional<KerasModel> model,
            List<String> problems,
            KerasReadOptions options)
            throws MalformedFileException {
        if (!config.isObject() && variables.isEmpty() && !problems.isEmpty()) {
            throw new MalformedFileException(file.toString(), problems.get(0));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        metadata.properties()
                .forEach(entry -> texts.put(Place.shortened(entry.getKey()), OptionText.of(entry.getValue())));
        Place place = new Place("", options.registry());
        JsonNode modern = modern(config, Optional.ofNullable(texts.get("keras_version")), place);
        List<String> all = new ArrayList<>(problems.isEmpty() ? List.of() : classProblems(modern, place));
        all.addAll(problems);
        model.ifPresent(found -> all.addAll(found.notes()));
        return new KerasContents(
                ModelOutline.of(modern),
                model,
                variables,
                texts,
                all.stream().distinct().limit(MAX_PROBLEMS).toList());
    }

    /** As Keras 3 would write it, or as it stands if that cannot be told. */
    private static JsonNode modern(JsonNode config, Optional<String> version, Place place) {
        try {
            return config.isObject() ? KerasArchive.inKeras3(config, version, place) : config;
        } catch (ConfigException untranslatable) {
            // Why not is told by the attempt to build the model.
            return config;
        }
    }

    /** Reads a whole model. */
    @FunctionalInterface
    private interface Reader {
        KerasModel read(Path file, KerasReadOptions options) throws IOException;
    }

    /** With its training settings, or at least without. */
    private static Optional<KerasModel> model(Path file, KerasReadOptions options, List<String> problems, Reader reader)
            throws IOException {
        try {
            return Optional.of(reader.read(file, options));
        } catch (MalformedFileException failure) {
            problems.add(problem(file.toString(), failure));
        }
        try {
            return Optional.of(reader.read(file, options.withReadsCompilation(false)));
        } catch (MalformedFileException failure) {
            problems.add(problem(file.toString(), failure));
            return Optional.empty();
        }
    }

    private static JsonNode entry(ArchiveReader archive, String name, List<String> problems) throws IOException {
        try {
            return archive.json(name);
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
            return MissingNode.getInstance();
        }
    }

    private static JsonNode document(Path file, KerasReadOptions options, List<String> problems) throws IOException {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        try {
            long size = Math.min(Files.size(file), options.limits().maxJsonBytes() + 1);
            byte[] bytes = ReadLimits.allocate(file.toString(), size);
            ByteSource.of(file).slice(0, bytes.length).get(bytes);
            return Json.read(file.toString(), bytes, options.limits());
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
            return MissingNode.getInstance();
        }
    }

    private static JsonNode attribute(
            Hdf5Group root, String name, Path file, KerasReadOptions options, List<String> problems) {
        Optional<String> text = root.findText(name);
        try {
            return text.isPresent()
                    ? Json.read(file + "@" + name, text.get(), options.limits())
                    : MissingNode.getInstance();
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
            return MissingNode.getInstance();
        }
    }

    private static Map<String, Array> stored(Path file, KerasReadOptions options, List<String> problems)
            throws IOException {
        Map<String, Array> variables = new LinkedHashMap<>();
        try {
            collect(StoredWeights.open(file, options.limits()).root(), "", variables);
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
        }
        return variables;
    }

    /** Every layer that cannot be read, those of models within the model too. */
    private static List<String> classProblems(JsonNode config, Place place) {
        List<String> problems = new ArrayList<>();
        for (JsonNode layer : config.path("config").path("layers")) {
            if (layer.path("config").path("layers").isArray()) {
                problems.addAll(classProblems(layer, place));
                continue;
            }
            try {
                LayerConfigs.read(layer, place);
            } catch (ConfigException failure) {
                problems.add(String.valueOf(failure.getMessage()));
            }
        }
        return problems;
    }

    /** The file's own name stands before every message; here it goes without saying. */
    private static String problem(String where, MalformedFileException failure) {
        String message = String.valueOf(failure.getMessage());
        String prefix = where + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    /** Datasets in Keras' order: "2" before "10". */
    static void collect(Hdf5Group group, String prefix, Map<String, Array> variables) {
        group.datasets().entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> number(entry.getKey())))
                .forEach(entry -> variables.put(
                        prefix + Place.shortened(entry.getKey()),
                        entry.getValue().array()));
        group.groups().forEach((name, child) -> collect(child, prefix + Place.shortened(name) + "/", variables));
    }

    private static int number(String name) {
        return name.matches("\\d{1,9}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }
}
