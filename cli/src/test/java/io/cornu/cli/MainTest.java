package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.models.ArchitectureCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionAndHelpSucceed() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .matches("(?s)cornu \\d+\\.\\d+\\.\\d+\\S* \\(TensorFlow Java 1\\.1\\.0, Java .*\\)\\R");
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("doctor", "Exit codes", "--gpu", "CORNU_JAVA_OPTS");
        assertThat(run("doctor", "--help")).isZero();
        assertThat(out.toString()).contains("--json", "--device", "--debug");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpOfTrainNamesTheWholeCatalog() {
        assertThat(run("train", "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " ")).contains(String.join(", ", ArchitectureCatalog.names()));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "docter, Did you mean 'doctor'?",
        "doctor --jsn, Did you mean '--json'?",
        "doctor --device tpu, 'auto, cpu or gpu:N'",
        "doctor --device, DEVICE",
        "trian, Did you mean 'train'?",
        "train --epoch 3, Did you mean '--epochs'?",
        "compare --vary learning-rate=.1 --jobs 0, '--jobs: expected at least 1, received 0.'",
        "compare --vary learning-rate=.1 --seeds -1, '--seeds: expected at least 1, received -1.'",
        "reproduce deep-sigmoid --jobs 0, '--jobs: expected at least 1, received 0.'",
        "tune --search batch-size=0.5..4, '--search batch-size: expected whole numbers on both sides of .., received ''0.5..4''.'",
        "tune --search learning-rate=1..0.1, '--search learning-rate: expected LOW..HIGH with LOW no more than HIGH, and above 0 with :log, received ''1..0.1''.'",
        "tune --search learning-rate=0..0.1:log, '--search learning-rate: expected LOW..HIGH with LOW no more than HIGH, and above 0 with :log, received ''0..0.1:log''.'",
        "tune --search learning-rate=.1..1 --trials 0, '--trials: expected at least 1, received 0.'",
        "tune --search learning-rate=.1..1 --time 0, '--time: expected more than 0 minutes, received 0.0.'",
        "'', 'expected a command: train, evaluate, predict, compare, tune, report, reproduce'"
    })
    void wrongUsageIsOneLineAndTwo(String arguments, String expected) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("cornu: ")
                .contains(expected)
                .contains("--help'")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void debugShowsTheTraceOfWrongUsageToo() {
        assertThat(run("doctor", "--jsn", "--debug")).isEqualTo(2);
        assertThat(err.toString()).startsWith("cornu: ").contains("\tat picocli.");
    }

    @Test
    void doctorComputesOnThisMachine() {
        assertThat(run("doctor")).isZero();
        assertThat(out.toString()).contains("2.18.0", "Training works here.", "right on");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void doctorPrintsOneJsonObject() throws IOException {
        assertThat(run("doctor", "--json", "--device", "cpu")).isZero();
        assertThat(out.toString()).hasLineCount(1);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("ok").asBoolean()).isTrue();
        assertThat(report.get("tensorflow").asText()).isEqualTo("2.18.0");
        assertThat(report.get("devices").get(0).get("name").asText()).isEqualTo("cpu");
        assertThat(report.get("device").asText()).isEqualTo("cpu");
        assertThat(report.get("memory_bytes").asLong()).isGreaterThan(1L << 28);
    }

    @Test
    void missingGpuIsFailureWithReason() throws IOException {
        assertThat(run("doctor", "--device", "gpu:999", "--json")).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("ok").asBoolean()).isFalse();
        assertThat(report.get("problem").asText()).contains("gpu:999");
        assertThat(err.toString())
                .contains("training does not work here")
                .contains("gpu:999")
                .hasLineCount(1);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}
