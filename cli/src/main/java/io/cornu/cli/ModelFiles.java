package io.cornu.cli;

import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Opens model files, and tells people what they gave instead. */
final class ModelFiles {
    private ModelFiles() {}

    /** What a path holds. */
    static ModelFormat format(Path file) throws IOException {
        try {
            return ModelFormat.of(file);
        } catch (NoSuchFileException e) {
            throw new CommandFailure(file + ": expected a model, found none. Check the path.", e);
        }
    }

    /** A whole model of Keras: layers with weights, and what it was trained with. */
    static KerasModel keras(Path file) throws IOException {
        return keras(file, KerasReadOptions.defaults());
    }

    /** The same without what it was trained with, which may be nothing that this toolkit has. */
    static KerasModel network(Path file) throws IOException {
        return keras(file, KerasReadOptions.defaults().withReadsCompilation(false));
    }

    private static KerasModel keras(Path file, KerasReadOptions options) throws IOException {
        ModelFormat format = format(file);
        return switch (format) {
            case KERAS -> KerasArchive.read(file, options);
            case KERAS_H5 -> KerasH5.read(file, options);
            case SAVED_MODEL ->
                throw new CommandFailure(file + ": expected a .keras file, received a folder, a SavedModel."
                        + " Give the .keras file that was saved with it.");
            default ->
                throw new CommandFailure(file + ": expected a whole model such as a .keras file, received a "
                        + format.title() + ". Put it together with its layers by cornu convert.");
        };
    }

    /** The bytes of a file, or of all files of a folder; links are not followed. */
    static long size(Path file) throws IOException {
        AtomicLong size = new AtomicLong();
        if (!Files.exists(file)) {
            return checkpointSize(file);
        }
        Files.walkFileTree(file, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                size.addAndGet(attributes.isRegularFile() ? attributes.size() : 0);
                return FileVisitResult.CONTINUE;
            }
        });
        return size.get();
    }

    /** A checkpoint is named by what its files' names begin with. */
    private static long checkpointSize(Path prefix) throws IOException {
        String start = prefix.getFileName() + ".";
        long size = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(prefix.toAbsolutePath().resolveSibling("."))) {
            for (Path file : files) {
                boolean isPart = file.getFileName().toString().startsWith(start) && Files.isRegularFile(file);
                size += isPart ? Files.size(file) : 0;
            }
        }
        return size;
    }

    /** Such as {@code 1.2 MB}. */
    static String sizeText(long bytes) {
        return bytes < 1000
                ? bytes + " bytes"
                : bytes < 1_000_000
                        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
