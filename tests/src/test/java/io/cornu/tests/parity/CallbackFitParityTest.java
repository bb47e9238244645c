package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.activations.Activations;
import io.cornu.callbacks.BackupAndRestore;
import io.cornu.callbacks.CSVLogger;
import io.cornu.callbacks.LambdaCallback;
import io.cornu.callbacks.ModelCheckpoint;
import io.cornu.callbacks.ReduceLROnPlateau;
import io.cornu.callbacks.SwapEMAWeights;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.OptimizerSettings;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.WeightAverage;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import io.cornu.tracking.RunLog;
import io.cornu.tracking.RunTracking;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real fits with callbacks, here and in Keras. */
@NeedsPython
class CallbackFitParityTest {
    private static final String MODULE = "callback_parity";
    private static final int EPOCHS = 6;
    private static final int BATCH = 8;

    /** 30 of 40 examples to learn from: 4 batches an epoch. */
    private static final Fit FIT =
            Fit.epochs(EPOCHS).withBatchSize(BATCH).withShuffle(false).withValidationSplit(.25);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Dataset data;

    @BeforeEach
    void writeData() throws IOException {
        RandomGenerator random = Seed.of(3).generator();
        float[] x = new float[40 * 5];
        int[] y = new int[40];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = x[5 * i] > .5 ? 2 : x[5 * i + 1] > 0 ? 1 : 0;
        }
        data = Dataset.of(Array.of(x, 40, 5), Array.of(y));
        NumpyFiles.write(folder.resolve("x.npy"), Array.of(x, 40, 5));
        NumpyFiles.write(folder.resolve("y.npy"), Array.of(y));
    }

    @Test
    void resumedFitIsTheUninterruptedOneAndBothAreKerass(PythonWorker python) throws IOException {
        record Result(List<History.Epoch> epochs, Weights weights, OptimizerState state) {}
        Result whole;
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            KerasArchive.write(compiled, folder.resolve("start.keras"));
            History history = compiled.fit(data, FIT.withCallbacks(reduce(), CSVLogger.of(folder.resolve("ours.csv"))));
            whole = new Result(history.epochs(), model.weights(), compiled.optimizerState());
        }
        Callback backup = BackupAndRestore.of(folder.resolve("backup")).withSaveFrequency(3);
        for (int crash : new int[] {2, 10}) {
            try (Model model = network()) {
                int[] left = {crash};
                Callback crashing = LambdaCallback.of().withBatchBegin(batch -> {
                    if (left[0]-- == 0) {
                        throw new UnsupportedOperationException("crash");
                    }
                });
                CompiledModel compiled = compile(model);
                Fit fit = FIT.withCallbacks(reduce(), backup, crashing);
                assertThatExceptionOfType(UnsupportedOperationException.class)
                        .isThrownBy(() -> compiled.fit(data, fit));
            }
        }
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            History history = compiled.fit(data, FIT.withCallbacks(reduce(), backup));
            assertThat(new Result(history.epochs(), model.weights(), compiled.optimizerState()))
                    .isEqualTo(whole);
        }
        JsonNode theirs = python.call(
                MODULE,
                "fit",
                folder,
                Map.of(
                        "model",
                        "start.keras",
                        "epochs",
                        EPOCHS,
                        "batch",
                        BATCH,
                        "reduce",
                        Map.of("patience", 0, "min_delta", 10, "factor", .5),
                        "csv_file",
                        "theirs.csv"));
        for (History.Epoch epoch : whole.epochs()) {
            assertThat(theirs.properties()).hasSameSizeAs(epoch.values().keySet());
            epoch.values().forEach((name, value) -> {
                double their = theirs.get(name).get(epoch.number()).asDouble();
                assertThat(value)
                        .as("%s of epoch %s", name, epoch.number())
                        .isCloseTo(their, within(1e-4 * Math.max(1e-3, Math.abs(their))));
            });
        }
        // The rate is what the callback is for: it halves after the first epoch, again and again.
        assertThat(whole.epochs().get(EPOCHS - 1).get("learning_rate")).isLessThan(.01 / 10);
        compareCsv(
                python.call(MODULE, "read_csv", folder, Map.of("file", "ours.csv")),
                python.call(MODULE, "read_csv", folder, Map.of("file", "theirs.csv")));
    }

    private static void compareCsv(JsonNode ours, JsonNode theirs) {
        assertThat(ours).hasSize(EPOCHS).hasSameSizeAs(theirs);
        for (int i = 0; i < EPOCHS; i++) {
            JsonNode our = ours.get(i);
            assertThat(our.size()).isEqualTo(theirs.get(i).size());
            for (Map.Entry<String, JsonNode> value : theirs.get(i).properties()) {
                double their = Double.parseDouble(value.getValue().asText());
                assertThat(Double.parseDouble(our.get(value.getKey()).asText()))
                        .as("%s in row %s", value.getKey(), i)
                        .isCloseTo(their, within(1e-4 * Math.max(1e-3, Math.abs(their))));
            }
        }
    }

    @Test
    void weightsOfCheckpointsAreReadByKeras(PythonWorker python) throws IOException {
        Weights last;
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            KerasArchive.write(compiled, folder.resolve("start.keras"));
            compiled.fit(
                    data,
                    FIT.withCallbacks(ModelCheckpoint.of(folder + "/e{epoch}.weights.h5", KerasWeights::write)));
            last = model.weights();
        }
        JsonNode read = python.call(
                MODULE,
                "load_weights",
                folder,
                Map.of("model", "start.keras", "files", List.of("e1.weights.h5", "e6.weights.h5")));
        JsonNode values = read.get(1);
        assertThat(values).hasSize(last.byPath().size());
        last.byPath().forEach((path, value) -> {
            JsonNode their = values.get("sequential/" + path);
            assertThat(their).as(path).hasSize(value.size());
            for (int i = 0; i < value.size(); i++) {
                assertThat(their.get(i).asDouble()).as(path).isEqualTo(value.at(i));
            }
        });
        assertThat(read.get(0)).isNotEqualTo(values);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void averagesStandInForWeightsWhenKerassDo(boolean swapsOnEpoch, PythonWorker python) throws IOException {
        NumpyFiles.write(
                folder.resolve("y.npy"),
                data.inMemory().orElseThrow().targets().get(0).cast(DataType.FLOAT32));
        List<List<Array>> seen = new ArrayList<>();
        List<History.Epoch> epochs;
        Weights last;
        Dataset regression =
                Dataset.of(NumpyFiles.read(folder.resolve("x.npy")), NumpyFiles.read(folder.resolve("y.npy")));
        try (Model model = Sequential.of(Input.of(5), Dense.of(4).withActivation(Activations.tanh()), Dense.of(1))
                .build(Seed.of(2))) {
            SGD averaging =
                    SGD.of(.05).withSettings(OptimizerSettings.none().withEma(Optional.of(WeightAverage.of(.9))));
            KerasArchive.write(model, folder.resolve("start.keras"));
            CompiledModel compiled = model.compile(averaging, Losses.meanSquaredError());
            Fit fit = FIT.withCallbacks(
                    SwapEMAWeights.of().withSwapOnEpoch(swapsOnEpoch),
                    LambdaCallback.of()
                            .withEpochEnd(epoch -> seen.add(
                                    List.copyOf(model.weights().byPath().values()))));
            epochs = compiled.fit(regression, fit).epochs();
            last = model.weights();
        }
        JsonNode theirs = python.call(
                MODULE,
                "ema",
                folder,
                Map.of(
                        "model",
                        "start.keras",
                        "momentum",
                        .9,
                        "epochs",
                        EPOCHS,
                        "batch",
                        BATCH,
                        "swap_on_epoch",
                        swapsOnEpoch));
        for (int i = 0; i < EPOCHS; i++) {
            assertClose(
                    epochs.get(i).get("loss"), theirs.get("history").get("loss").get(i), "loss");
            assertClose(
                    epochs.get(i).get("val_loss"),
                    theirs.get("history").get("val_loss").get(i),
                    "val_loss");
            assertClose(seen.get(i), theirs.get("seen").get(i), "seen in epoch " + i);
        }
        assertClose(List.copyOf(last.byPath().values()), theirs.get("weights"), "in the end");
        // Averages lag behind: they are seen at the end of an epoch only where that is asked for.
        assertThat(seen.get(EPOCHS - 1).equals(List.copyOf(last.byPath().values())))
                .isEqualTo(swapsOnEpoch);
    }

    private static void assertClose(List<Array> ours, JsonNode theirs, String where) {
        assertThat(theirs).as(where).hasSize(ours.size());
        for (int i = 0; i < ours.size(); i++) {
            List<JsonNode> numbers = new ArrayList<>();
            flatten(theirs.get(i), numbers);
            assertThat(numbers).as(where).hasSize(ours.get(i).size());
            for (int j = 0; j < numbers.size(); j++) {
                assertClose(ours.get(i).at(j), numbers.get(j), where);
            }
        }
    }

    private static void assertClose(double ours, JsonNode theirs, String where) {
        double their = theirs.asDouble();
        assertThat(ours).as(where).isCloseTo(their, within(1e-6 + 1e-5 * Math.abs(their)));
    }

    private static void flatten(JsonNode node, List<JsonNode> numbers) {
        if (node.isArray()) {
            node.forEach(child -> flatten(child, numbers));
        } else {
            numbers.add(node);
        }
    }

    @Test
    void runLogIsStrictJson(PythonWorker python) {
        Callback strange = fit -> {
            fit.note("said \"too early\", before the run");
            return new FitListener() {
                @Override
                public void epochEnd(History.Epoch epoch) {
                    fit.note("tab\t \"quotes\" \\ é \ud83d\ude00 \ud83d line\u2028\n \u0001");
                }
            };
        };
        try (Model model = network()) {
            CompiledModel compiled = compile(model);
            RunTracking tracking =
                    RunTracking.of(RunLog.of(folder.resolve("logs/runs.jsonl"))).withBatchFrequency(2);
            compiled.fit(data, FIT.withEpochs(2).withCallbacks(reduce(), strange, tracking));
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> compiled.fit(
                            data,
                            FIT.withCallbacks(tracking, LambdaCallback.of().withEpochEnd(epoch -> {
                                throw new IllegalStateException("no \"more\"");
                            }))));
        }
        JsonNode lines = python.call(MODULE, "json_lines", folder, Map.of("file", "logs/runs.jsonl"));
        assertThat(lines.findValuesAsText("event"))
                .containsExactly(
                        "start", "batch", "batch", "note", "epoch", "batch", "batch", "note", "note", "epoch", "end",
                        "start", "batch", "batch", "epoch", "end");
        JsonNode settings = lines.get(0).get("settings");
        assertThat(settings.get("optimizer").asText()).startsWith("Adam[").contains("0.01");
        assertThat(settings.get("batch_size").asText()).isEqualTo("8");
        // 5 * 8 + 8, four of 8, 8 * 3 + 3.
        assertThat(settings.get("parameters").asText()).isEqualTo("107");
        assertThat(settings.get("model_digest").asText()).matches("[0-9a-f]{64}");
        assertThat(lines.get(3).get("message").asText())
                .isEqualTo("tab\t \"quotes\" \\ é \ud83d\ude00 \ud83d line\u2028\n \u0001");
        JsonNode epoch = lines.get(4);
        assertThat(epoch.get("epoch").asInt()).isZero();
        assertThat(epoch.get("step").asInt()).isEqualTo(4);
        assertThat(epoch.get("values").get("val_accuracy").isDouble()).isTrue();
        JsonNode end = lines.get(10);
        assertThat(end.get("ending").asText()).isEqualTo("finished");
        assertThat(end.get("run"))
                .isEqualTo(lines.get(0).get("run"))
                .isNotEqualTo(lines.get(11).get("run"));
        JsonNode failed = lines.get(15);
        assertThat(failed.get("ending").asText()).isEqualTo("failed");
        assertThat(failed.get("reason").asText()).contains("no \"more\"");
    }

    private static Callback reduce() {
        return ReduceLROnPlateau.of().withPatience(0).withMinDelta(10).withFactor(.5);
    }

    private static CompiledModel compile(Model model) {
        return model.compile(Adam.of(.01), Losses.sparseCategoricalCrossentropy(), Metrics.accuracy());
    }

    private static Model network() {
        return Sequential.of(
                        Input.of(5),
                        Dense.of(8).withActivation(Activations.relu()),
                        BatchNormalization.of(),
                        Dense.of(3).withActivation(Activations.softmax()))
                .build(Seed.of(2));
    }
}
