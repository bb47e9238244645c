package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.Array;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.process.Finished;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify} and {@code diff} on files that Python wrote. */
@NeedsPython
class VerifyDiffTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @BeforeAll
    static void write(PythonWorker python) throws IOException {
        python.call("tools", "write", folder, Map.of());
        python.call("tools", "odd", folder, Map.of());
        try (Model model = KerasArchive.read(file("model.keras")).build(Seed.of(1))) {
            model.setWeight("last/bias", shifted(model.weights().get("last/bias")));
            KerasArchive.write(model, file("shifted.keras"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.keras", "model.h5", "model.weights.h5", "exported", "tf"})
    void oneModelInTwoFormsIsTheSame(String other) throws IOException {
        JsonNode report = Cornu.json(Cornu.succeed(
                "verify", file("model.keras"), file(other), "--input", file("x.npy"), "--json", "--tolerance", "1e-6"));
        assertThat(report.get("within_tolerance").asBoolean()).isTrue();
        assertThat(report.get("outputs").get(0).get("shape").asText()).isEqualTo("(24, 5)");
        assertThat(report.get("layers_compared").asBoolean()).isEqualTo(!other.equals("exported"));
        assertThat(report.get("layers")).hasSize(other.equals("exported") ? 0 : 7);
        assertThat(report.has("parting")).isFalse();
        // Random inputs, the other way round.
        assertThat(Cornu.succeed("verify", file(other), file("model.keras")).stdout())
                .contains("random", "Within")
                .contains(other.equals("exported") ? "Layers are not compared" : "7 of 7 layers");
    }

    @Test
    void partingIsFound() throws IOException {
        Finished finished = Cornu.run("verify", file("model.keras"), file("shifted.keras"), "--json");
        assertThat(finished.exitCode()).as(finished.tail()).isEqualTo(1);
        JsonNode report = Cornu.json(finished);
        assertThat(report.get("parting").asText()).isEqualTo("last");
        for (int i = 0; i < 6; i++) {
            assertThat(report.get("layers").get(i).get("largest").asDouble()).isZero();
        }
        assertThat(report.get("layers").get(6).get("largest"))
                .isEqualTo(report.get("outputs").get(0).get("largest"));
        assertThat(Cornu.run("verify", file("model.keras"), file("later.keras")).stdout())
                .contains("first part at conv", "they differ");
        Cornu.succeed("verify", file("model.keras"), file("shifted.keras"), "--tolerance", 1);
    }

    @Test
    void sameSeedSameInputs() throws IOException {
        String once = verified(7);
        assertThat(verified(7)).isEqualTo(once);
        assertThat(verified(8)).isNotEqualTo(once);
    }

    @Test
    void diffOfTheSameIsNothing() throws IOException {
        assertThat(Cornu.succeed("diff", file("model.keras"), file("model.keras"))
                        .stdout())
                .contains("The same: 8 variables")
                .hasLineCount(1);
        // Through Java and back, without a bit changed.
        Cornu.succeed("convert", file("model.keras"), file("copy.keras"), "--overwrite");
        Cornu.succeed("diff", file("model.keras"), file("copy.keras"));
    }

    @Test
    void diffNamesWeightsAndState() throws IOException {
        Finished finished = Cornu.run("diff", file("model.keras"), file("shifted.keras"), "--json");
        assertThat(finished.exitCode()).isEqualTo(1);
        JsonNode report = Cornu.json(finished);
        assertThat(report.get("layers")).isEmpty();
        assertThat(report.get("weights")).hasSize(8);
        for (JsonNode weight : report.get("weights")) {
            boolean isShifted = weight.get("name").asText().equals("last/bias");
            assertThat(weight.get("same").asBoolean()).isEqualTo(!isShifted);
            if (isShifted) {
                JsonNode difference = weight.get("difference");
                assertThat(difference.get("largest").asDouble()).isCloseTo(.5, within(1e-6));
                assertThat(difference.get("equal").asInt()).isEqualTo(4);
                assertThat(difference.get("norm").asDouble()).isCloseTo(.5, within(1e-6));
            }
        }
        // Written without its optimizer.
        assertThat(report.get("compilation").toString()).contains("\"optimizer\"", "Adam");
        assertThat(Cornu.run("diff", file("model.keras"), file("later.keras")).stdout())
                .contains("iterations: 3 -> 6", "Weights: 8 of 8 differ", "last/kernel/velocity");
    }

    @Test
    void diffShowsWhatItCanOfClassesThatAreNotHere() throws IOException {
        Finished finished = Cornu.run("diff", file("odd.keras"), file("model.keras"));
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stdout())
                .contains("- mine>Doubling 'twice'", "+ Conv2D 'conv'", "Warnings:", "Lambda 'more'");
        Cornu.succeed("diff", file("odd.keras"), file("odd.keras"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "diff"})
    void troubleIsTwo(String command) {
        Finished finished = Cornu.run(command, file("model.keras"), file("nowhere.keras"));
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr())
                .contains("nowhere.keras", "Check the path")
                .hasLineCount(1);
    }

    @Test
    void bothPlacesAreLookedAtBeforeAnyIsOpened() {
        assertThat(Cornu.run("verify", file("odd.keras"), file("model.keras")).stderr())
                .contains("odd.keras");
        Finished finished = Cornu.run("verify", file("odd.keras"), file("nowhere.keras"));
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("nowhere.keras").doesNotContain("odd.keras");
    }

    private static String verified(long seed) throws IOException {
        Finished finished = Cornu.run("verify", file("model.keras"), file("later.keras"), "--seed", seed, "--json");
        return Cornu.json(finished).get("outputs").get(0).get("largest").asText();
    }

    private static Array shifted(Array bias) {
        float[] values = bias.toFloats();
        values[2] += .5f;
        return Array.of(values);
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }
}
