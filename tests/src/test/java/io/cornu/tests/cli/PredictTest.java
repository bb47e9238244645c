package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Add;
import io.cornu.layers.Input;
import io.cornu.layers.Rescaling;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class PredictTest {
    private static final Path FIXTURES = Path.of("..", "savedmodels/src/test/resources/io/cornu/savedmodels/tf");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void everyTypeAndOrderOfNumpyIsRead() throws IOException {
        Path keras = folder.resolve("model.keras");
        Path saved = folder.resolve("saved");
        write(Sequential.of(Input.of(2), Rescaling.of(2).withOffset(1)), keras, saved);
        for (String type : NumpyForms.TYPES) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                for (boolean isFortran : new boolean[] {false, true}) {
                    String form = type + "-" + order + "-" + isFortran;
                    Path input = folder.resolve(form + ".npy");
                    NumpyForms.write(input, type, order, isFortran);
                    Path output = folder.resolve("y.npy");
                    Cornu.succeed("predict", keras, "--input", input, "--output", output);
                    assertThat(NumpyFiles.read(output).toFloats()).as(form).containsExactly(expected(type));
                }
            }
            Path input = folder.resolve(type + "-" + ByteOrder.BIG_ENDIAN + "-true.npy");
            Path output = folder.resolve("z.npy");
            Cornu.succeed("predict", saved, "--input", input, "--output", output);
            assertThat(NumpyFiles.read(output).toFloats())
                    .as("SavedModel, " + type)
                    .containsExactly(expected(type));
        }
    }

    @Test
    void severalInputsAndOutputsKeepTheirOrder() throws IOException {
        Functional.Builder net = Functional.builder();
        var left = net.input(Input.of(2));
        var right = net.input(Input.of(2));
        var doubled = net.add(Rescaling.of(2), right);
        Path keras = folder.resolve("model.keras");
        Path saved = folder.resolve("saved");
        write(net.build(List.of(left, right), List.of(doubled, net.add(Add.of(), left, doubled))), keras, saved);
        NumpyFiles.write(folder.resolve("a.npy"), Array.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        NumpyFiles.write(folder.resolve("b.npy"), Array.of(new float[] {10, 20, 30, 40, 50, 60}, 3, 2));
        for (Path model : List.of(keras, saved)) {
            Path output = folder.resolve("y.npy");
            Finished finished = Cornu.succeed(
                    "predict",
                    model,
                    "--input",
                    folder.resolve("a.npy") + "," + folder.resolve("b.npy"),
                    "--output",
                    output,
                    "--batch-size",
                    2,
                    "--json");
            assertThat(Cornu.json(finished).size()).isEqualTo(2);
            assertThat(output).doesNotExist();
            assertThat(NumpyFiles.read(folder.resolve("y_0.npy")).toFloats()).containsExactly(20, 40, 60, 80, 100, 120);
            assertThat(NumpyFiles.read(folder.resolve("y_1.npy")).toFloats()).containsExactly(21, 42, 63, 84, 105, 126);
            Files.delete(folder.resolve("y_0.npy"));
            Files.delete(folder.resolve("y_1.npy"));
        }
    }

    /** The fixture and its truth are Python's; see make_savedmodel_fixtures.py. */
    @Test
    void savedModelOfPythonPredictsAsPython() throws IOException {
        JsonNode truth = new ObjectMapper()
                .readTree(FIXTURES.resolve("savedmodels.json").toFile())
                .get("functional");
        List<String> inputs = new ArrayList<>();
        for (JsonNode input : truth.get("inputs")) {
            Path file = folder.resolve("input" + inputs.size() + ".npy");
            NumpyFiles.write(file, array(input));
            inputs.add(file.toString());
        }
        unzip(FIXTURES.resolve("keras-export.zip"), folder.resolve("exported"));
        try (var found = Files.walk(folder.resolve("exported"))) {
            Path program = found.filter(file -> file.endsWith("saved_model.pb"))
                    .findFirst()
                    .orElseThrow();
            Path model = program.resolveSibling(".").normalize();
            Cornu.succeed("predict", model, "--input", String.join(",", inputs), "--output", folder.resolve("y.npy"));
        }
        for (int i = 0; i < 2; i++) {
            Array expected = array(truth.get("outputs").get(i));
            Array predicted = NumpyFiles.read(folder.resolve("y_" + i + ".npy"));
            assertThat(predicted.shape()).isEqualTo(expected.shape());
            assertThat(predicted.toFloats()).containsExactly(expected.toFloats(), Offset.offset(1e-5f));
        }
    }

    @Test
    void evaluateAndInspectSpeakJson() throws IOException {
        String data = TinyData.write(folder, 60);
        Path run = folder.resolve("run");
        Cornu.succeed("train", "mlp", "--data", data, "--epochs", 1, "--validation-data", data, "--out", run);
        JsonNode values = Cornu.json(Cornu.succeed("evaluate", run.resolve("model.keras"), "--data", data, "--json"));
        assertThat(values.fieldNames()).toIterable().containsExactly("loss", "accuracy");
        JsonNode history = Cornu.json(run.resolve("run.json")).get("metrics");
        assertThat(values.get("accuracy").asDouble())
                .isEqualTo(history.get("val_accuracy").asDouble());
        assertThat(Cornu.succeed("evaluate", run.resolve("model.keras"), "--data", data)
                        .stdout())
                .contains("loss", "accuracy");

        JsonNode keras = Cornu.json(Cornu.succeed("inspect", run.resolve("model.keras"), "--json"));
        assertThat(keras.get("format").asText()).isEqualTo("keras");
        assertThat(keras.get("compilation").get("losses").toString())
                .isEqualTo("[\"sparse_categorical_crossentropy\"]");
        assertThat(keras.get("layers")).hasSize(4);
        assertThat(keras.get("weights").get(0).get("shape").asText()).isEqualTo("(64, 128)");
        JsonNode saved = Cornu.json(Cornu.succeed("inspect", run.resolve("savedmodel"), "--json"));
        assertThat(saved.get("format").asText()).isEqualTo("savedmodel");
        JsonNode signature = saved.get("signatures").get(0);
        assertThat(signature.get("name").asText()).isEqualTo("serving_default");
        assertThat(signature.get("inputs").get(0).get("shape").asText()).isEqualTo("(None, 8, 8, 1)");
        assertThat(saved.get("variables")).hasSize(4);

        assertThat(Cornu.succeed("inspect", run.resolve("model.keras")).stdout())
                .contains("Total params: 8,707", "dense/kernel", "Adam; sparse_categorical_crossentropy, accuracy");
        assertThat(Cornu.succeed("inspect", run.resolve("savedmodel")).stdout())
                .contains("signature serving_default")
                .containsPattern("dense_1/bias +float32 +\\(3,\\)");
    }

    private static float[] expected(String type) {
        float[] expected = NumpyForms.numbers(type);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = expected[i] * 2 + 1;
        }
        return expected;
    }

    private static void write(Architecture architecture, Path keras, Path saved) throws IOException {
        try (Model model = architecture.build(Seed.of(1))) {
            KerasArchive.write(model, keras);
            SavedModel.write(model, saved);
        }
    }

    private static Array array(JsonNode node) {
        long[] shape = new long[node.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.get("shape").get(i).asLong();
        }
        float[] values = new float[(int) Shape.of(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) node.get("values").get(i).asDouble();
        }
        return Array.of(values, shape);
    }

    private static void unzip(Path zip, Path target) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(path.resolveSibling("."));
                    Files.copy(entries, path);
                }
            }
        }
    }
}
