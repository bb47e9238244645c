package io.cornu.savedmodels;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.archive.ArchiveReader;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.Json;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.hdf5.Hdf5Group;
import io.cornu.savedmodels.hdf5.Hdf5Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The forms in which models are kept, told by what a file holds, never by its name.
 *
 * <pre>{@code
 * ModelFormat format = ModelFormat.of(Path.of("model.h5"));    // KERAS_H5
 * }</pre>
 */
public enum ModelFormat {
    /** A {@code .keras} archive of Keras 3 or tf_keras, or the same as a directory: {@code model.save("x.keras")}. */
    KERAS("Keras archive (.keras)"),
    /** A whole model in one HDF5 file, as Keras 2 made it and Keras 3 still does: {@code model.save("x.h5")}. */
    KERAS_H5("legacy Keras model (.h5)"),
    /**
     * The weights of a model, perhaps with its optimizer, as Keras 3 writes them, in one HDF5 file or in several with
     * an index: {@code model.save_weights("x.weights.h5")}.
     */
    KERAS_WEIGHTS("Keras weights (.weights.h5)"),
    /** The weights of a model as Keras 2 wrote them to HDF5: {@code model.save_weights("x.h5")}. */
    KERAS_H5_WEIGHTS("legacy Keras weights (.h5)"),
    /** A model without its weights: {@code model.to_json()}. */
    KERAS_JSON("Keras architecture (.json)"),
    /** A TensorFlow program with its variables, a directory. */
    SAVED_MODEL("TensorFlow SavedModel"),
    /** Variables in TensorFlow's own form: the prefix of its files, its {@code .index}, or their directory. */
    CHECKPOINT("TensorFlow checkpoint");

    private final String title;

    ModelFormat(String title) {
        this.title = title;
    }

    /**
     * What people call it.
     *
     * @return such as {@code Keras archive (.keras)}
     */
    public String title() {
        return title;
    }

    /**
     * What a path holds, with {@link ReadLimits#defaults()}.
     *
     * @param path a file, a directory, or the prefix of a checkpoint
     * @return its form
     * @throws NoSuchFileException if there is nothing of that name
     * @throws MalformedFileException if it is none of the forms; the message says what it is where that can be told
     * @throws IOException if it cannot be read
     */
    public static ModelFormat of(Path path) throws IOException {
        return of(path, ReadLimits.defaults());
    }

    /**
     * What a path holds. Only as much is read as tells it: that the rest is whole shows on reading it.
     *
     * @param path a file, a directory, or the prefix of a checkpoint
     * @param limits how much the file may ask for
     * @return its form
     * @throws NoSuchFileException if there is nothing of that name
     * @throws MalformedFileException if it is none of the forms; the message says what it is where that can be told
     * @throws IOException if it cannot be read
     */
    public static ModelFormat of(Path path, ReadLimits limits) throws IOException {
        if (Files.isDirectory(path)) {
            return ofDirectory(path, limits);
        }
        if (!Files.exists(path)) {
            if (Files.isRegularFile(path.resolveSibling(path.getFileName() + ".index"))) {
                return CHECKPOINT;
            }
            throw new NoSuchFileException(path.toString(), null, "expected a model, received no file of that name.");
        }
        ByteSource content = ByteSource.of(path);
        return switch (FileKind.of(content)) {
            case HDF5 -> ofHdf5(path, content, limits);
            case ZIP -> ofZip(path, limits);
            case JSON -> ofJson(path, content, limits);
            case CHECKPOINT_INDEX -> CHECKPOINT;
            default -> throw refused(path, FileKind.of(content).title());
        };
    }

    private static ModelFormat ofDirectory(Path path, ReadLimits limits) throws IOException {
        if (isFile(path, "saved_model.pb") || isFile(path, "saved_model.pbtxt")) {
            return SAVED_MODEL;
        }
        if (isFile(path, "config.json") && (isFile(path, "model.weights.h5") || isFile(path, "model.weights.npz"))) {
            return KERAS;
        }
        Set<String> names = names(path, limits);
        if (names.stream().anyMatch(name -> name.endsWith(".index"))) {
            return CHECKPOINT;
        }
        if (names.isEmpty()) {
            throw refused(path, "an empty directory");
        }
        throw refused(
                path,
                "a directory with "
                        + names.stream().limit(5).map(ModelFormat::plain).toList()
                        + (names.size() > 5 ? " and others" : ""));
    }

    private static Set<String> names(Path directory, ReadLimits limits) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.limit(limits.maxEntries())
                    .map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean isFile(Path directory, String name) {
        return Files.isRegularFile(directory.resolve(name));
    }

    private static ModelFormat ofHdf5(Path path, ByteSource content, ReadLimits limits) throws IOException {
        Hdf5Group root = Hdf5Reader.read(path.toString(), content, limits);
        if (root.findText("model_config").isPresent()) {
            return KERAS_H5;
        }
        if (root.findTexts("layer_names").isPresent()) {
            return KERAS_H5_WEIGHTS;
        }
        if (Stream.of("layers", "_layer_checkpoint_dependencies", "vars", "optimizer")
                .anyMatch(name -> root.findGroup(name).isPresent())) {
            return KERAS_WEIGHTS;
        }
        throw refused(
                path,
                "an HDF5 file of another program, with "
                        + root.children().keySet().stream()
                                .limit(5)
                                .map(ModelFormat::plain)
                                .toList());
    }

    private static ModelFormat ofZip(Path path, ReadLimits limits) throws IOException {
        try (ArchiveReader archive = ArchiveReader.open(path, limits)) {
            if (archive.find("config.json").isPresent()) {
                return KERAS;
            }
            throw refused(
                    path,
                    FileKind.ofZip(archive.entries().stream()
                            .map(entry -> entry.name())
                            .toList()));
        }
    }

    private static ModelFormat ofJson(Path path, ByteSource content, ReadLimits limits) throws IOException {
        if (content.size() > limits.maxJsonBytes()) {
            throw refused(path, "JSON of " + content.size() + " bytes");
        }
        byte[] bytes = new byte[(int) content.size()];
        content.slice(0, bytes.length).get(bytes);
        JsonNode json = Json.read(path.toString(), bytes, limits);
        if (json.path("class_name").isTextual() && json.has("config")) {
            return KERAS_JSON;
        }
        if (json.path("weight_map").isObject()) {
            return KERAS_WEIGHTS;
        }
        throw refused(
                path,
                json.has("modelTopology")
                        ? "a model of TensorFlow.js"
                        : "JSON with "
                                + json.properties().stream()
                                        .limit(5)
                                        .map(Map.Entry::getKey)
                                        .map(ModelFormat::plain)
                                        .toList());
    }

    private static MalformedFileException refused(Path path, String received) {
        return new MalformedFileException(
                path.toString(),
                "expected a model of Keras (.keras, .h5, .weights.h5) or TensorFlow (SavedModel, checkpoint), received "
                        + received + ".");
    }

    /** Names come from the file itself, at whatever length and with whatever characters it likes. */
    private static String plain(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }
}
