package io.cornu.tests.exchange;

import static io.cornu.tests.exchange.ExchangeFolder.requireHistory;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Legacy {@code .h5} files between Cornu and Python Keras 3: what one side wrote predicts the same on the other. Java
 * goes on with the optimizer's memory, Keras with a fresh one, as it must.
 */
@NeedsPython
class LegacyFileExchangeTest {
    private static final Fit FIT = Fit.epochs(2).withBatchSize(8).withShuffle(false);
    private static final String FILE = "model.h5";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @EnumSource
    void pythonStartsFromTheModelOfJava(KerasRecipe recipe, PythonWorker python) throws IOException {
        Batch data = recipe.data(new Random(7));
        ExchangeFolder files = new ExchangeFolder(folder);
        files.save(data);
        try (Model model = recipe.architecture().build(Seed.of(7))) {
            model.freeze(name -> name.equals("frozen"));
            CompiledModel compiled = model.compile(recipe.compilation());
            compiled.fit(Dataset.of(data), FIT);
            KerasH5.write(compiled, folder.resolve(FILE));
            List<Array> predicted = model.predict(Dataset.of(data), 8);
            History history = model.compile(recipe.compilation()).fit(Dataset.of(data), FIT);

            JsonNode report = python.call("file_exchange", "load_legacy", folder, Map.of("file", FILE, "epochs", 2));

            assertThat(report.get("iterations").asInt()).isZero();
            files.requirePredictions(predicted);
            requireHistory(history, report.get("history"));
            report.get("trainable").properties().forEach(layer -> assertThat(
                            layer.getValue().asBoolean())
                    .as(layer.getKey())
                    .isEqualTo(!layer.getKey().equals("frozen")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn", "two_ends", "every_layer", "big", "operations"})
    void javaGoesOnWherePythonStopped(String recipe, PythonWorker python) throws IOException {
        JsonNode report = python.call(
                "file_exchange", "write_legacy", folder, Map.of("recipe", recipe, "file", FILE, "epochs", 2));
        ExchangeFolder files = new ExchangeFolder(folder);

        KerasModel saved = KerasH5.read(folder.resolve(FILE));

        assertThat(saved.notes()).isEmpty();
        try (Model model = saved.build(Seed.of(1))) {
            files.requirePredictions(model.predict(files.data(), 8));
            CompiledModel compiled = saved.compile(model);
            assertThat(compiled.optimizerState().iterations())
                    .isEqualTo(report.get("iterations").asLong());
            requireHistory(compiled.fit(files.data(), FIT), report.get("history"));
        }
    }
}
