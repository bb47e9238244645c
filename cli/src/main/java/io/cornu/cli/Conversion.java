package io.cornu.cli;

import io.cornu.layers.DTypePolicy;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.savedmodels.tf.ExportOptions;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model on its way from one form to another, and what is lost on it. */
final class Conversion {
    private final List<String> warnings = new ArrayList<>();
    private KerasModel model;

    private Conversion(KerasModel model) {
        this.model = model;
    }

    static Conversion read(Path in, Steps steps) throws IOException {
        ModelFormat format = ModelFiles.format(in);
        steps.begin("Reading " + in + " (" + format.title() + ")");
        return switch (format) {
            case KERAS -> new Conversion(KerasArchive.read(in));
            case SAVED_MODEL ->
                throw new CommandFailure(in + ": expected a model with layers, received a SavedModel, which is a program"
                        + " without. Convert the .keras file that it was made from.");
            default ->
                throw new CommandFailure(in + ": expected a .keras file, received a " + format.title() + ".");
        };
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

    void write(ConvertFormat format, Path out) throws IOException {
        switch (format) {
            case KERAS -> KerasArchive.write(model, out, KerasRegistry.standard());
            case SAVEDMODEL -> export(out, ExportOptions.defaults());
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
                throw new CommandFailure("--train-signature: expected a model with an optimizer and a loss, received one"
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
