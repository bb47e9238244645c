package io.cornu.tests.exchange;

import io.cornu.data.Array;
import io.cornu.model.BuildOptions;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
        void write(KerasModel model, CompiledModel compiled, Path file) throws IOException {
            KerasArchive.write(model, file, KerasRegistry.standard());
        }
    },
    H5(".h5") {
        @Override
        Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException {
            KerasModel saved = KerasH5.read(file);
            try (Model model = saved.build(Seed.of(1))) {
                return new Received(
                        learning.predict(model, inputs),
                        saved.optimizerState().isPresent() ? learning.losses(saved.compile(model)) : List.of());
            }
        }

        @Override
        void write(KerasModel model, CompiledModel compiled, Path file) throws IOException {
            KerasH5.write(model, file, KerasRegistry.standard());
        }
    },
    WEIGHTS(".weights.h5") {
        @Override
        Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException {
            try (Model model = network.architecture().build(options(network))) {
                model.freeze(network.frozenLayers()::contains);
                CompiledModel compiled = model.compile(network.compilation().orElseThrow());
                KerasWeights.read(file, compiled).giveTo(compiled);
                return new Received(learning.predict(model, inputs), learning.losses(compiled));
            }
        }

        @Override
        void write(KerasModel model, CompiledModel compiled, Path file) throws IOException {
            KerasWeights.write(model, file, KerasRegistry.standard());
        }
    },
    CHECKPOINT("_checkpoint") {
        @Override
        Received read(Path file, KerasModel network, List<Array> inputs, Learning learning) throws IOException {
            TensorFlowCheckpoint checkpoint =
                    TensorFlowCheckpoint.open(CheckpointFolder.of(file).latest().orElseThrow());
            Compilation compilation = network.compilation().orElseThrow();
            Weights weights = checkpoint.weights().into(network.architecture());
            boolean hasOptimizer = checkpoint.tensors().stream()
                    .anyMatch(tensor -> tensor.name().startsWith("optimizer/"));
            Optional<OptimizerState> state = hasOptimizer
                    ? Optional.of(checkpoint.optimizerState(
                            network.architecture(), compilation, network.frozenLayers(), weights))
                    : Optional.empty();
            KerasModel saved = new KerasModel(
                    network.architecture(),
                    weights,
                    Optional.of(compilation),
                    state,
                    network.frozenLayers(),
                    Optional.empty());
            try (Model model = saved.build(options(network))) {
                return new Received(
                        learning.predict(model, inputs),
                        hasOptimizer ? learning.losses(saved.compile(model)) : List.of());
            }
        }

        @Override
        void write(KerasModel model, CompiledModel compiled, Path file) throws IOException {
            CheckpointFolder.of(Files.createDirectories(file)).save(model);
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
        void write(KerasModel model, CompiledModel compiled, Path file) throws IOException {
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

    /**
     * Writes a model.
     *
     * @param model as it is to be written, for some version of Keras
     * @param compiled the same in memory
     */
    abstract void write(KerasModel model, CompiledModel compiled, Path file) throws IOException;

    private static BuildOptions options(KerasModel network) {
        return BuildOptions.of(Seed.of(1)).withDataType(network.dataType());
    }
}
