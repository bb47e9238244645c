package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code convert} makes of files that Python wrote, opened in Python: the predictions are the same. */
@NeedsPython
class ConvertTest {
    private static final double NEAR = 1e-6;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode truth;

    @BeforeAll
    static void writeInPython(PythonWorker python) {
        truth = python.call("tools", "write", folder, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "model.keras, .keras, keras, ''",
        "model.keras, .h5, h5, state",
        "model.keras, .weights.h5, weights, layers",
        "model.keras, '', savedmodel, optimizer",
        "model.keras, .ckpt, checkpoint, layers",
        "model.h5, .keras, keras, ''",
        "model.h5, '', savedmodel, optimizer",
    })
    void pythonOpensEveryForm(String in, String suffix, String form, String warning, PythonWorker python)
            throws IOException {
        String out = name(suffix);
        JsonNode report = convert(in, out);
        assertThat(report.get("format").asText()).isEqualTo(form);
        assertThat(report.get("bytes").asLong()).isPositive();
        if (warning.isEmpty()) {
            assertThat(report.get("warnings")).isEmpty();
        } else {
            assertThat(report.get("warnings").toString()).contains(warning);
        }
        JsonNode opened = open(out, form, python);
        if (opened.has("losses") && in.equals("model.keras")) {
            // The optimizer came along: Keras learns on as it would have.
            assertThat(opened.get("losses").get(0).asDouble())
                    .isCloseTo(truth.get("losses").get(0).asDouble(), within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.weights.h5, model.keras, true",
        "model.weights.h5, model.json, false",
        "exported, model.keras, true",
        "tf, model.keras, true",
    })
    void weightsAloneTakeTheirLayersFromAnotherFile(String in, String layers, boolean isCompiled, PythonWorker python)
            throws IOException {
        String out = name(".keras");
        convert(in, out, "--architecture", folder.resolve(layers));
        JsonNode opened = open(out, "keras", python);
        assertThat(opened.get("compiled").asBoolean()).isEqualTo(isCompiled);
        if (in.endsWith(".h5") && isCompiled) {
            assertThat(opened.get("losses").get(0).asDouble())
                    .isCloseTo(truth.get("losses").get(0).asDouble(), within(1e-5));
        }
    }

    @Test
    void optionsAreHonored(PythonWorker python) throws IOException {
        String small = name(".keras");
        convert("model.keras", small, "--without-optimizer");
        assertThat(open(small, "keras", python).get("compiled").asBoolean()).isFalse();
        // Adam remembers two numbers for each weight.
        assertThat(Files.size(folder.resolve(small))).isLessThan(Files.size(folder.resolve("model.keras")) * 3 / 4);

        String folded = name(".keras");
        JsonNode report = convert("model.keras", folded, "--fold-batch-normalization");
        assertThat(report.get("warnings").toString()).contains("optimizer");
        assertThat(open(folded, "keras", python).get("layers").toString())
                .contains("conv")
                .doesNotContain("norm");

        String mixed = name(".keras");
        convert("model.keras", mixed, "--policy", "mixed_bfloat16");
        JsonNode opened = python.call("tools", "opened", folder, Map.of("file", mixed, "form", "keras"));
        assertThat(opened.get("policy").asText()).isEqualTo("mixed_bfloat16");
        // 8 bits of mantissa.
        assertThat(opened.get("difference").asDouble()).isBetween(1e-7, .02);
    }

    @Test
    void savedModelsTakeOptions(PythonWorker python) throws IOException {
        String frozen = name("");
        convert("model.keras", frozen, "--frozen", "--fold-batch-normalization", "--predict-images", "1/255");
        JsonNode opened = open(frozen, "savedmodel", python);
        assertThat(opened.get("variables").asInt()).isZero();
        assertThat(opened.get("signatures").toString()).contains("predict");
        String trained = name("");
        JsonNode report = convert("model.keras", trained, "--train-signature");
        assertThat(report.get("warnings")).isEmpty();
        assertThat(open(trained, "savedmodel", python).get("signatures").toString())
                .contains("train");
    }

    /** A loss that only Python has stays behind; the network does not need it. */
    @Test
    void unknownSettingsAreLeftOutWithAWarning(PythonWorker python) throws IOException {
        python.call("tools", "odd", folder, Map.of());
        assertThat(convert("lossy.keras", "lossless.keras").get("warnings").toString())
                .contains("own_loss");
        Cornu.succeed("verify", folder.resolve("lossy.keras"), folder.resolve("lossless.keras"));
    }

    @Test
    void nothingIsReplacedUnasked() throws IOException {
        Path out = Files.writeString(folder.resolve("kept.keras"), "mine");
        assertThat(Cornu.run("convert", folder.resolve("model.keras"), out)).satisfies(finished -> {
            assertThat(finished.exitCode()).isEqualTo(1);
            assertThat(finished.stderr()).contains("kept.keras", "--overwrite").hasLineCount(1);
        });
        assertThat(out).hasContent("mine");
        Cornu.succeed("convert", folder.resolve("model.keras"), out, "--overwrite");
        Cornu.succeed("diff", folder.resolve("model.keras"), out);
        // A folder that is no SavedModel is not ours to delete, asked or not.
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("file"), "mine");
        assertThat(Cornu.run("convert", folder.resolve("model.keras"), other, "--overwrite")
                        .exitCode())
                .isEqualTo(1);
        assertThat(other.resolve("file")).hasContent("mine");
    }

    /** A checkpoint's name is the beginning of its files' names, and no file. */
    @Test
    void aCheckpointByItsNameTakesThePlaceOfAFile() throws IOException {
        String checkpoints = name(".ckpt");
        convert("model.keras", checkpoints);
        Path index;
        try (Stream<Path> files = Files.list(folder.resolve(checkpoints))) {
            index = files.filter(file -> file.toString().endsWith(".index"))
                    .findFirst()
                    .orElseThrow();
        }
        String prefix = index.toString().replaceFirst("\\.index$", "");
        assertThat(Path.of(prefix)).doesNotExist();
        String out = name(".keras");
        Files.writeString(folder.resolve(out), "mine");
        convert(prefix, out, "--overwrite", "--architecture", folder.resolve("model.keras"));
        assertThat(Files.size(folder.resolve(out))).isGreaterThan(1000);
    }

    private static JsonNode convert(String in, String out, Object... options) throws IOException {
        Object[] arguments = new Object[options.length + 4];
        arguments[0] = "convert";
        arguments[1] = folder.resolve(in);
        arguments[2] = folder.resolve(out);
        arguments[3] = "--json";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Cornu.json(Cornu.succeed(arguments));
    }

    private static JsonNode open(String file, String form, PythonWorker python) {
        JsonNode opened = python.call("tools", "opened", folder, Map.of("file", file, "form", form));
        assertThat(opened.get("difference").asDouble()).isLessThan(NEAR);
        return opened;
    }

    private static String name(String suffix) {
        return "out" + NUMBER.incrementAndGet() + suffix;
    }
}
