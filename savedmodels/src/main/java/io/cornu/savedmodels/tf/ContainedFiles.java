package io.cornu.savedmodels.tf;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a model, which lie in its directory, links or not. */
final class ContainedFiles {
    private ContainedFiles() {}

    /**
     * A file that must be there.
     *
     * @param directory where it must lie, itself or what it links to
     */
    static Path require(Path directory, Path file, String purpose) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected " + purpose + ", received no such file. Copy the whole directory or checkpoint.");
        }
        requireInside(directory, file);
        return file;
    }

    /** Refuses what leads out of a directory, through its name or through a link. */
    static void requireInside(Path directory, Path file) throws IOException {
        Path root = directory.toRealPath();
        if (!file.toRealPath().startsWith(root)) {
            throw new MalformedFileException(
                    file.toString(),
                    "expected a file inside " + directory + ", received a link out of it. Copy the files themselves.");
        }
    }
}
