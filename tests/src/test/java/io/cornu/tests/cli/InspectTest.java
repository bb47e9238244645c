package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code inspect} says of files that Python wrote; truth are NumPy's statistics. */
@NeedsPython
class InspectTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode truth;

    @BeforeAll
    static void writeInPython(PythonWorker python) {
        truth = python.call("tools", "write", folder, Map.of());
        python.call("tools", "odd", folder, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "model.keras, keras, Keras archive, true",
        "model.h5, keras-h5, legacy, true",
        "model.weights.h5, keras-weights, Weights alone, false",
        "exported, saved-model, serving_default, true",
        "tf, checkpoint, checkpoint, true"
    })
    void weightsAreNumPys(String file, String format, String text, boolean isNamed) throws IOException {
        JsonNode report = inspect(file);
        String name = format.equals("saved-model") ? "savedmodel" : format;
        assertThat(report.get("format").asText()).isEqualTo(name);
        assertThat(report.get("bytes").asLong()).isPositive();
        assertThat(report.get("warnings")).isEmpty();
        List<Double> found = new ArrayList<>();
        for (JsonNode weight : report.get("weights")) {
            found.add(weight.get("mean").asDouble());
            JsonNode expected =
                    truth.get("weights").path(keras(weight.get("name").asText()));
            if (isNamed && !expected.isMissingNode()) {
                assertThat(weight.get("mean").asDouble())
                        .isCloseTo(expected.get(0).asDouble(), within(1e-6));
                assertThat(weight.get("deviation").asDouble())
                        .isCloseTo(expected.get(1).asDouble(), within(1e-6));
            }
        }
        truth.get("weights").forEach(expected -> assertThat(found)
                .as("weights of " + file)
                .anyMatch(mean -> Math.abs(mean - expected.get(0).asDouble()) < 1e-6));
        assertThat(Cornu.succeed("inspect", folder.resolve(file)).stdout()).contains(text);
    }

    @Test
    void settingsAndProvenanceAreTold() throws IOException {
        JsonNode report = inspect("model.keras");
        assertThat(report.get("keras").asText()).isEqualTo("3.15.1");
        assertThat(report.get("metadata").get("date_saved").asText()).matches("\\d{4}-\\d\\d-\\d\\d@.*");
        assertThat(report.get("compilation")
                        .get("settings")
                        .get("optimizer.beta_2")
                        .asText())
                .isEqualTo("0.999");
        assertThat(report.get("optimizer").get("iterations").asInt()).isEqualTo(3);
        assertThat(report.get("optimizer").get("slots").toString()).isEqualTo("[\"momentum\",\"velocity\"]");
        JsonNode conv = report.get("layers").get(1);
        assertThat(conv.get("class").asText()).isEqualTo("Conv2D");
        assertThat(conv.get("options").get("kernel_size").asText()).isEqualTo("[3, 3]");
        assertThat(conv.get("inputs").toString()).isEqualTo("[\"image\"]");
        Files.writeString(
                folder.resolve("run.json"), "{\"status\":\"finished\",\"epochs\":3,\"environment\":{\"java\":\"17\"}}");
        assertThat(inspect("model.keras").get("run").get("epochs").asInt()).isEqualTo(3);
        Files.writeString(folder.resolve("run.json"), "{\"status\":");
        assertThat(inspect("model.keras").has("run")).isFalse();
        Files.delete(folder.resolve("run.json"));
    }

    @Test
    void allClassesThatAreNotHereAreNamedAtOnce() throws IOException {
        JsonNode report = inspect("odd.keras");
        assertThat(report.get("problems").toString())
                .contains("mine>Doubling", "'twice'", "'again'", "Lambda 'more'", "Python code");
        assertThat(report.get("layers")).hasSize(6);
        assertThat(report.get("layers").get(2).get("class").asText()).isEqualTo("mine>Doubling");
        // Two Dense with two variables each.
        assertThat(report.get("weights").findValuesAsText("name"))
                .filteredOn(name -> name.startsWith("layers/dense"))
                .hasSize(4);
        assertThat(Cornu.succeed("inspect", folder.resolve("odd.keras")).stdout())
                .contains("Warnings:", "mine>Doubling", "layers/dense_1/vars/1")
                .doesNotContain("internal error");
    }

    @Test
    void oddWeightsAreWarnedOf() throws IOException {
        JsonNode report = inspect("bad.keras");
        assertThat(report.get("warnings").toString())
                .contains(
                        "conv/kernel: 1 of 4 units are dead",
                        "conv/bias: 1 NaN and 1 infinite among 4 numbers",
                        "last/kernel: all 320 numbers are 0",
                        "Frozen, so kept from learning: conv.",
                        "variables of the optimizer SGD");
        JsonNode bias = report.get("weights").get(1);
        assertThat(bias.get("nan").asInt()).isEqualTo(1);
        assertThat(bias.get("infinite").asInt()).isEqualTo(1);
        assertThat(report.get("compilation")
                        .get("settings")
                        .get("optimizer.momentum")
                        .asText())
                .isEqualTo("0.5");
    }

    @Test
    void programsThatDoMoreThanComputeAreWarnedOf() throws IOException {
        assertThat(inspect("reads").get("objections").has("ReadFile")).isTrue();
        assertThat(inspect("reads").get("warnings").toString()).contains("ReadFile");
    }

    /** One flipped bit in the data of the checkpoint. */
    @Test
    void checksumsAreTried() throws IOException {
        Path data = folder.resolve("tf.data-00000-of-00001");
        byte[] bytes = Files.readAllBytes(data);
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("flipped.data-00000-of-00001"), bytes);
        Files.copy(folder.resolve("tf.index"), folder.resolve("flipped.index"));
        assertThat(inspect("flipped").get("warnings").toString()).contains("checksum");
        byte[] archive = Files.readAllBytes(folder.resolve("model.keras"));
        archive[archive.length / 2] ^= 1;
        Files.write(folder.resolve("flipped.keras"), archive);
        JsonNode damaged = inspect("flipped.keras");
        assertThat(damaged.get("problems").toString()).contains("CRC-32");
        assertThat(damaged.get("layers")).hasSize(8);
    }

    /** Nothing native is loaded, so that it starts fast. */
    @Test
    void neitherInspectNorDiffLoadTensorFlow() throws IOException {
        for (List<String> command : List.of(
                Cornu.process("inspect", folder.resolve("model.keras"), "--json"),
                Cornu.process("diff", folder.resolve("model.keras"), folder.resolve("model.keras")))) {
            List<String> logged = new ArrayList<>(command);
            logged.add(1, "-Xlog:class+load:file=" + folder.resolve("classes.txt"));
            assertThat(Cornu.start(folder, logged).exitCode()).isZero();
            assertThat(Files.readString(folder.resolve("classes.txt")))
                    .contains("io.cornu.cli.Main")
                    .doesNotContain("org.bytedeco.javacpp.Loader");
        }
    }

    private static JsonNode inspect(String file) throws IOException {
        return Cornu.json(Cornu.succeed("inspect", folder.resolve(file), "--json"));
    }

    /** As Keras calls it, without what surrounds it. */
    private static String keras(String name) {
        return name.startsWith("net/") ? name.substring("net/".length()) : name;
    }
}
