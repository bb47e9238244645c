package io.cornu.cli;

import io.cornu.data.AtomicFiles;
import io.cornu.layers.DTypePolicy;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.ExportOptions;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model on its way from one form to another, and what is lost on it. */
final class Conversion {
    private final List<String> warnings;
    private KerasModel model;

    private Conversion(KerasModel model, List<String> warnings) {
        this.model = model;
        this.warnings = warnings;
    }

    static Conversion read(Path in, Optional<Path> architecture, Steps steps) throws IOException {
        ModelFormat format = ModelFiles.format(in);
        List<String> warnings = new ArrayList<>();
        steps.begin("Reading " + in + " (" + format.title() + ")");
        if (architecture.isEmpty()) {
            return new Conversion(ModelSource.read(in, warnings), warnings);
        }
        if (!ModelSource.needsArchitecture(format)) {
            throw new CommandFailure("--architecture: expected with weights alone, received with " + in + ", a "
                    + format.title() + ", which has its layers. Leave it out.");
        }
        KerasModel layers = ModelSource.layers(architecture.get(), new ArrayList<>());
        return new Conversion(ModelSource.read(in, layers, warnings), warnings);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void removeOptimizer() {
        model = new KerasModel(
                model.architecture(),
                model.weights(),
                Optional.empty(),
                Optional.empty(),
                model.frozenLayers(),
                model.kerasVersion());
    }

    void compute(DTypePolicy policy) {
        model = new KerasModel(
                model.architecture().withPolicy(policy),
                model.weights(),
                model.compilation(),
                model.optimizerState(),
                model.frozenLayers(),
                model.kerasVersion());
    }

    void fold() {
        int before = model.architecture().graph().layers().size();
        if (model.compilation().isPresent()) {
            warnings.add("The optimizer, loss and metrics are left out: the folded model has other weights to learn.");
        }
        try (Model built = build();
                Model folded = built.foldBatchNormalization()) {
            model = KerasModel.of(folded);
        }
        if (model.architecture().graph().layers().size() == before) {
            warnings.add("Nothing was folded: no batch normalization follows a layer that can take it in.");
        }
    }

    void write(ConvertFormat format, Path in, Path out) throws IOException {
        switch (format) {
            case KERAS -> KerasArchive.write(model, out, KerasRegistry.standard());
            case H5 -> {
                if (model.optimizerState().isPresent()) {
                    warnings.add(
                            "The optimizer's state is left out: Keras 3 cannot fit a legacy .h5 model that has it.");
                }
                KerasH5.write(model, out, KerasRegistry.standard());
            }
            case WEIGHTS -> {
                warnings.add("Weights alone, with the optimizer's state: keep " + in + " for the layers and settings.");
                KerasWeights.write(model, out, KerasRegistry.standard());
            }
            case SAVEDMODEL -> export(out, ExportOptions.defaults());
            case CHECKPOINT -> {
                warnings.add("A checkpoint holds weights and the optimizer's state alone: keep " + in
                        + " for the layers and settings.");
                AtomicFiles.writeDirectory(
                        out, "checkpoint", folder -> CheckpointFolder.of(folder).save(model));
            }
        }
    }

    void export(Path out, ExportOptions options) throws IOException {
        try (Model built = build()) {
            if (options.trainStep().isEmpty()) {
                loseTraining("a SavedModel");
                SavedModel.write(built, out, options);
            } else if (model.compilation().isPresent()) {
                SavedModel.write(model.compile(built), out, options);
            } else {
                throw new CommandFailure(
                        "--train-signature: expected a model with an optimizer and a loss, received one"
                                + " without. Leave it out, or compile the model before saving it.");
            }
        }
    }

    private void loseTraining(String target) {
        if (model.compilation().isPresent()) {
            warnings.add("The optimizer, its state, loss and metrics are left out: " + target + " holds none.");
        }
    }

    private Model build() {
        return model.build(BuildOptions.of(Seed.of(0)).withDataType(model.dataType()));
    }
}
