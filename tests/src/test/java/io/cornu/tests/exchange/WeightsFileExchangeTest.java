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
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code .weights.h5} files between Cornu and Python Keras: what one side wrote predicts the same on the other, and
 * learns on as the first would have. Truth is what Keras computes.
 */
@NeedsPython
class WeightsFileExchangeTest {
    private static final Fit FIT = Fit.epochs(2).withBatchSize(8).withShuffle(false);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @EnumSource
    void pythonTakesTheWeightsOfJava(KerasRecipe recipe, PythonWorker python) throws IOException {
        Batch data = recipe.data(new Random(7));
        ExchangeFolder files = new ExchangeFolder(folder);
        files.save(data);
        try (Model model = recipe.architecture().build(Seed.of(7))) {
            model.freeze(name -> name.equals("frozen"));
            CompiledModel compiled = model.compile(recipe.compilation());
            compiled.fit(Dataset.of(data), FIT);
            // The settings; its weights and its optimizer's memory Python sets to 0.
            KerasArchive.write(compiled, folder.resolve("model.keras"));
            KerasWeights.write(compiled, folder.resolve("model.weights.h5"));
            List<Array> predicted = model.predict(Dataset.of(data), 8);
            History history = compiled.fit(Dataset.of(data), FIT);

            JsonNode report = python.call(
                    "file_exchange",
                    "load_weights",
                    folder,
                    Map.of("model", "model.keras", "file", "model.weights.h5", "epochs", 2));

            assertThat(report.get("iterations").asInt()).isEqualTo(6);
            files.requirePredictions(predicted);
            requireHistory(history, report.get("history"));
        }
    }

    @ParameterizedTest
    @CsvSource({"cnn, x.weights.h5", "two_ends, x.weights.h5", "every_layer, x.weights.h5", "cnn, model.keras"})
    void javaTakesTheWeightsOfPython(String recipe, String file, PythonWorker python) throws IOException {
        JsonNode report = python.call(
                "file_exchange",
                "write_weights",
                folder,
                Map.of("recipe", recipe, "file", "x.weights.h5", "epochs", 2));

        goOn(file, report);
    }

    /** Shards of 100 bytes or so hold a variable or two each, and parts of layers. */
    @Test
    void javaTakesWeightsInSeveralFiles(PythonWorker python) throws IOException {
        JsonNode report = python.call(
                "file_exchange",
                "write_weights",
                folder,
                Map.of("recipe", "cnn", "file", "x.weights.json", "epochs", 2, "max_shard_size", 3e-6));

        goOn("x.weights.json", report);
    }

    /** Wider, big-endian, packed and summed up: Keras reads such files, too. */
    @Test
    void javaTakesNumbersAsOthersStoreThem(PythonWorker python) throws IOException {
        JsonNode report = python.call(
                "file_exchange", "write_weights", folder, Map.of("recipe", "cnn", "file", "x.weights.h5", "epochs", 2));
        python.call(
                "file_exchange",
                "foreign_numbers",
                folder,
                Map.of("file", "x.weights.h5", "target", "foreign.weights.h5"));

        goOn("foreign.weights.h5", report);
    }

    private void goOn(String file, JsonNode report) throws IOException {
        ExchangeFolder files = new ExchangeFolder(folder);
        KerasModel settings = KerasArchive.read(folder.resolve("model.keras"));
        try (Model model = settings.architecture().build(Seed.of(1))) {
            model.freeze(settings.frozenLayers()::contains);
            CompiledModel compiled = model.compile(settings.compilation().orElseThrow());

            KerasWeights.read(folder.resolve(file), compiled).giveTo(compiled);

            files.requirePredictions(model.predict(files.data(), 8));
            assertThat(compiled.optimizerState().iterations())
                    .isEqualTo(report.get("iterations").asLong());
            requireHistory(compiled.fit(files.data(), FIT), report.get("history"));
        }
    }
}
