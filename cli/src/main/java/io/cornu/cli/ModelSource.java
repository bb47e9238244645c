package io.cornu.cli;

import io.cornu.model.Architecture;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import io.cornu.savedmodels.tf.WeightsMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
        return switch (format) {
            case KERAS -> KerasArchive.read(file);
            default ->
                throw new CommandFailure(file + ": expected a model with weights, received a " + format.title() + ".");
        };
    }

    /** The weights of a file in the layers of another. */
    static KerasModel read(Path file, KerasModel layers, List<String> warnings) throws IOException {
        ModelFormat format = ModelFiles.format(file);
        return switch (format) {
            case SAVED_MODEL, CHECKPOINT -> named(file, format, layers, warnings);
            default -> read(file, warnings);
        };
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
        return new KerasModel(
                architecture,
                weights,
                layers.compilation(),
                state,
                layers.frozenLayers(),
                layers.kerasVersion());
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
