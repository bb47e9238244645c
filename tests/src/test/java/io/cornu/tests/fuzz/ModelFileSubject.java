package io.cornu.tests.fuzz;

import io.cornu.model.Architecture;
import io.cornu.savedmodels.keras.KerasContents;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.keras.KerasWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Damaged HDF5 files of Keras, which are one block of bytes.
 *
 * @param name what they hold
 * @param wholes the files
 * @param reader what reads them
 */
record ModelFileSubject(String name, List<byte[]> wholes, Reader reader) implements Subject {
    /** Reads a file as far as a program would. */
    @FunctionalInterface
    interface Reader {
        void read(Path file) throws IOException;
    }

    /** Whole models of the form before {@code .keras}. */
    static ModelFileSubject legacy(List<byte[]> wholes) {
        return new ModelFileSubject("h5", wholes, file -> {
            KerasContents.of(file, KerasReadOptions.defaults());
            KerasSubject.use(KerasH5.read(file, KerasReadOptions.defaults().withMaxParameters(1_000_000)));
        });
    }

    /** Weights alone, for a network that is known. */
    static ModelFileSubject weights(List<byte[]> wholes, Architecture architecture) {
        return new ModelFileSubject("weights.h5", wholes, file -> KerasWeights.read(file, architecture));
    }

    @Override
    public void damage(Path target, Random random) throws IOException {
        Files.write(target, ByteMutator.mutate(wholes.get(random.nextInt(wholes.size())), random));
    }

    @Override
    public void read(Path target) throws IOException {
        reader.read(target);
    }
}
