package io.cornu.cli;

import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import io.cornu.savedmodels.tf.WeightsMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a model with layers from any form, the layers from another file where the form has none. */
final class ModelSource {
    private static final int MOST_NAMES = 8;

    private ModelSource() {}

    /** Whether a form has weights alone, or a program, and no layers. */
    static boolean needsArchitecture(ModelFormat format) {
        return switch (format) {
            case SAVED_MODEL, CHECKPOINT, KERAS_WEIGHTS, KERAS_H5_WEIGHTS -> true;
            case KERAS, KERAS_H5, KERAS_JSON -> false;
        };
    }

    /** A model that has its layers with it. */
    static KerasModel read(Path file, List<String> warnings) throws IOException {
        ModelFormat format = ModelFiles.format(file);
        if (needsArchitecture(format)) {
            throw new CommandFailure(file + ": expected a model with layers, received a " + format.title()
                    + ", which has none. Name a file that has them, such as the .keras file it was made from, with"
                    + " --architecture.");
        }
        if (format == ModelFormat.KERAS_JSON) {
            throw new CommandFailure(file + ": expected a model with weights, received a " + format.title() + ".");
        }
        return settled(file, warnings);
    }

    /** With its training settings, or at least without. */
    private static KerasModel settled(Path file, List<String> warnings) throws IOException {
        KerasModel network = ModelFiles.network(file);
        try {
            KerasModel whole = ModelFiles.keras(file);
            warnings.addAll(whole.notes());
            return whole;
        } catch (MalformedFileException e) {
            warnings.add("The optimizer, loss and metrics are left out: " + e.getMessage());
            return network;
        }
    }

    /** The weights of a file in the layers of another. */
    static KerasModel read(Path file, KerasModel layers, List<String> warnings) throws IOException {
        ModelFormat format = ModelFiles.format(file);
        return switch (format) {
            case SAVED_MODEL, CHECKPOINT -> named(file, format, layers, warnings);
            case KERAS_WEIGHTS, KERAS_H5_WEIGHTS -> keras(file, layers, warnings);
            default -> read(file, warnings);
        };
    }

    /** The layers that weights are to go into, and settings where the file has them; its own weights do not matter. */
    static KerasModel layers(Path file, List<String> warnings) throws IOException {
        if (ModelFiles.format(file) != ModelFormat.KERAS_JSON) {
            return read(file, warnings);
        }
        KerasReadOptions options = KerasReadOptions.defaults();
        if (Files.size(file) > options.limits().maxJsonBytes()) {
            throw new CommandFailure(file + ": expected at most "
                    + options.limits().maxJsonBytes() + " bytes of JSON, received " + Files.size(file) + ".");
        }
        return new KerasModel(
                KerasArchive.architecture(Files.readString(file), options),
                new Weights(Map.of()),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
    }

    /** Weights that Keras saved for itself; the optimizer's memory needs the settings that it was saved with. */
    private static KerasModel keras(Path file, KerasModel layers, List<String> warnings) throws IOException {
        KerasWeights read = KerasWeights.read(file, layers.architecture());
        warnings.addAll(read.skipped());
        Optional<OptimizerState> state = Optional.empty();
        if (layers.compilation().isPresent()) {
            try (Model model = new KerasModel(
                            layers.architecture(),
                            read.weights(),
                            layers.compilation(),
                            Optional.empty(),
                            layers.frozenLayers(),
                            layers.kerasVersion())
                    .build(Seed.of(0))) {
                state = KerasWeights.read(
                                file, model.compile(layers.compilation().get()))
                        .optimizerState();
            } catch (MalformedFileException e) {
                warnings.add("The optimizer starts anew: " + e.getMessage());
            }
        }
        return withWeights(layers, read.weights(), state);
    }

    private static KerasModel withWeights(KerasModel layers, Weights weights, Optional<OptimizerState> state) {
        return new KerasModel(
                layers.architecture(),
                weights,
                layers.compilation(),
                state,
                layers.frozenLayers(),
                layers.kerasVersion());
    }

    private static KerasModel named(Path file, ModelFormat format, KerasModel layers, List<String> warnings)
            throws IOException {
        Architecture architecture = layers.architecture();
        WeightsMatch match = SavedWeights.read(file).match(architecture);
        Weights weights = match.weights();
        if (!match.unused().isEmpty()) {
            warnings.add(file + ": left over, for no layer takes them: " + names(match.unused()) + ".");
        }
        Optional<OptimizerState> state = Optional.empty();
        if (layers.compilation().isPresent() && format == ModelFormat.CHECKPOINT) {
            try {
                state = Optional.of(TensorFlowCheckpoint.open(prefix(file))
                        .optimizerState(architecture, layers.compilation().get(), layers.frozenLayers(), weights));
            } catch (IllegalArgumentException e) {
                warnings.add("The optimizer starts anew: " + e.getMessage());
            }
        } else if (layers.compilation().isPresent()) {
            warnings.add("The optimizer starts anew: a SavedModel does not hold its state.");
        }
        return withWeights(layers, weights, state);
    }

    /** A checkpoint itself, or the latest in a folder. */
    static Path prefix(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return file;
        }
        return CheckpointFolder.of(file)
                .latest()
                .orElseThrow(() -> new NoSuchFileException(
                        file.toString(),
                        null,
                        "expected a file 'checkpoint' that says which is the latest, received none. Name one itself,"
                                + " without .index."));
    }

    private static String names(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }
}
