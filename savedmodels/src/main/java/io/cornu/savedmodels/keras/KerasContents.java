package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cornu.data.Array;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen of a {@code .keras} archive, also where no model can be built of it: a class that this toolkit
 * lacks, damaged weights. Nothing of it is run.
 *
 * <pre>{@code
 * KerasContents contents = KerasContents.of(Path.of("model.keras"), KerasReadOptions.defaults());
 * contents.problems().forEach(System.out::println);
 * }</pre>
 *
 * @param outline the layers and settings as the file has them
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
     * Looks into an archive.
     *
     * @param file the archive
     * @param options how much it may ask for, and which classes it may name
     * @return what it holds
     * @throws MalformedFileException if it is no archive, or an unsafe one
     * @throws IOException if the file cannot be read
     */
    public static KerasContents of(Path file, KerasReadOptions options) throws IOException {
        List<String> problems = new ArrayList<>();
        Optional<KerasModel> model = model(file, options, problems);
        try (ArchiveReader archive = ArchiveReader.open(file, options.limits())) {
            JsonNode config = json(archive, KerasArchive.CONFIG, problems);
            Map<String, String> metadata = new LinkedHashMap<>();
            if (archive.find(KerasArchive.METADATA).isPresent()) {
                json(archive, KerasArchive.METADATA, problems)
                        .properties()
                        .forEach(entry ->
                                metadata.put(Place.shortened(entry.getKey()), OptionText.of(entry.getValue())));
            }
            if (!problems.isEmpty()) {
                List<String> unknown = problems(config, new Place("", options.registry()));
                problems.addAll(0, unknown);
            }
            return new KerasContents(
                    ModelOutline.of(config),
                    model,
                    variables(archive, options, problems),
                    metadata,
                    problems.stream().distinct().limit(MAX_PROBLEMS).toList());
        }
    }

    /** With its training settings, or at least without. */
    private static Optional<KerasModel> model(Path file, KerasReadOptions options, List<String> problems)
            throws IOException {
        try {
            return Optional.of(KerasArchive.read(file, options));
        } catch (MalformedFileException failure) {
            problems.add(problem(file, failure));
        }
        try {
            return Optional.of(KerasArchive.read(file, options.withReadsCompilation(false)));
        } catch (MalformedFileException failure) {
            problems.add(problem(file, failure));
            return Optional.empty();
        }
    }

    private static JsonNode json(ArchiveReader archive, String name, List<String> problems) throws IOException {
        try {
            return archive.json(name);
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
            return MissingNode.getInstance();
        }
    }

    private static Map<String, Array> variables(ArchiveReader archive, KerasReadOptions options, List<String> problems)
            throws IOException {
        Map<String, Array> variables = new LinkedHashMap<>();
        try {
            String where = archive.describe(KerasArchive.WEIGHTS);
            collect(Hdf5Reader.read(where, archive.content(KerasArchive.WEIGHTS), options.limits()), "", variables);
        } catch (MalformedFileException failure) {
            problems.add(String.valueOf(failure.getMessage()));
        }
        return variables;
    }

    /** Every layer that cannot be read, and every class in the training settings that is not known. */
    private static List<String> problems(JsonNode config, Place place) {
        List<String> problems = new ArrayList<>();
        for (JsonNode layer : config.path("config").path("layers")) {
            try {
                LayerConfigs.read(layer, place);
            } catch (ConfigException failure) {
                problems.add(String.valueOf(failure.getMessage()));
            }
        }
        return problems;
    }

    /** The file's own name stands before every message; here it goes without saying. */
    private static String problem(Path file, MalformedFileException failure) {
        String message = String.valueOf(failure.getMessage());
        String prefix = file + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    /** Datasets in Keras' order: "2" before "10". */
    static void collect(Hdf5Group group, String prefix, Map<String, Array> variables) {
        group.datasets().entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> number(entry.getKey())))
                .forEach(entry -> variables.put(
                        prefix + Place.shortened(entry.getKey()), entry.getValue().array()));
        group.groups().forEach((name, child) -> collect(child, prefix + Place.shortened(name) + "/", variables));
    }

    private static int number(String name) {
        return name.matches("\\d{1,9}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
    }
}
