package io.cornu.tests.agreement;

import io.cornu.data.Array;
import io.cornu.data.NumpyArchives;
import io.cornu.experiments.Cell;
import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The weights that trainings begin with here, for their twins in Python to begin with. */
final class InitialWeights {
    private InitialWeights() {}

    /** Keeps those of each fit of a training, numbered from 0, in the order of {@code get_weights()}. */
    static Callback kept(Path folder, Cell cell) {
        String name =
                (cell.comparison() + "," + cell.variant()).replaceAll("[^A-Za-z0-9.,+-]", "_") + "," + cell.seed();
        AtomicInteger fits = new AtomicInteger();
        return fit -> {
            Path file = folder.resolve(name + "," + fits.getAndIncrement() + ".npz");
            if (Files.notExists(file)) {
                write(file, fit);
            }
            return new FitListener() {};
        };
    }

    private static void write(Path file, FitControl fit) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        fit.model()
                .model()
                .weights()
                .byPath()
                .values()
                .forEach(value -> arrays.put("%04d".formatted(arrays.size()), value));
        try {
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            NumpyArchives.write(file, arrays);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
