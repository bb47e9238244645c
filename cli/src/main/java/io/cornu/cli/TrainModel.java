package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Digests;
import io.cornu.losses.Loss;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.models.ArchitectureCatalog;
import io.cornu.optimizers.Optimizer;
import io.cornu.runtime.Device;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/**
 * The model of a run.
 *
 * @param model with its weights
 * @param compiled with its optimizer
 */
record TrainModel(Model model, CompiledModel compiled) implements AutoCloseable {
    static TrainModel create(TrainSettings settings, TrainData data) throws IOException {
        return create(settings, data, options(settings));
    }

    /** The same from another seed, or with other threads. */
    static TrainModel create(TrainSettings settings, TrainData data, BuildOptions options) throws IOException {
        Batch example = data.train().read(new int[] {0});
        if (!SettingsCheck.isFile(settings.architecture())) {
            Architecture architecture = ArchitectureCatalog.get(
                    settings.architecture(), exampleShape(example.inputs().get(0)), classes(data, example));
            return compiled(architecture.build(options), settings, data, Optional.empty());
        }
        KerasModel file = ModelFiles.keras(Path.of(settings.architecture()));
        boolean keepsOptimizer =
                settings.optimizer() == null && file.compilation().isPresent();
        Model model = file.build(options);
        return keepsOptimizer
                ? closingOnFailure(model, () -> kept(file, model, settings))
                : compiled(model, settings, data, file.compilation());
    }

    static TrainModel resume(TrainSettings settings, Checkpoint.Opened checkpoint) {
        Model model = checkpoint.model().build(options(settings));
        return closingOnFailure(model, () -> {
            CompiledModel compiled = checkpoint.model().compile(model);
            if (compiled.compilation().optimizer().learningRate() instanceof LearningRate.Constant) {
                compiled.setLearningRate(checkpoint.learningRate());
            }
            return new TrainModel(model, compiled);
        });
    }

    RunReport.Architecture describe() {
        Architecture architecture = model.architecture();
        var digest = Digests.sha256();
        digest.update(architecture.graph().toString().getBytes(StandardCharsets.UTF_8));
        long parameters = architecture.graph().variables().values().stream()
                .mapToLong(spec -> spec.shape().size())
                .sum();
        return new RunReport.Architecture(architecture.name(), Digests.hex(digest), parameters);
    }

    @Override
    public void close() {
        model.close();
    }

    /** The file's own settings and optimizer state, except for what was asked for. */
    private static TrainModel kept(KerasModel file, Model model, TrainSettings settings) {
        Compilation own = file.compilation().orElseThrow();
        Optimizer optimizer = Choices.overridden(own.optimizer(), settings);
        Compilation wanted = own.withOptimizer(optimizer);
        CompiledModel compiled =
                model.compile(settings.loss() == null ? wanted : withLoss(wanted, Choices.loss(settings.loss())));
        // Another momentum may have other memory; then there is nothing to go on from, as in Keras.
        file.optimizerState()
                .filter(state -> optimizer.slots().equals(own.optimizer().slots()))
                .ifPresent(compiled::setOptimizerState);
        if (settings.learningRate() != null) {
            compiled.setLearningRate(settings.learningRate());
        }
        return new TrainModel(model, compiled);
    }

    private static Compilation withLoss(Compilation compilation, Loss loss) {
        return compilation.withOutputs(compilation.outputs().stream()
                .map(output -> output.withLoss(loss))
                .toList());
    }

    private static TrainModel compiled(
            Model model, TrainSettings settings, TrainData data, Optional<Compilation> earlier) {
        return closingOnFailure(model, () -> {
            Batch example = data.train().read(new int[] {0});
            Optimizer optimizer =
                    Choices.optimizer(settings, settings.length(data.train().size()));
            List<Compilation.Output> outputs = new ArrayList<>();
            for (int i = 0; i < model.architecture().graph().outputs().size(); i++) {
                outputs.add(output(model, settings, example, earlier, i));
            }
            return new TrainModel(model, model.compile(new Compilation(optimizer, outputs)));
        });
    }

    private static TrainModel closingOnFailure(Model model, Supplier<TrainModel> rest) {
        try {
            return rest.get();
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static Compilation.Output output(
            Model model, TrainSettings settings, Batch example, Optional<Compilation> earlier, int number) {
        if (settings.loss() == null && earlier.isPresent()) {
            return earlier.get().outputs().get(number);
        }
        Loss loss = settings.loss() == null
                ? Choices.usualLoss(model.architecture().graph(), number, example.targets())
                : Choices.loss(settings.loss());
        return Choices.measured(loss);
    }

    private static BuildOptions options(TrainSettings settings) {
        return BuildOptions.of(Seed.of(settings.seed()))
                .withSession(new SessionOptions(Device.parse(settings.device()), settings.threads()));
    }

    private static Shape exampleShape(Array input) {
        Shape shape = input.shape();
        return shape.takeLast(shape.numDimensions() - 1);
    }

    /** As many classes as have names, or as targets are wide, or as the largest number says. */
    private static int classes(TrainData data, Batch example) {
        if (!data.train().classNames().isEmpty()) {
            return data.train().classNames().size();
        }
        Array target = example.targets().get(0);
        if (target.size() > 1) {
            return target.size();
        }
        double largest = 1;
        Array all = data.train().inMemory().map(batch -> batch.targets().get(0)).orElse(target);
        for (int i = 0; i < all.size(); i++) {
            largest = Math.max(largest, all.at(i));
        }
        if (largest != Math.rint(largest) || largest > 100_000) {
            throw new IllegalArgumentException("--data: expected class numbers, received targets up to " + largest
                    + ". Give a .keras file whose last layer fits such targets.");
        }
        return (int) largest + 1;
    }
}
