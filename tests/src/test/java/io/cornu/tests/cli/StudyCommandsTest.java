package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.Metrics;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** compare, tune and report, from command line to folder. */
class StudyCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Finished compare(Path out, Object... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "compare",
                "mlp",
                "--data",
                TinyData.write(folder, 60),
                "--validation-split",
                .2,
                "--vary",
                "optimizer=sgd,adam",
                "--vary",
                "schedule=constant,cosine",
                "--epochs",
                2,
                "--out",
                out));
        arguments.addAll(List.of(more));
        return Cornu.succeed(arguments.toArray());
    }

    @Test
    void comparesEveryCombinationAndResumes() throws IOException {
        Path out = folder.resolve("compared");

        Finished finished = compare(out, "--seeds", 2, "--json", "--tensorboard");
        List<String> logs = logs(out);
        assertThat(logs)
                .hasSize(4 * 2 * 2)
                .contains(
                        "comparison/optimizer sgd, schedule constant, seed 42/train",
                        "comparison/optimizer adam, schedule cosine, seed 43/validation");

        JsonNode report = Cornu.json(out.resolve("report.json"));
        assertThat(finished.stdout().strip()).startsWith("{").contains("\"verdicts\"");
        assertThat(report.path("verdicts").path(0).asText()).contains("is best by val accuracy");
        List<String> rows = Files.readAllLines(out.resolve("comparison.csv"));
        assertThat(rows).hasSize(5).element(1).asString().startsWith("\"optimizer sgd, schedule constant\",2,");
        // The same seed and settings train the same, and cosine's rate falls, so that its history differs.
        List<String> history = Files.readAllLines(out.resolve("comparison-history.csv"));
        assertThat(history).hasSize(1 + 4 * 2 * 2);

        List<String> journal = Files.readAllLines(out.resolve("journal.jsonl"));
        // As if it had been killed while it wrote the fifth training.
        Files.writeString(
                out.resolve("journal.jsonl"),
                String.join("\n", journal.subList(0, 5)) + "\n" + journal.get(5).substring(0, 20));
        // Half was trained side by side where there are several cores; the other half, now, one after the other.
        Finished again = compare(out, "--seeds", 2, "--jobs", 1, "--tensorboard");
        assertThat(again.stdout().lines().filter(line -> line.endsWith("was done before")))
                .hasSize(4);
        assertThat(again.stdout().lines().filter(line -> line.contains(" done in ")))
                .hasSize(4);
        assertThat(again.stdout()).contains("tensorboard --logdir ");
        assertThat(logs(out)).as("one file each, for what is done again too").isEqualTo(logs);
        List<String> resumed = Files.readAllLines(out.resolve("comparison.csv"));
        for (int i = 0; i < rows.size(); i++) {
            // All but the seconds are the same to the last digit.
            assertThat(withoutLast(resumed.get(i))).isEqualTo(withoutLast(rows.get(i)));
        }
    }

    /** The folder of each event file. */
    private static List<String> logs(Path out) throws IOException {
        Path logs = out.resolve("tensorboard");
        try (Stream<Path> files = Files.walk(logs)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> logs.relativize(file.getParent()).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void goesOnAfterAKillWithTwoJobs() throws IOException, InterruptedException {
        Path out = folder.resolve("killed");
        List<Object> arguments = List.of(
                "compare",
                "mlp",
                "--data",
                TinyData.write(folder, 60),
                "--vary",
                "learning-rate=.001,.002,.003,.004,.005,.006,.007,.008",
                "--epochs",
                20,
                "--jobs",
                2,
                "--out",
                out);
        Process process = new ProcessBuilder(Cornu.process(arguments.toArray()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("killed.txt").toFile())
                .start();
        Path journal = out.resolve("journal.jsonl");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (process.isAlive()
                && System.nanoTime() < deadline
                && (!Files.exists(journal) || Files.readAllLines(journal).size() < 3)) {
            Thread.sleep(20);
        }
        process.destroyForcibly().waitFor();
        // The first line is no training, and the last may be half of one.
        long finished = Files.readString(journal).chars().filter(c -> c == '\n').count() - 1;
        assertThat(finished).as(Files.readString(folder.resolve("killed.txt"))).isBetween(2L, 8L);

        Finished again = Cornu.succeed(arguments.toArray());

        assertThat(again.stdout().lines().filter(line -> line.endsWith("was done before")))
                .hasSize((int) finished);
        assertThat(again.stdout().lines().filter(line -> line.contains(" done in ")))
                .hasSize(8 - (int) finished);
        assertThat(Cornu.json(out.resolve("report.json")).path("command").asText())
                .contains("--threads=")
                .doesNotContain("--jobs");
    }

    private Finished rates(Path out, String rates, Object... more) throws IOException {
        TinyData.write(folder, 60);
        List<Object> arguments = new ArrayList<>(arguments(out, rates));
        arguments.addAll(List.of(more));
        return Cornu.run(arguments.toArray());
    }

    private List<Object> arguments(Path out, String rates) {
        return List.of(
                "compare",
                "mlp",
                "--data",
                folder.resolve("x.npy") + "," + folder.resolve("y.npy"),
                "--validation-split",
                .2,
                "--optimizer",
                "sgd",
                "--vary",
                "learning-rate=" + rates,
                "--epochs",
                2,
                "--batch-size",
                10,
                "--out",
                out);
    }

    @Test
    void aTrainingThatDivergesIsAResultAndTheOthersGoOn() throws IOException {
        Path out = folder.resolve("diverging");
        Finished finished = rates(out, "1e30,.01");

        assertThat(finished.exitCode()).as(finished.tail()).isZero();
        assertThat(finished.stdout()).contains("learning-rate 1e30, seed 42, diverged: fit: expected a finite loss");
        JsonNode report = Cornu.json(out.resolve("report.json"));
        assertThat(report.path("verdicts").path(0).asText())
                .startsWith("learning-rate .01 is best by val accuracy")
                .contains("learning-rate 1e30 (no number)");
        assertThat(out.resolve("report.html")).content().contains("learning-rate 1e30, seed 42, diverged in epoch 1");
        assertThat(Files.readAllLines(out.resolve("comparison-history.csv"))).hasSize(1 + 2);
        assertThat(Files.readAllLines(out.resolve("comparison.csv")).get(0)).contains(",val_accuracy,");

        Finished again = rates(out, "1e30,.01");
        assertThat(again.exitCode()).as(again.tail()).isZero();
        assertThat(again.stdout().lines().filter(line -> line.endsWith("was done before")))
                .hasSize(2);
        assertThat(Cornu.json(out.resolve("report.json")).path("sections")).isEqualTo(report.path("sections"));

        Finished none = rates(folder.resolve("none"), "1e30,1e31");
        assertThat(none.exitCode()).as(none.tail()).isZero();
        assertThat(none.stdout()).contains("No training gave a number for val accuracy.");
        // Weights that an epoch's only step spoils are found out by the validation.
        Cornu.succeed(
                "compare",
                "mlp",
                "--data",
                TinyData.write(folder, 60),
                "--validation-split",
                .2,
                "--optimizer",
                "sgd",
                "--vary",
                "learning-rate=1e30,.01",
                "--epochs",
                1,
                "--out",
                folder.resolve("late"));
    }

    @Test
    void byIsCheckedBeforeTheFirstTrainingAndChangesNone() throws IOException {
        Path out = folder.resolve("by");
        Finished wrong = rates(out, ".001,.1", "--by", "val_acuracy");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.stderr())
                .hasLineCount(1)
                .contains("--by: expected one of loss, accuracy, val_loss, val_accuracy, received 'val_acuracy'");
        assertThat(out).as("nothing was trained").doesNotExist();

        assertThat(rates(out, ".001,.1").exitCode()).isZero();
        Finished by = rates(out, ".001,.1", "--by", "val_loss", "--debug");
        assertThat(by.stdout().lines().filter(line -> line.endsWith("was done before")))
                .as(by.tail())
                .hasSize(2);
        assertThat(by.stdout()).contains("learning-rate .1 is best by val loss");
        assertThat(Cornu.json(out.resolve("report.json")).path("command").asText())
                .contains("--by=val_loss")
                .doesNotContain("--debug");
    }

    @Test
    void otherDataUnderTheSameNameIsNotGoneOnWith() throws IOException {
        Path out = folder.resolve("data");
        assertThat(rates(out, ".001,.1").exitCode()).isZero();
        Path labels = folder.resolve("y.npy");
        List<String> journal = Files.readAllLines(out.resolve("journal.jsonl"));

        TinyData.write(folder, 63);
        Finished refused = Cornu.run(arguments(out, ".001,.1").toArray());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stderr())
                .hasLineCount(1)
                .contains("journal.jsonl: expected a run with data ", labels.toString(), "or another folder");
        assertThat(Files.readAllLines(out.resolve("journal.jsonl"))).isEqualTo(journal);
    }

    /** A metric of any name whose own direction is down. */
    @Test
    void ranksByWhatTheModelsMetricsSay() throws IOException {
        Path file = folder.resolve("regression.keras");
        try (Model model = Sequential.of(Input.of(TinyData.SIDE, TinyData.SIDE, 1), Flatten.of(), Dense.of(1))
                .build(Seed.of(1))) {
            KerasArchive.write(
                    model.compile(
                            SGD.of(.01),
                            Losses.meanSquaredError(),
                            Metrics.meanAbsoluteError().withName("distance")),
                    file);
        }
        Path out = folder.resolve("metric");
        Cornu.succeed(
                "compare",
                file,
                "--data",
                TinyData.write(folder, 60),
                "--vary",
                "learning-rate=1e-9,1e-3",
                "--by",
                "distance",
                "--out",
                out);
        List<Double> distances = new ArrayList<>();
        for (String row : Files.readAllLines(out.resolve("comparison.csv"))) {
            String[] cells = row.split(",", -1);
            if (row.startsWith("learning-rate")) {
                distances.add(Double.parseDouble(cells[4]));
            }
        }
        assertThat(distances.get(1)).isLessThan(distances.get(0));
        assertThat(Cornu.json(out.resolve("report.json"))
                        .path("verdicts")
                        .path(0)
                        .asText())
                .startsWith("learning-rate 1e-3 is best by distance");
    }

    private static String withoutLast(String row) {
        return row.substring(0, row.lastIndexOf(','));
    }

    @Test
    void searchesGoesOnAndReplaysTheBest() throws IOException {
        Path out = folder.resolve("searched");
        List<Object> arguments = new ArrayList<>(List.of(
                "tune",
                "mlp",
                "--data",
                TinyData.write(folder, 60),
                "--validation-split",
                .2,
                "--search",
                "optimizer=sgd,adam",
                "--search",
                "momentum=0..0.9 if optimizer=sgd",
                "--search",
                "learning-rate=1e-4..1:log",
                "--epochs",
                1,
                "--out",
                out));
        List<Object> few = new ArrayList<>(arguments);
        few.addAll(List.of("--trials", 3));
        assertThat(trials(Cornu.succeed(few.toArray()))).containsExactly("0", "1", "2");

        arguments.addAll(List.of("--trials", 5, "--replay-best", "--tensorboard"));
        Finished finished = Cornu.succeed(arguments.toArray());

        assertThat(trials(finished)).containsExactly("3", "4");
        String replayed = finished.stdout()
                .lines()
                .filter(line -> line.contains(" again: "))
                .findFirst()
                .orElseThrow();
        assertThat(replayed)
                .matches("Trial \\d again: val_(loss|accuracy) (\\S+) \\(\\2 before\\); wrote .*best.keras");
        assertThat(out).isDirectoryContaining("glob:**/best.keras");
        assertThat(logs(out))
                .containsExactly(
                        "best/train",
                        "best/validation",
                        "trial 3/train",
                        "trial 3/validation",
                        "trial 4/train",
                        "trial 4/validation");
        assertThat(Files.readAllLines(out.resolve("trials.csv"))).hasSize(6);
        JsonNode report = Cornu.json(out.resolve("report.json"));
        assertThat(report.path("verdicts")).hasSize(1);
        assertThat(report.path("command").asText())
                .as("as a shell takes it")
                .contains("'--search=momentum=0..0.9 if optimizer=sgd'");
        for (String row : Files.readAllLines(out.resolve("trials.csv"))) {
            if (row.contains(",adam,")) {
                assertThat(row).as("no momentum with adam").contains(",,adam,");
            }
        }
    }

    private static List<String> trials(Finished finished) {
        return finished.stdout()
                .lines()
                .filter(line -> line.matches("Trial \\d+: .*"))
                .map(line -> line.replaceAll("Trial (\\d+): .*", "$1"))
                .toList();
    }

    @Test
    void putsRunsSideBySide() throws IOException {
        compare(folder.resolve("a"));
        compare(folder.resolve("b"), "--batch-size", 16);

        Cornu.succeed("report", folder.resolve("a"), folder.resolve("b"), "--out", folder.resolve("both"));

        assertThat(folder.resolve("both")).isDirectoryContaining("glob:**/a-comparison-loss.svg");
        assertThat(folder.resolve("both")).isDirectoryContaining("glob:**/b-comparison-loss.svg");
        assertThat(Files.readString(folder.resolve("both/report.html")))
                .contains("2 runs side by side", "a: ", "b: ", "--batch-size=16");
    }
}
