package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.tanh;
import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.recurrent.GRU;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.ReadOptions;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.SavedModelSignature;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.Texts;
import io.cornu.savedmodels.tf.WeightsMatch;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

/** SavedModels of every origin, read in Java without trust, against what Python says they give. */
@NeedsPython
class SavedModelSourcesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void kerasModelsExportedAndSaved(PythonWorker python) throws IOException {
        JsonNode truth = call(python, "keras_sources");
        for (String name : List.of("nested", "recurrent", "compiled")) {
            Array input = NumpyFiles.read(folder.resolve(name + ".npy"));
            for (String form : List.of("-export", "-save")) {
                try (LoadedSavedModel loaded = SavedModel.read(folder.resolve(name + form))) {
                    assertClose(loaded.predict(List.of(input)).get(0), truth.get(name), 1e-5);
                }
            }
        }
        // The names of Python's layers, which it numbers as it pleases, and those of the cells within.
        Architecture recurrent = Sequential.of(
                Input.of(5, 4),
                Bidirectional.of(GRU.of(3).withReturnSequences(true)),
                LSTM.of(3),
                Dropout.of(0.5),
                Dense.of(2));
        for (String form : List.of("recurrent-export", "recurrent-save")) {
            try (Model model = recurrent.build(
                    BuildOptions.of(Seed.of(1)),
                    SavedWeights.read(folder.resolve(form)).into(recurrent))) {
                assertClose(
                        model.predict(NumpyFiles.read(folder.resolve("recurrent.npy"))), truth.get("recurrent"), 1e-5);
            }
        }
    }

    @Test
    void wordsThroughTables(PythonWorker python) throws IOException {
        JsonNode truth = call(python, "text");
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("text"))) {
            Texts words =
                    Texts.of("the cat sat", "a dog", "unknown words here now").reshape(3, 1);
            // Keras numbers its tensors through the process.
            String input = loaded.defaultSignature().inputs().get(0).name();
            Map<String, Array> outputs = loaded.predict("serving_default", Map.of(), Map.of(input, words));
            assertClose(named(outputs, "output_0"), truth, 1e-5);
        }
    }

    @Test
    void functionsWithoutSignatures(PythonWorker python) throws IOException {
        call(python, "module");
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("module"))) {
            assertThat(loaded.signatures()).isEmpty();
            assertThat(loaded.functions())
                    .extracting(SavedModelSignature::name)
                    .containsExactlyInAnyOrder("f", "look", "flag(False)", "flag(True)", "any_rank");
            Map<String, Array> sums = loaded.predict("f", Map.of("x", Array.of(new float[] {1, 1, 1, 0, 1, 0}, 2, 3)));
            // (1+3+5, 2+4+6) and (3, 4), plus (10, 20) or (0.5, 0.25).
            assertThat(named(sums, "second").toFloats()).containsExactly(19, 32, 13, 24);
            assertThat(named(sums, "first").toFloats()).containsExactly(9.5f, 12.25f, 3.5f, 4.25f);
            Array pair = Array.of(new float[] {1, 2});
            assertThat(loaded.predict("flag(False)", List.of(pair)).get(0).toFloats())
                    .containsExactly(11, 22);
            assertThat(loaded.predict("flag(True)", List.of(pair)).get(0).toFloats())
                    .containsExactly(2, 4);
            List<Array> any = loaded.predict("any_rank", List.of(Array.of(new float[] {1, 2, 3, 4}, 1, 2, 2)));
            assertThat(any.get(0).toFloats()).containsExactly(10);
            assertThat(any.get(1).toInts()).containsExactly(1, -2);
            assertThat(loaded.predict("look", Map.of(), Map.of("words", Texts.of("two", "zero", "many")))
                            .values())
                    .allSatisfy(found -> assertThat(found.toInts()).containsExactly(2, 0, -1));
        }
    }

    @Test
    void everyTypeOfNumbers(PythonWorker python) throws IOException {
        call(python, "kinds");
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("kinds"))) {
            for (DataType type : DataType.values()) {
                int[] values = type == DataType.BOOL ? new int[] {1, 0} : new int[] {100, 3};
                Array input = Array.of(values);
                Array fed =
                        switch (type) {
                            case INT8, INT16, UINT32, UINT64 -> input.cast(DataType.INT64);
                            default -> input.cast(type);
                        };
                Array output = loaded.predict(type.kerasName(), List.of(fed)).get(0);
                assertThat(output.dataType()).isEqualTo(type);
                assertThat(output.toInts()).containsExactly(values);
                Array nothing = Array.of(new int[0]).cast(fed.dataType());
                assertThat(loaded.predict(type.kerasName(), List.of(nothing))
                                .get(0)
                                .shape())
                        .isEqualTo(Shape.of(0));
            }
            assertThat(loaded.predict("scalar", List.of(Array.scalar(2f))).get(0))
                    .isEqualTo(Array.scalar(3f));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict("unfed", List.of(Array.of(new int[] {1}))))
                    .withMessageContaining("uint32");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> loaded.predict("words", List.of(Array.of(new float[] {1}))))
                    .withMessageContaining("texts");
        }
    }

    @Test
    @Timeout(120)
    void loopsWithoutAnEndAreStopped(PythonWorker python) throws IOException {
        call(python, "forever");
        ReadOptions options = ReadOptions.defaults().withTimeLimit(Duration.ofMillis(500));
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("forever"), options)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> loaded.predict("endless", List.of(Array.scalar(1f))))
                    .withMessageContaining("imed out");
            assertThat(loaded.predict("short", List.of(Array.scalar(1f))).get(0))
                    .isEqualTo(Array.scalar(10f));
        }
    }

    @Test
    void tensorFlow1(PythonWorker python) throws IOException {
        call(python, "version1");
        Array pair = Array.of(new float[] {1, 2}, 1, 2);
        Texts example = new Texts(List.of(Files.readAllBytes(folder.resolve("example.bin"))), Shape.of(1));
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("one"))) {
            assertThat(loaded.predict(List.of(pair)).get(0).toFloats()).containsExactly(9);
            assertThat(named(loaded.predict("examples", Map.of(), Map.of("examples", example)), "y")
                            .toFloats())
                    .containsExactly(9);
            assertThat(loaded.predict("find", List.of(Array.of(new long[] {2, 1, 7})))
                            .get(0)
                            .toFloats())
                    .containsExactly(0.25f, 0.5f, -1);
        }
        try (LoadedSavedModel loaded =
                SavedModel.read(folder.resolve("one"), ReadOptions.defaults().withTags("serve", "double"))) {
            assertThat(loaded.predict(List.of(pair)).get(0).toFloats()).containsExactly(18);
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SavedModel.read(
                        folder.resolve("one"), ReadOptions.defaults().withTags("train")))
                .withMessageContaining("'train'")
                .withMessageContaining("[serve, double]");
        try (LoadedSavedModel loaded = SavedModel.read(folder.resolve("simple"))) {
            assertThat(loaded.predict(List.of(pair)).get(0).toFloats()).containsExactly(6);
        }
        WeightsMatch match = SavedWeights.read(folder.resolve("one"))
                .match(Sequential.of(Input.of(2), Dense.of(1).withUseBias(false)));
        assertThat(match.weights().get("dense/kernel").toFloats()).containsExactly(3, 3);
    }

    /** From Keras' export: the same predictions, and the losses Keras has when it trains on. */
    @Test
    void fineTuning(PythonWorker python) throws IOException {
        Random random = new Random(9);
        Array x = random(random, 40, 6);
        Array y = random(random, 40, 3);
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), y);
        JsonNode truth = call(python, "fine_tuning");
        Architecture architecture = Sequential.of(
                Input.of(6),
                Dense.of(8).withActivation(tanh()).named("features"),
                BatchNormalization.of(),
                Dense.of(3).named("head"));
        for (String form : List.of("export", "save")) {
            SavedWeights saved = SavedWeights.read(folder.resolve(form));
            try (Model model = architecture.build(BuildOptions.of(Seed.of(1)), saved.into(architecture))) {
                assertClose(model.predict(x), truth.get("predictions"), 1e-5);
                double[] loss = model.compile(SGD.of(0.1), meanSquaredError())
                        .fit(Dataset.of(x, y), Fit.epochs(3).withBatchSize(10).withShuffle(false))
                        .get("loss");
                for (int epoch = 0; epoch < 3; epoch++) {
                    double expected = truth.get("loss").get(epoch).asDouble();
                    assertThat(loss[epoch]).isCloseTo(expected, within(1e-4 * expected));
                }
            }
        }
        // A new head over the old features.
        Architecture other =
                architecture.withHead("batch_normalization", Dense.of(2).named("fresh"));
        try (Model fresh = other.build(Seed.of(2))) {
            WeightsMatch match = SavedWeights.read(folder.resolve("export")).match(other);
            assertThat(match.missing()).containsOnlyKeys("fresh/kernel", "fresh/bias");
            assertThat(match.unused()).hasSize(2);
            fresh.setWeights(match.over(fresh.weights()));
            assertThat(fresh.weights().get("features/kernel"))
                    .isEqualTo(match.source().read(named(match.matched(), "features/kernel")));
        }
    }

    private JsonNode call(PythonWorker python, String function) {
        return python.call("savedmodel_sources", function, folder, Map.of());
    }

    private static void assertClose(Array actual, JsonNode expected, double difference) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.at(i)).isCloseTo(expected.get(i).asDouble(), within(difference));
        }
    }

    private static Array random(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Array.of(values, rows, columns);
    }

    private static <T> T named(Map<String, T> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
