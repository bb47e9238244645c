package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What was interrupted ends as if it had not been. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals")
class ResumeTest {
    private static final int LIMIT_SECONDS = 90;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void terminatedRunGoesOnToTheSameEnd() throws Exception {
        String data = TinyData.write(folder, 3000);
        // Rates and patience such that the callbacks act in these epochs.
        Object[] options = {
            "mlp",
            "--data",
            data,
            "--validation-split",
            .2,
            "--epochs",
            12,
            "--batch-size",
            4,
            "--learning-rate",
            .02,
            "--early-stopping",
            5,
            "--reduce-lr",
            1,
            "--threads",
            1
        };
        Path whole = folder.resolve("whole");
        Cornu.succeed(arguments(options, whole));
        Path run = folder.resolve("run");
        Finished finished = interrupt("TERM", run.resolve("checkpoint/state.json"), arguments(options, run));
        assertSaved(run, finished);
        // The callbacks' memory is what this test is for: they acted in the uninterrupted run.
        assertThat(Files.readString(whole.resolve("history.csv"))).contains(",0.002");

        Cornu.succeed("train", "--resume", run);
        assertSame(run, whole);
    }

    @Test
    void interruptedFirstEpochGoesOnToTheSameEnd() throws Exception {
        // Dropout and batch normalization draw and remember too.
        String data = TinyData.write(folder, 500);
        Object[] options = {"base-cnn", "--data", data, "--epochs", 2, "--batch-size", 4, "--threads", 1};
        Path whole = folder.resolve("whole");
        Cornu.succeed(arguments(options, whole));
        Path run = folder.resolve("run");
        Finished finished = interrupt("INT", run.resolve("run.json"), arguments(options, run));
        assertSaved(run, finished);
        assertThat(Files.readAllLines(run.resolve("history.csv"))).hasSizeLessThanOrEqualTo(2);

        Finished resumed = Cornu.succeed("train", "--resume", run, "--json");
        assertThat(Cornu.json(resumed).get("status").asText()).isEqualTo("finished");
        assertSame(run, whole);
    }

    @Test
    void finishedRunIsLeftAlone() throws IOException {
        String data = TinyData.write(folder, 120);
        Path run = folder.resolve("run");
        Cornu.succeed("train", "mlp", "--data", data, "--epochs", 1, "--out", run);
        byte[] before = Files.readAllBytes(run.resolve("model.keras"));
        Finished again = Cornu.succeed("train", "--resume", run);
        assertThat(again.stderr()).contains("finished run").hasLineCount(1);
        assertThat(Files.readAllBytes(run.resolve("model.keras"))).isEqualTo(before);
    }

    @Test
    void nanLossKeepsTheLastGoodCheckpoint() throws IOException {
        String data = TinyData.write(folder, 120);
        Path run = folder.resolve("run");
        Cornu.succeed("train", "mlp", "--data", data, "--optimizer", "sgd", "--epochs", 2, "--out", run);
        // As if it had been interrupted after two of five epochs, with a rate that no weight survives.
        replace(run.resolve("run.json"), "\"finished\",", "\"interrupted\",");
        replace(run.resolve("run.json"), "\"epochs\" : 2,", "\"epochs\" : 5,");
        Path state = run.resolve("checkpoint/state.json");
        replace(state, "\"learningRate\" : 0.01", "\"learningRate\" : 1e38");
        String before = Files.readString(state);

        Finished finished = Cornu.run("train", "--resume", run);
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("cornu: fit: expected").contains("learning rate");
        assertThat(Files.readString(state)).isEqualTo(before);
        KerasArchive.read(run.resolve("checkpoint/model.keras"))
                .weights()
                .byPath()
                .values()
                .forEach(array -> {
                    for (float value : array.toFloats()) {
                        assertThat(value).isFinite();
                    }
                });
        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("status").asText()).isEqualTo("failed");
        assertThat(report.get("epochs").asInt()).isEqualTo(2);
        assertThat(report.get("failure").asText()).contains("learning rate");
    }

    @Test
    void otherDataIsRefused() throws IOException {
        String data = TinyData.write(folder, 120);
        String validation = TinyData.write(folder, "-validation", 60, 5);
        Path run = folder.resolve("run");
        Cornu.succeed("train", "mlp", "--data", data, "--validation-data", validation, "--epochs", 1, "--out", run);
        replace(run.resolve("run.json"), "\"finished\",", "\"interrupted\",");

        TinyData.write(folder, "-validation", 60, 6);
        Finished finished = Cornu.run("train", "--resume", run);
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr())
                .contains("--resume: expected the validation data")
                .hasLineCount(1);

        TinyData.write(folder, "", 120, 6);
        Finished other = Cornu.run("train", "--resume", run);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.stderr()).contains("--resume: expected the data that").hasLineCount(1);
    }

    /** Starts a process, waits for a file and a moment longer, and sends a signal. */
    private Finished interrupt(String signal, Path sign, Object[] arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (OS.LINUX.isCurrentOs()) {
            // Where the tests run in the background, the shell has children ignore Ctrl-C.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(Cornu.process(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            for (int i = 0; i < LIMIT_SECONDS * 50 && process.isAlive() && !Files.exists(sign); i++) {
                Thread.sleep(20);
            }
            // Into the epoch.
            Thread.sleep(150);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void assertSaved(Path run, Finished finished) throws IOException {
        assertThat(finished.exitCode()).as(finished.tail()).isEqualTo(1);
        assertThat(finished.stderr()).contains("cornu: interrupted; saving");
        assertThat(finished.stdout()).contains("cornu train --resume " + run);
        JsonNode report = Cornu.json(run.resolve("run.json"));
        assertThat(report.get("status").asText()).isEqualTo("interrupted");
        assertThat(run.resolve("model.keras")).isNotEmptyFile();
        assertThat(run.resolve("savedmodel/saved_model.pb")).isNotEmptyFile();
        assertThat(run.resolve("history.csv")).isNotEmptyFile();
        assertThat(run.resolve("checkpoint/state.json")).isNotEmptyFile();
    }

    private static void assertSame(Path run, Path whole) throws IOException {
        assertThat(Files.readString(run.resolve("history.csv")))
                .isEqualTo(Files.readString(whole.resolve("history.csv")));
        KerasModel resumed = KerasArchive.read(run.resolve("model.keras"));
        KerasModel expected = KerasArchive.read(whole.resolve("model.keras"));
        assertThat(resumed.weights()).isEqualTo(expected.weights());
        assertThat(resumed.optimizerState()).isEqualTo(expected.optimizerState());
        assertThat(Cornu.json(run.resolve("run.json")).get("metrics"))
                .isEqualTo(Cornu.json(whole.resolve("run.json")).get("metrics"));
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Object[] arguments(Object[] options, Path out) {
        return Stream.concat(Stream.concat(Stream.of("train"), Stream.of(options)), Stream.of("--out", out))
                .toArray();
    }
}
