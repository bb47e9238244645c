package io.cornu.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether what a command is to write can be written: better to fail at once than after an hour. */
final class Outputs {
    private Outputs() {}

    /** The folder of a file or folder to be made. */
    static void requireWritable(String option, Path output) {
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailure(option + ": expected a file in an existing folder, received " + output + ", but "
                    + folder + " is none. Create it first.");
        }
        if (!Files.isWritable(folder)) {
            throw new CommandFailure(option + ": expected a file in a folder that can be written, received " + output
                    + ". Choose another.");
        }
    }
}
