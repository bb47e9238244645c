package io.cornu.callbacks;

import io.cornu.model.CompiledModel;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a model into a file, such as {@code KerasArchive::write} of the savedmodels module. */
@FunctionalInterface
public interface ModelWriter {
    /**
     * Writes a model.
     *
     * @param model the model with its optimizer
     * @param file where to; replaced if it is there
     * @throws IOException if it cannot be written; what was there before is then still whole
     */
    void write(CompiledModel model, Path file) throws IOException;
}
