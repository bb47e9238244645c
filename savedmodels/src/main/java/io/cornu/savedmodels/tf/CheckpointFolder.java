package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.data.AtomicFiles;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of numbered checkpoints, as {@code tf.train.CheckpointManager} keeps it: {@code ckpt-1}, {@code ckpt-2}
 * and so on, the oldest deleted, and a file {@code checkpoint} that names them.
 *
 * <p>In Python, with {@code model} the same architecture and {@code optimizer} the same settings, built:
 *
 * <pre>{@code
 * tf.train.Checkpoint(model=model, optimizer=optimizer).restore(tf.train.latest_checkpoint(directory)).assert_consumed()
 * }</pre>
 *
 * <p>A checkpoint holds weights and what the optimizer remembers, neither architecture nor settings; a {@code .keras}
 * file holds all.
 *
 * <pre>{@code
 * CheckpointFolder folder = CheckpointFolder.of(Path.of("training"));
 * Path saved = folder.save(KerasModel.of(compiled));                       // training/ckpt-1
 * Weights weights = SavedWeights.read(Path.of("training")).into(architecture);
 * }</pre>
 *
 * <p>Checkpoints appear whole: the index, without which there is no checkpoint, is renamed into place last. One writer
 * at a time.
 *
 * @param directory where they lie; made if its parent exists
 * @param name before the number; {@code ckpt} by default
 * @param maxToKeep how many remain; 5 by default
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record CheckpointFolder(Path directory, String name, int maxToKeep) implements CheckpointFolderBuilder.With {
    static final String STATE = "checkpoint";
    private static final int MAX_STATE_BYTES = 1 << 20;
    private static final Pattern PATHS =
            Pattern.compile("(?m)^\\s*(all_)?model_checkpoint_paths?\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * Checks name and number.
     *
     * @param directory see above
     * @param name see above
     * @param maxToKeep see above
     * @throws IllegalArgumentException if the name is empty or has other characters than letters, digits,
     *     {@code _}, {@code -} and {@code .}, or fewer than 1 shall remain
     */
    public CheckpointFolder {
        Arguments.require(
                name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"),
                "CheckpointFolder",
                "name must be letters, digits, _, - and .",
                name);
        Arguments.require(maxToKeep >= 1, "CheckpointFolder", "maxToKeep must be at least 1", maxToKeep);
    }

    /**
     * A directory of checkpoints.
     *
     * @param directory where they lie
     * @return the folder, of the defaults named above
     */
    public static CheckpointFolder of(Path directory) {
        return new CheckpointFolder(directory, "ckpt", 5);
    }

    /**
     * The checkpoint that was saved last, according to the file {@code checkpoint}; what Python's
     * {@code tf.train.latest_checkpoint} gives.
     *
     * @return its prefix; nothing if there is none
     * @throws IOException if the file cannot be read, or names a checkpoint outside the directory
     */
    public Optional<Path> latest() throws IOException {
        for (Named each : state()) {
            if (!each.isListed()) {
                return Files.isRegularFile(index(each.path())) ? Optional.of(each.path()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * The checkpoints that are kept.
     *
     * @return their prefixes, the oldest first
     * @throws IOException if the file {@code checkpoint} cannot be read, or names one outside the directory
     */
    public List<Path> checkpoints() throws IOException {
        return state().stream()
                .filter(Named::isListed)
                .map(Named::path)
                .filter(path -> Files.isRegularFile(index(path)))
                .toList();
    }

    /**
     * Saves a model under the next number, and its optimizer if it was compiled.
     *
     * @param model the model as it is now
     * @return the prefix of the checkpoint
     * @throws IOException if it cannot be written; then no checkpoint was added
     */
    public Path save(KerasModel model) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory);
        }
        List<Path> kept = new ArrayList<>(checkpoints());
        long number = 1 + Math.max(kept.stream().mapToLong(this::number).max().orElse(0), highest());
        Path prefix = directory.resolve(name + "-" + number);
        KerasObjects objects = new KerasObjects(model, number);
        write(
                prefix,
                objects.values(),
                Map.of(TensorFlowCheckpoint.OBJECT_GRAPH, objects.graph().toByteArray()));
        kept.remove(prefix);
        kept.add(prefix);
        List<Path> old = kept.subList(0, Math.max(0, kept.size() - maxToKeep));
        List<Path> remaining = kept.subList(old.size(), kept.size());
        AtomicFiles.write(directory.resolve(STATE), file -> Files.writeString(file, text(remaining)));
        for (Path each : old) {
            delete(each);
        }
        return prefix;
    }

    /**
     * Writes arrays under names, without objects: what {@code tf.compat.v1.train.Saver} restores, and
     * {@code tf.train.load_checkpoint} reads. It stands beside the numbered checkpoints and is not counted among them.
     *
     * @param prefix the checkpoint's name; its directory must exist
     * @param arrays by name, such as {@code dense/kernel}
     * @throws IllegalArgumentException if a name is empty
     * @throws IOException if it cannot be written
     */
    public static void writeNames(Path prefix, Map<String, Array> arrays) throws IOException {
        Arguments.require(
                arrays.keySet().stream().noneMatch(String::isEmpty),
                "CheckpointFolder",
                "names must not be empty",
                "''");
        write(prefix, arrays, Map.of());
    }

    private static void write(Path prefix, Map<String, Array> arrays, Map<String, byte[]> texts) throws IOException {
        byte[][] index = new byte[1][];
        // Whoever reads meanwhile sees the earlier index with new numbers, and is told by the checksums.
        AtomicFiles.write(
                CheckpointFiles.shard(prefix, 0, 1), file -> index[0] = CheckpointWriter.write(file, arrays, texts));
        AtomicFiles.write(index(prefix), file -> Files.write(file, index[0]));
    }

    private static Path index(Path prefix) {
        return Path.of(prefix + ".index");
    }

    private long number(Path prefix) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(name) + "-(\\d{1,15})").matcher(String.valueOf(prefix.getFileName()));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** The highest number there is, whoever forgot to list it. */
    private long highest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".index"))
                    .mapToLong(file -> number(Path.of(file.substring(0, file.length() - ".index".length()))))
                    .max()
                    .orElse(0);
        }
    }

    private void delete(Path prefix) throws IOException {
        String start = prefix.getFileName() + ".";
        Files.deleteIfExists(index(prefix));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file ->
                            file.getFileName().toString().matches(Pattern.quote(start) + "data-\\d{5}-of-\\d{5}"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Python's manager counts those without a time as not its own. */
    private static String text(List<Path> kept) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("model_checkpoint_path: \"")
                .append(quoted(kept.get(kept.size() - 1)))
                .append("\"\n");
        for (Path path : kept) {
            text.append("all_model_checkpoint_paths: \"").append(quoted(path)).append("\"\n");
        }
        for (Path path : kept) {
            double seconds = Files.getLastModifiedTime(index(path)).toMillis() / 1000.0;
            text.append("all_model_checkpoint_timestamps: ").append(seconds).append('\n');
        }
        return text.toString();
    }

    private static String quoted(Path path) {
        return String.valueOf(path.getFileName()).replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** A path in the file of states, the last one or one of the list. */
    private record Named(Path path, boolean isListed) {}

    private List<Named> state() throws IOException {
        Path file = directory.resolve(STATE);
        List<Named> state = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return state;
        }
        if (Files.size(file) > MAX_STATE_BYTES) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected at most " + MAX_STATE_BYTES + " bytes, received " + Files.size(file) + ".");
        }
        // What is no UTF-8 cannot be the name of a checkpoint of ours, and fits no file then.
        Matcher matcher = PATHS.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        while (matcher.find()) {
            state.add(new Named(inside(file, matcher.group(2).replaceAll("\\\\(.)", "$1")), matcher.group(1) != null));
        }
        return state;
    }

    private Path inside(Path file, String name) throws MalformedFileException {
        try {
            Path root = directory.toAbsolutePath().normalize();
            Path path = root.resolve(name).normalize();
            if (!name.isEmpty() && path.startsWith(root) && !path.equals(root)) {
                return directory.resolve(root.relativize(path));
            }
        } catch (java.nio.file.InvalidPathException e) {
            throw new MalformedFileException(file.toString(), "expected names of checkpoints, received another.", e);
        }
        throw new MalformedFileException(
                file.toString(), "expected checkpoints in the same directory, received '" + name + "'.");
    }
}
