package io.cornu.cli;

import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens {@code .keras} files, and tells people what they gave instead. */
final class ModelFiles {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private ModelFiles() {}

    static KerasModel keras(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CommandFailure(file + ": expected a .keras file, received a folder"
                    + (Files.exists(file.resolve("saved_model.pb")) ? ", a SavedModel" : "")
                    + ". Give the .keras file that was saved with it.");
        }
        if (!Files.exists(file)) {
            throw new CommandFailure(file + ": expected a .keras file, found none. Check the path.");
        }
        if (isHdf5(file)) {
            throw new CommandFailure(oldFormat(file));
        }
        return KerasArchive.read(file);
    }

    /** What to say of a file of the format before {@code .keras}. */
    static String oldFormat(Path file) {
        return file + ": expected a .keras file, received one of the older HDF5 format."
                + " Convert it in Python: keras.models.load_model('" + file.getFileName() + "').save('model.keras').";
    }

    private static boolean isHdf5(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(HDF5.length), HDF5);
        }
    }
}
