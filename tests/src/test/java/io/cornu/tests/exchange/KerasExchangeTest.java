package io.cornu.tests.exchange;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.initializers.Initializers;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.VariableSpec;
import io.cornu.model.BuildOptions;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasCodec;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import io.cornu.savedmodels.keras.KerasRegistry;
import io.cornu.schedules.LearningRate;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * {@code .keras} files between Cornu and Python Keras: what one side wrote predicts the same on the other, and learns on
 * as the first would have, step for step. Truth is what Keras computes.
 */
@NeedsPython
class KerasExchangeTest {
    private static final Fit FIT = Fit.epochs(2).withBatchSize(8).withShuffle(false);
    private static final String FILE = "model.keras";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @EnumSource
    void pythonGoesOnWhereJavaStopped(KerasRecipe recipe, PythonWorker python) throws IOException {
        Batch data = recipe.data(new Random(7));
        exchanged().save("x", data.inputs());
        exchanged().save("y", data.targets());
        try (Model model = recipe.architecture().build(Seed.of(7))) {
            model.freeze(name -> name.equals("frozen"));
            CompiledModel compiled = model.compile(recipe.compilation());
            compiled.fit(Dataset.of(data), FIT);
            KerasArchive.write(compiled, folder.resolve(FILE));
            List<Array> predicted = model.predict(Dataset.of(data), 8);
            History history = compiled.fit(Dataset.of(data), FIT);

            JsonNode report = python.call("keras_exchange", "go_on", folder, Map.of("file", FILE, "epochs", 2));

            assertThat(report.get("iterations").asInt()).isEqualTo(6);
            exchanged().requirePredictions(predicted);
            ExchangeFolder.requireHistory(history, report.get("history"));
            report.get("trainable").properties().forEach(layer -> assertThat(
                            layer.getValue().asBoolean())
                    .as(layer.getKey())
                    .isEqualTo(!layer.getKey().equals("frozen")));
        }
    }

    @ParameterizedTest
    @CsvSource({"cnn, 2", "two_ends, 2", "every_layer, 2", "untrained, 0"})
    void javaGoesOnWherePythonStopped(String recipe, int epochs, PythonWorker python) throws IOException {
        JsonNode report = python.call(
                "keras_exchange", "write", folder, Map.of("recipe", recipe, "file", FILE, "epochs", epochs));

        KerasModel saved = KerasArchive.read(folder.resolve(FILE));

        assertThat(saved.kerasVersion()).contains(report.get("keras").asText());
        assertThat(saved.frozenLayers()).isEqualTo(recipe.equals("every_layer") ? Set.of("frozen") : Set.of());
        Dataset data = Dataset.of(new Batch(exchanged().load("x"), exchanged().load("y"), Optional.empty()));
        try (Model model = saved.build(Seed.of(1))) {
            exchanged().requirePredictions(model.predict(data, 8));
            CompiledModel compiled = saved.compile(model);
            assertThat(compiled.optimizerState().iterations())
                    .isEqualTo(report.get("iterations").asLong());
            History history = compiled.fit(data, FIT.withEpochs(Math.max(epochs, 1)));
            if (epochs > 0) {
                ExchangeFolder.requireHistory(history, report.get("history"));
            }
        }
    }

    @Test
    void modelsWithoutOptimizerAreNotCompiled(PythonWorker python) throws IOException {
        Batch data = KerasRecipe.AMSGRAD.data(new Random(7));
        exchanged().save("x", data.inputs());
        BuildOptions options = BuildOptions.of(Seed.of(7)).withDataType(DataType.FLOAT64);
        try (Model model = KerasRecipe.AMSGRAD.architecture().build(options)) {
            KerasArchive.write(model, folder.resolve(FILE));

            JsonNode report = python.call("keras_exchange", "predict", folder, Map.of("file", FILE));

            assertThat(report.get("compiled").asBoolean()).isFalse();
            assertThat(report.get("name").asText()).isEqualTo("small");
            assertThat(report.get("dtype").asText()).isEqualTo("float64");
            exchanged().requirePredictions(model.predict(Dataset.of(data), 8));
        }
    }

    /** Its statistic comes first here and last in Keras' files. */
    record Scale(double factor, boolean mirrored) implements Layer {
        @Override
        public List<VariableSpec> variables(List<Shape> inputs) {
            return List.of(
                    VariableSpec.statistic("seen", Shape.scalar(), Initializers.zeros()),
                    VariableSpec.trainable("gain", Shape.of(inputs.get(0).get(-1)), Initializers.ones()));
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            Operand<T> gain = call.tf().math.mul(call.constant(mirrored ? -factor : factor), call.variable("gain"));
            return call.tf().math.add(call.tf().math.mul(gain, call.input()), call.variable("seen"));
        }
    }

    record Square() implements io.cornu.activations.Activation {
        @Override
        public String name() {
            return "square";
        }

        @Override
        public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) {
            return tf.math.square(x);
        }
    }

    record Halving(double start) implements LearningRate {
        @Override
        public double at(long step) {
            return start * Math.pow(.5, step);
        }
    }

    @Test
    void classesOfOnesOwnGoBothWays(PythonWorker python) throws IOException {
        KerasRegistry registry = KerasRegistry.standard()
                .withLayer(KerasCodec.of(
                                Scale.class,
                                required("factor", NUMBER, Scale::factor),
                                factor -> new Scale(factor, false))
                        .option("mirrored", FLAG, Scale::mirrored, (scale, flag) -> new Scale(scale.factor(), flag))
                        .registeredIn("mine"))
                .withActivation("mine>square", new Square())
                .withSchedule(KerasCodec.of(Halving.class, required("start", NUMBER, Halving::start), Halving::new)
                        .registeredIn("mine"));
        python.call("keras_exchange", "write", folder, Map.of("recipe", "custom", "file", FILE, "epochs", 2));
        KerasModel saved = KerasArchive.read(
                folder.resolve(FILE), KerasReadOptions.defaults().withRegistry(registry));
        Dataset data = Dataset.of(new Batch(exchanged().load("x"), exchanged().load("y"), Optional.empty()));
        try (Model model = saved.build(Seed.of(1))) {
            exchanged().requirePredictions(model.predict(data, 8));
            CompiledModel compiled = saved.compile(model);
            assertThat(compiled.learningRate()).isEqualTo(.5 / 64);
            compiled.fit(data, FIT);
            KerasArchive.write(KerasModel.of(compiled), folder.resolve(FILE), registry);
            List<Array> predicted = model.predict(data, 8);
            History history = compiled.fit(data, FIT);

            JsonNode report = python.call("keras_exchange", "go_on", folder, Map.of("file", FILE, "epochs", 2));

            assertThat(report.get("iterations").asInt()).isEqualTo(12);
            exchanged().requirePredictions(predicted);
            ExchangeFolder.requireHistory(history, report.get("history"));
        }
    }

    @Test
    void entriesAreThoseOfKeras(PythonWorker python) throws IOException {
        try (Model model = KerasRecipe.AMSGRAD.architecture().build(Seed.of(7))) {
            KerasArchive.write(model, folder.resolve(FILE));
        }
        JsonNode report = python.call("keras_exchange", "metadata", folder, Map.of("file", FILE));
        // 0 is ZIP_STORED.
        assertThat(report.get("entries").toString())
                .isEqualTo("{\"metadata.json\":0,\"config.json\":0,\"model.weights.h5\":0}");
        assertThat(report.get("metadata").get("keras_version").asText()).isEqualTo("3.15.1");
    }

    private ExchangeFolder exchanged() {
        return new ExchangeFolder(folder);
    }
}
