package io.cornu.savedmodels.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where models are found: one that is replaced in its place, or numbered versions beside one another, of which the
 * highest that is whole counts, as in TensorFlow Serving.
 */
final class ModelLocation {
    private static final String SAVED_MODEL = "saved_model.pb";
    private static final int MAX_ENTRIES = 10_000;

    /** A model and what its files look like from outside. */
    record Found(Path model, List<String> looks) {
        Found {
            looks = List.copyOf(looks);
        }
    }

    static final Found NOTHING = new Found(Path.of(""), List.of());

    private final Path path;

    ModelLocation(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The model to be loaded now. */
    Found newest() throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(SAVED_MODEL)) || isKerasDirectory(path)) {
            return found(path);
        }
        Optional<Path> version = newestVersion();
        if (version.isEmpty()) {
            throw new NoSuchFileException(
                    path.toString(),
                    null,
                    "expected a model, or folders named by numbers with a SavedModel or one .keras file in them,"
                            + " received neither. Give the path of a model, or add a version.");
        }
        return found(version.get());
    }

    private Optional<Path> newestVersion() throws IOException {
        List<Path> versions = list(path).stream()
                .filter(folder -> number(folder) >= 0 && Files.isDirectory(folder))
                .sorted(Comparator.comparingLong(ModelLocation::number).reversed())
                .toList();
        for (Path version : versions) {
            Optional<Path> model = model(version);
            if (model.isPresent()) {
                return model;
            }
        }
        return Optional.empty();
    }

    /** The model in a version's folder, if it is whole as far as can be seen from outside. */
    private static Optional<Path> model(Path version) throws IOException {
        if (Files.isRegularFile(version.resolve(SAVED_MODEL))) {
            Path variables = version.resolve("variables");
            boolean isWhole = !Files.isDirectory(variables) || Files.exists(variables.resolve("variables.index"));
            return isWhole ? Optional.of(version) : Optional.empty();
        }
        List<Path> files = list(version).stream()
                .filter(file -> file.toString().endsWith(".keras") || file.toString().endsWith(".h5"))
                .toList();
        return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
    }

    private static boolean isKerasDirectory(Path directory) {
        return Files.exists(directory.resolve("config.json"));
    }

    private static long number(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.matches("\\d{1,18}") ? Long.parseLong(name) : -1;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_ENTRIES).toList();
        }
    }

    static Found found(Path model) throws IOException {
        List<String> looks = new ArrayList<>();
        if (Files.isDirectory(model)) {
            for (String name : List.of(SAVED_MODEL, "variables/variables.index", "config.json", "model.weights.h5")) {
                if (Files.exists(model.resolve(name))) {
                    looks.add(look(model.resolve(name)));
                }
            }
        } else {
            looks.add(look(model));
        }
        return new Found(model, looks);
    }

    /** Replacing a file by another changes its key, writing into it its time or its size. */
    private static String look(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, new LinkOption[0]);
        return file.getFileName() + " " + attributes.fileKey() + " " + attributes.size() + " "
                + attributes.lastModifiedTime();
    }
}
