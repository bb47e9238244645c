package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import io.cornu.data.NumpyFiles;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.LossMetric;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** tune, from command line to folder. */
class TuneTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private String data = "";
    private Path out = Path.of("");

    @BeforeEach
    void write() throws IOException {
        data = TinyData.write(folder, 60);
        out = folder.resolve("out");
    }

    private Finished tune(Object... more) {
        return Cornu.run(arguments("mlp", more).toArray());
    }

    private List<Object> arguments(Object architecture, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "tune", architecture, "--data", data, "--optimizer", "sgd", "--out", out, "--sampler", "random"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Finished succeed(Object... more) {
        Finished finished = tune(more);
        assertThat(finished.exitCode()).as(finished.tail()).isZero();
        return finished;
    }

    private List<String> trials() throws IOException {
        return Files.readAllLines(out.resolve("trials.csv"));
    }

    @Test
    void recordsAsPrunedWhatHalvingStops() throws IOException {
        succeed(
                "--validation-split",
                .2,
                "--search",
                "learning-rate=1e-8..1e-1:log",
                "--pruner",
                "halving",
                "--epochs",
                4,
                "--metric",
                "val_loss",
                "--trials",
                10);
        assertThat(trials().stream().filter(row -> row.contains(",pruned,"))).isNotEmpty();
        assertThat(Files.readString(out.resolve("report.html"))).doesNotContain(" 0 pruned");
    }

    private Path regression() throws IOException {
        Path file = folder.resolve("regression.keras");
        try (Model model =
                Sequential.of(Input.of(8, 8, 1), Flatten.of(), Dense.of(1)).build(Seed.of(1))) {
            KerasArchive.write(
                    model.compile(
                            SGD.of(.001),
                            Losses.meanSquaredError(),
                            LossMetric.of(Losses.meanAbsoluteError()).withName("mae")),
                    file);
        }
        return file;
    }

    @Test
    void takesTheDirectionFromTheModelsMetrics() throws IOException {
        Path file = regression();
        List<Object> wrong = arguments(file, "--search", "learning-rate=1e-5,1e-3", "--epochs", 1);
        wrong.addAll(List.of("--validation-split", .2, "--trials", 2, "--metric"));
        List<Object> right = new ArrayList<>(wrong);
        wrong.add("val_mea");
        right.add("val_mae");

        Finished refused = Cornu.run(wrong.toArray());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .contains("--metric: expected one of [loss, mae, val_loss, val_mae], received 'val_mea'.");
        assertThat(out).doesNotExist();

        Cornu.succeed(right.toArray());
        assertThat(Cornu.json(out.resolve("report.json"))
                        .path("verdicts")
                        .path(0)
                        .asText())
                .startsWith("The lowest val mae is");
    }

    /** Validated with wrong labels, so that each epoch of training makes it worse. */
    private String wrongly() throws IOException {
        int[] labels = NumpyFiles.read(folder.resolve("y.npy")).toInts();
        Path wrong = folder.resolve("wrong.npy");
        NumpyFiles.write(
                wrong,
                Array.of(Arrays.stream(labels)
                        .map(label -> (label + 1) % TinyData.CLASSES)
                        .toArray()));
        return folder.resolve("x.npy") + "," + wrong;
    }

    @Test
    void replaysIntoTheFileOfTheBestEpoch() throws IOException {
        String wrong = wrongly();
        Finished finished = succeed(
                "--validation-data",
                wrong,
                "--search",
                "learning-rate=.5,.6",
                "--epochs",
                6,
                "--metric",
                "val_loss",
                "--trials",
                1,
                "--replay-best");
        String told = finished.stdout()
                .lines()
                .filter(line -> line.contains(" again: val_loss "))
                .findFirst()
                .orElseThrow()
                .replaceAll(".* again: val_loss (\\S+) .*", "$1");
        double measured = Cornu.json(Cornu.succeed("evaluate", out.resolve("best.keras"), "--data", wrong, "--json"))
                .findValue("loss")
                .asDouble();
        assertThat(String.format("%.4g", measured)).isEqualTo(told);
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptedReplayWritesNothing() throws Exception {
        List<Object> arguments = arguments("mlp", "--validation-data", wrongly());
        arguments.addAll(List.of("--search", "learning-rate=.01,.02", "--epochs", 400, "--trials", 1));
        Cornu.succeed(arguments.toArray());
        arguments.add("--replay-best");
        // What is started in the background of a shell may have been told to ignore it.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Cornu.process(arguments.toArray()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("lines.txt").toFile())
                .start();
        try {
            while (process.isAlive() && !hasUnfinished()) {
                Thread.sleep(5);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String lines = Files.readString(folder.resolve("lines.txt"));
        assertThat(process.exitValue()).as(lines).isEqualTo(1);
        assertThat(lines).contains("Interrupted; the same command").doesNotContain("wrote");
        assertThat(out.resolve("best.keras")).doesNotExist();
        assertThat(hasUnfinished()).isFalse();
    }

    private boolean hasUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".best.keras-"));
        }
    }

    @Test
    void aConditionThatWouldNeverBeIsRefused() {
        Finished refused = tune("--search", "optimizer=sgd,adam", "--search", "momentum=0..0.9 if optimizer=sdg");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr())
                .contains("--search momentum: expected a condition on one of [sgd, adam], the values of optimizer,"
                        + " received 'sdg'");
        refused = tune("--search", "optimizer=sgd,adam", "--search", "momentum=0..0.9");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr()).contains("--search: with optimizer adam, momentum 0.0: --momentum");
        assertThat(out).doesNotExist();
    }

    @Test
    void goesOnWithAStudyElsewhereAndNotWithOtherSettings() throws IOException {
        List<Object> same = List.of(
                "--validation-split", .2, "--search", "momentum=0..0.9", "--study", folder.resolve("shared.db"));
        List<Object> first = new ArrayList<>(same);
        first.addAll(List.of("--epochs", 1, "--trials", 1));
        succeed(first.toArray());
        List<Object> more = new ArrayList<>(same);
        more.addAll(List.of("--epochs", 1, "--trials", 2, "--threads", 1));
        succeed(more.toArray());
        assertThat(trials()).hasSize(3);

        List<Object> other = new ArrayList<>(same);
        other.addAll(List.of("--epochs", 2, "--trials", 3, "--batch-size", 16));
        Finished refused = tune(other.toArray());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .contains("shared.db: expected what its trials have in common, batch-size 64, epochs 1; received"
                        + " batch-size 16, epochs 2.");
        TinyData.write(folder, 66);
        assertThat(tune(more.toArray()).stderr())
                .contains("shared.db: expected")
                .contains("data SHA-256 ");
    }

    @Test
    void aSearchWithoutACompleteTrialFails() throws IOException {
        List<Object> arguments = arguments(regression(), "--search", "learning-rate=1e30,1e31");
        arguments.addAll(List.of("--validation-split", .2, "--epochs", 5, "--trials", 2));
        Finished failed = Cornu.run(arguments.toArray());
        assertThat(failed.exitCode()).as(failed.tail()).isEqualTo(1);
        assertThat(failed.stderr()).contains("expected at least one complete trial, received none among 2");
        assertThat(trials()).hasSize(3);
    }
}
