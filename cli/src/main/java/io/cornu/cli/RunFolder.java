package io.cornu.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cornu.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a training run.
 *
 * @param directory the folder
 */
record RunFolder(Path directory) {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Says early what {@link #create} would say late; writes nothing. */
    static void requireNew(Path directory) throws IOException {
        requireNew(directory, "Choose another.");
    }

    private static void requireNew(Path directory, String fix) throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new CommandFailure(
                    "--out: expected a new or empty folder, received " + directory + ", a file. Choose another.");
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                List<Path> found = entries.limit(1).toList();
                if (!found.isEmpty()) {
                    throw new CommandFailure("--out: expected a new or empty folder, received " + directory
                            + ", which holds " + found.get(0).getFileName() + ". " + fix);
                }
            }
        }
        Path existing = directory.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing != null && !(Files.isDirectory(existing) && Files.isWritable(existing))) {
            throw new CommandFailure("--out: expected a place that can be written, received " + directory + ", but "
                    + existing + (Files.isDirectory(existing) ? " is not writable" : " is a file")
                    + ". Choose another.");
        }
    }

    /** The same for a training, which another command can go on with. */
    static void requireNewRun(Path directory) throws IOException {
        requireNew(
                directory,
                Files.isRegularFile(new RunFolder(directory).report())
                        ? "Choose another, or go on in it with --resume."
                        : "Choose another.");
    }

    /** A new folder; nothing that is there already is touched. */
    static RunFolder create(Path directory) throws IOException {
        requireNewRun(directory);
        try {
            Files.createDirectories(directory);
            // Better to fail now than after an hour of training.
            Files.delete(Files.createTempFile(directory, ".writable", ""));
        } catch (IOException e) {
            throw new CommandFailure(
                    "--out: expected a place that can be written, received " + directory + " (" + Failures.text(e)
                            + "). Choose another.",
                    e);
        }
        return new RunFolder(directory);
    }

    /** The folder of a run that was begun. */
    static RunFolder open(Path directory) throws IOException {
        RunFolder folder = new RunFolder(directory);
        if (!Files.isRegularFile(folder.report())) {
            throw new CommandFailure("--resume: expected the folder of a run, received " + directory
                    + ", which holds no run.json. Begin a run with --out.");
        }
        return folder;
    }

    Path report() {
        return directory.resolve("run.json");
    }

    Path model() {
        return directory.resolve("model.keras");
    }

    Path savedModel() {
        return directory.resolve("savedmodel");
    }

    Path history() {
        return directory.resolve("history.csv");
    }

    Path curves(String extension) {
        return directory.resolve("curves." + extension);
    }

    Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    RunReport readReport() throws IOException {
        try {
            return JSON.readValue(report().toFile(), RunReport.class);
        } catch (JsonProcessingException e) {
            throw new CommandFailure(
                    report() + ": expected the report of a run, received something else (" + e.getOriginalMessage()
                            + "). Begin a new run with --out.",
                    e);
        }
    }

    void write(RunReport content) throws IOException {
        AtomicFiles.write(report(), file -> JSON.writeValue(file.toFile(), content));
    }
}
