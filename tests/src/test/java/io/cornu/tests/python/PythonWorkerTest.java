package io.cornu.tests.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsPython
class PythonWorkerTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void hasThePinnedVersions(PythonWorker python) {
        JsonNode versions = python.call("worker_check", "versions", folder, Map.of());
        assertThat(versions.get("tensorflow").asText()).isEqualTo("2.18.0");
        assertThat(versions.get("keras").asText()).isEqualTo("3.15.1");
    }

    @Test
    void exchangesArraysAsFiles(PythonWorker python) throws IOException {
        // Version 1.0 of the format: magic, header of 118 bytes to a multiple of 64, then 1.5 and -2 as <f4.
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        byte[] file = new byte[128 + 8];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
        System.arraycopy(magic, 0, file, 0, 10);
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, file, 10, 118);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(128, 1.5f).putFloat(132, -2);
        Files.write(folder.resolve("x.npy"), file);

        python.call("worker_check", "double", folder, Map.of("name", "x.npy"));

        ByteBuffer twice = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("twice_x.npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(twice.getFloat(twice.limit() - 8)).isEqualTo(3f);
        assertThat(twice.getFloat(twice.limit() - 4)).isEqualTo(-4f);
    }

    @Test
    void passesPythonErrorsOn(PythonWorker python) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> python.call("worker_check", "fail", folder, Map.of("text", "grün")))
                .withMessageContaining("worker_check.fail")
                .withMessageContaining("ValueError: grün");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> python.call("no_such_module", "f", folder, Map.of()))
                .withMessageContaining("no_such_module");
    }

    @Test
    void recoversFromHangAndDeath(PythonEnvironment environment) {
        try (PythonWorker python = new PythonWorker(environment)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() ->
                            python.call(Duration.ofSeconds(2), "worker_check", "sleep", folder, Map.of("seconds", 60)))
                    .withMessageContaining("within 2 s");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> python.call("worker_check", "leave", folder, Map.of()))
                    .withMessageContaining("ended the Python process")
                    .withMessageContaining("leaving without a word");
            assertThat(python.call("worker_check", "sleep", folder, Map.of("seconds", 0))
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void scriptsRunInTheirOwnProcess(PythonEnvironment environment) throws IOException {
        String output = Python.run(environment, "script_check.py", folder, "one", "two words");
        assertThat(output.lines()).containsExactly("one two words", folder.getFileName() + " tensorflow ''");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Python.run(environment, "script_check.py", folder, "fail"))
                .withMessageContaining("this went wrong on purpose");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Python.run(environment, Duration.ofSeconds(1), "script_check.py", folder, "wait"))
                .withMessageContaining("longer than 1 s");
    }
}
