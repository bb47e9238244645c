package io.cornu.cli;

import io.cornu.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of a search. */
final class TuneFolder {
    private static final String STUDY = "study.db";
    /** Says that a search began here, also where its study is kept elsewhere. */
    private static final String MARKER = "tune.json";

    private TuneFolder() {}

    /** Refuses what is neither new or empty nor an earlier search's; writes nothing. */
    static void check(@Nullable Path out) throws IOException {
        if (out == null || isSearch(out)) {
            return;
        }
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                List<Path> found = entries.limit(1).toList();
                if (!found.isEmpty()) {
                    throw new CommandFailure("--out: expected a new or empty folder, or that of an earlier search,"
                            + " received " + out + ", which holds "
                            + found.get(0).getFileName() + ". Choose another.");
                }
            }
        }
        RunFolder.requireNew(out);
    }

    private static boolean isSearch(Path folder) {
        return Files.isRegularFile(folder.resolve(STUDY)) || Files.isRegularFile(folder.resolve(MARKER));
    }

    /** Where the study of a folder is. */
    static Path study(Path folder) {
        return folder.resolve(STUDY);
    }

    /** Makes the folder asked for, or one named after the time that no other search has. */
    static Path make(@Nullable Path out, String command) throws IOException {
        Path folder = out == null ? reserve(LabFolder.choose(null, "tune")) : Files.createDirectories(out);
        AtomicFiles.write(
                folder.resolve(MARKER), file -> RunFolder.JSON.writeValue(file.toFile(), Map.of("command", command)));
        return folder;
    }

    static Path reserve(Path wanted) throws IOException {
        Path parent = wanted.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path folder = wanted;
        for (int number = 2; ; number++) {
            try {
                return Files.createDirectory(folder);
            } catch (FileAlreadyExistsException another) {
                folder = wanted.resolveSibling(wanted.getFileName() + "-" + number);
            }
        }
    }
}
