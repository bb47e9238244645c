package io.cornu.tests.exchange;

import io.cornu.data.Array;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A form in which models travel. */
enum ExchangeForm {
    KERAS(".keras") {
        @Override
        Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException {
            KerasModel saved = KerasArchive.read(file);
            try (Model model = saved.build(Seed.of(1))) {
                return new Received(learning.predict(model, inputs), learning.losses(saved.compile(model)));
            }
        }

        @Override
        void write(CompiledModel compiled, Path file) throws IOException {
            KerasArchive.write(compiled, file);
        }
    },
    SAVEDMODEL("_savedmodel") {
        @Override
        Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException {
            try (LoadedSavedModel loaded = SavedModel.read(file)) {
                return new Received(loaded.predict(inputs), List.of());
            }
        }

        @Override
        void write(CompiledModel compiled, Path file) throws IOException {
            SavedModel.write(compiled.model(), file);
        }
    };

    private final String suffix;

    ExchangeForm(String suffix) {
        this.suffix = suffix;
    }

    /**
     * What came of a file.
     *
     * @param predictions one array for each output
     * @param losses of the steps after it; none where the form holds no optimizer
     */
    record Received(List<Array> predictions, List<Double> losses) {}

    /** How a model is asked and trained. */
    interface Learning {
        List<Array> predict(Model model, List<Array> inputs);

        List<Double> losses(CompiledModel compiled);
    }

    /** The file of a side, {@code java} or {@code python}, under the name that {@code matrix.py} knows. */
    Path file(Path folder, String side) {
        return folder.resolve(side + suffix);
    }

    /** The name in {@code matrix.py}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException;

    abstract void write(CompiledModel compiled, Path file) throws IOException;
}
