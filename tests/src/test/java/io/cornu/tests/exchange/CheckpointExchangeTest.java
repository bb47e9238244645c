package io.cornu.tests.exchange;

import static io.cornu.activations.Activations.relu;
import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.recurrent.Bidirectional;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.attention.MultiHeadAttention;
import io.cornu.layers.Padding;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.SavedWeights;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import io.cornu.savedmodels.tf.WeightsMatch;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TensorFlow's checkpoints in both directions: values, names, optimizers, and training that goes on. */
@NeedsPython
class CheckpointExchangeTest {
    /** Of losses after further training, relative. */
    private static final double CONTINUED = 1e-4;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @ParameterizedTest
    @CsvSource({"sequential, adam", "sequential, rmsprop", "recurrent, sgd", "sequential, scaled"})
    void pythonRestoresWhatJavaSavedAndGoesOn(String kind, String optimizer, PythonWorker python) throws IOException {
        Dataset data = data(kind);
        double[] loss;
        CheckpointFolder checkpoints =
                CheckpointFolder.of(folder.resolve("java")).withMaxToKeep(2);
        try (Model model = network(kind).build(Seed.of(3))) {
            CompiledModel compiled = model.compile(optimizer(optimizer), meanSquaredError());
            compiled.fit(data, once(2));
            checkpoints.save(KerasModel.of(compiled));
            checkpoints.save(KerasModel.of(compiled));
            assertThat(checkpoints.save(KerasModel.of(compiled))).isEqualTo(folder.resolve("java/ckpt-3"));
            assertThat(checkpoints.checkpoints())
                    .containsExactly(folder.resolve("java/ckpt-2"), folder.resolve("java/ckpt-3"));
            NumpyFiles.write(
                    folder.resolve("java-predictions.npy"),
                    model.predict(NumpyFiles.read(folder.resolve("x.npy"))));
            loss = losses(compiled, data);
        }
        assertThat(call(python, "restore_weights", Map.of("kind", kind, "name", "java")).asDouble())
                .isLessThan(1e-5);
        JsonNode restored =
                call(python, "restore", Map.of("kind", kind, "optimizer", optimizer, "name", "java"));
        assertThat(restored.get("latest").asText()).endsWith("/ckpt-3");
        assertThat(restored.get("saves").asInt()).isEqualTo(3);
        assertThat(restored.get("iterations").asInt()).isEqualTo(6);
        assertThat(restored.get("predictions").asDouble()).isLessThan(1e-5);
        for (int epoch = 0; epoch < loss.length; epoch++) {
            double expected = restored.get("loss").get(epoch).asDouble();
            assertThat(loss[epoch]).isCloseTo(expected, within(CONTINUED * expected));
        }
        assertThat(restored.get("kept")).hasSize(2);
        // Python's manager went on where Java's stopped.
        assertThat(restored.get("after").asText()).endsWith("/ckpt-4");
        assertThat(checkpoints.latest()).contains(folder.resolve("java/ckpt-4"));
        assertThat(SavedWeights.read(folder.resolve("java")).match(network(kind)).isComplete())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sequential, adam", "sequential, rmsprop", "recurrent, sgd"})
    void javaTakesWeightsByNameAndGoesOn(String kind, String optimizer, PythonWorker python) throws IOException {
        Dataset data = data(kind);
        JsonNode written = call(python, "write", Map.of("kind", kind, "optimizer", optimizer, "name", "python"));
        CheckpointFolder checkpoints = CheckpointFolder.of(folder.resolve("python"));
        Path latest = checkpoints.latest().orElseThrow();
        assertThat(latest).hasToString(written.get("latest").asText());
        assertThat(checkpoints.checkpoints()).hasSize(2).last().isEqualTo(latest);
        SavedWeights saved = SavedWeights.read(folder.resolve("python"));
        assertThat(saved.tensors())
                .extracting(TensorDescription::name)
                .containsAll(texts(written.get("names")));
        Architecture architecture = network(kind);
        Weights weights = saved.into(architecture);
        Compilation compilation = Compilation.of(optimizer(optimizer), meanSquaredError());
        OptimizerState state = TensorFlowCheckpoint.open(latest)
                .optimizerState(architecture, compilation, Set.of(), weights);
        try (Model model = architecture.build(BuildOptions.of(Seed.of(1)), weights)) {
            assertClose(
                    model.predict(NumpyFiles.read(folder.resolve("x.npy"))),
                    NumpyFiles.read(folder.resolve("python-predictions.npy")),
                    1e-5);
            CompiledModel compiled = model.compile(compilation);
            compiled.setOptimizerState(state);
            assertThat(compiled.iterations()).isEqualTo(6);
            double[] loss = losses(compiled, data);
            for (int epoch = 0; epoch < loss.length; epoch++) {
                double expected = written.get("loss").get(epoch).asDouble();
                assertThat(loss[epoch]).isCloseTo(expected, within(CONTINUED * expected));
            }
        }
    }

    @Test
    void readsEveryTypeFromSeveralFiles(PythonWorker python) throws IOException {
        JsonNode truth = call(python, "kinds", Map.of());
        TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(folder.resolve("kinds"));
        assertThat(checkpoint.tensors()).hasSize(truth.size() + 1);
        for (Map.Entry<String, JsonNode> entry : truth.properties()) {
            Array read = checkpoint.read(entry.getKey());
            assertThat(read.dataType().kerasName())
                    .isEqualTo(entry.getValue().get(2).asText());
            assertThat(read.shape().asArray()).isEqualTo(longs(entry.getValue().get(1)));
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.at(i)).isEqualTo(entry.getValue().get(0).get(i).asDouble());
            }
        }
        assertThat(checkpoint.readTexts("texts")).containsExactly("word", "", "gr\u00fc\u00df", "x".repeat(300));
    }

    @Test
    void pythonReadsNamesThatJavaWrote(PythonWorker python) throws IOException {
        Map<String, Array> arrays = new LinkedHashMap<>();
        arrays.put("dense/kernel", Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        arrays.put("count", Array.scalar(7).cast(DataType.INT8));
        for (DataType type : DataType.values()) {
            arrays.put("types/" + type.kerasName(), Array.of(new int[] {1, 0}).cast(type));
        }
        for (int i = 0; i < 3000; i++) {
            arrays.put("many/layer_with_a_long_name_" + i, Array.scalar(i));
        }
        CheckpointFolder.writeNames(folder.resolve("named"), arrays);
        JsonNode names = call(python, "names", Map.of());
        assertThat(names.get("listed")).hasSize(arrays.size());
        assertThat(names.get("listed").get("types/bfloat16")).hasToString("[\"bfloat16\",[2]]");
        assertThat(names.get("restored")).hasToString("[[1.0,2.0,3.0,4.0,5.0,6.0],7]");
    }

    @Test
    void takesWeightsOfTensorFlow1(PythonWorker python) throws IOException {
        JsonNode expected = python.call("checkpoints", "version1", folder, Map.of());
        Architecture architecture = Sequential.of(Input.of(4), Dense.of(3));
        WeightsMatch match = SavedWeights.read(folder.resolve("one")).match(architecture);
        assertThat(match.matched())
                .isEqualTo(Map.of("dense/kernel", "model/dense/weights", "dense/bias", "model/dense/biases"));
        assertThat(match.unused()).isEmpty();
        float[] input = new float[20];
        for (int i = 0; i < 20; i++) {
            input[i] = -1 + 2 * i / 19f;
        }
        try (Model model = architecture.build(BuildOptions.of(Seed.of(1)), match.weights())) {
            Array predicted = model.predict(Array.of(input, 5, 4));
            for (int i = 0; i < predicted.size(); i++) {
                assertThat(predicted.at(i)).isCloseTo(expected.get(i).asDouble(), within(1e-5));
            }
        }
    }

    private JsonNode call(PythonWorker python, String function, Map<String, ?> arguments) {
        return python.call("checkpoints", function, folder, arguments);
    }

    private static double[] losses(CompiledModel compiled, Dataset data) {
        return compiled.fit(data, once(3)).get("loss");
    }

    private static Fit once(int epochs) {
        return Fit.epochs(epochs).withBatchSize(16).withShuffle(false);
    }

    private Dataset data(String kind) throws IOException {
        Random random = new Random(5);
        float[] targets = new float[40 * 3];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = random.nextFloat();
        }
        Array y = Array.of(targets, 40, 3);
        Array x;
        if (kind.equals("sequential")) {
            float[] pixels = new float[40 * 64];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = random.nextFloat();
            }
            x = Array.of(pixels, 40, 8, 8, 1);
        } else {
            x = Array.of(random.ints(40 * 6, 0, 9).toArray(), 40, 6);
        }
        NumpyFiles.write(folder.resolve("x.npy"), x);
        NumpyFiles.write(folder.resolve("y.npy"), y);
        return Dataset.of(x, y);
    }

    private static Architecture network(String kind) {
        if (kind.equals("sequential")) {
            return Sequential.of(
                    Input.of(8, 8, 1),
                    Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(relu()),
                    BatchNormalization.of(),
                    Flatten.of(),
                    Dense.of(6).withActivation(relu()),
                    Dense.of(3));
        }
        Functional.Builder net = Functional.builder();
        Functional.Node steps = net.input(Input.of(6).withDataType(DataType.INT32));
        Functional.Node x = net.add(Embedding.of(9, 5), steps);
        Functional.Node attention = net.add(MultiHeadAttention.of(2, 3), x, x);
        x = net.add(LayerNormalization.of(), net.add(Add.of(), x, attention));
        x = net.add(Bidirectional.of(LSTM.of(3)), x);
        return net.build(List.of(steps), List.of(net.add(Dense.of(3), x)));
    }

    private static Optimizer optimizer(String name) {
        return switch (name) {
            case "adam" -> Adam.of(0.01);
            case "sgd" -> SGD.of(0.05).withMomentum(0.9);
            case "rmsprop" -> RMSprop.of(0.01).withMomentum(0.5).withCentered(true);
            case "scaled" -> LossScaleOptimizer.of(Adam.of(0.01));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void assertClose(Array actual, Array expected, double difference) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.at(i)).isCloseTo(expected.at(i), within(difference));
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static long[] longs(JsonNode list) {
        long[] longs = new long[list.size()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = list.get(i).asLong();
        }
        return longs;
    }
}
