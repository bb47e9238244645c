package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.experiments.Experiment;
import io.cornu.models.data.DataDirectory;
import io.cornu.models.experiments.ExperimentCatalog;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproduceTest {
    private static final String CHEAP = "optimizers-beyond-gradients";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static List<Experiment> all() {
        return ExperimentCatalog.all(DataDirectory.of(Path.of("nowhere")));
    }

    @Test
    void listHasALineForEachExperimentItsNameFirstThenASentence() {
        List<String> lines =
                Cornu.succeed("reproduce", "--list").stdout().lines().toList();
        assertThat(lines).hasSameSizeAs(all());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i))
                    .matches(all().get(i).name() + "  +.*")
                    .endsWith(all().get(i).sentence());
        }
    }

    @Test
    void unknownNameIsRefusedWithTheNearestOne() {
        Finished finished = Cornu.run("reproduce", "mnist-optimiser");
        assertThat(finished.exitCode()).isEqualTo(2);
        assertThat(finished.stderr()).contains("mnist-optimiser", "Did you mean 'mnist-optimizers'?");
    }

    /** With the data that comes with Cornu; what it writes, and that the same command again trains nothing. */
    @Test
    void quickExperimentLeavesAReportAndIsNotRepeated() throws IOException {
        Path run = folder.resolve("deep/run");
        Finished first = Cornu.succeed("reproduce", CHEAP, "--quick", "--out", run);
        assertThat(first.stdout()).contains("is best by train loss", "Wrote " + run);
        assertThat(run.resolve("report.html"))
                .content()
                .contains("<html", "A quick look", "What differs from the text");
        assertThat(run.resolve("ways-down.svg")).isNotEmptyFile();
        assertThat(run.resolve("ways-down.png")).isNotEmptyFile();
        assertThat(Files.readAllLines(run.resolve("ways.csv"))).hasSize(6);

        JsonNode report = Cornu.json(run.resolve("report.json"));
        assertThat(report.get("settings").get("training examples").asInt()).isEqualTo(2000);
        assertThat(report.get("command").asText()).isEqualTo("cornu reproduce " + CHEAP + " --quick");
        assertThat(report.get("verdicts")).isNotEmpty();

        List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
        byte[] written = Files.readAllBytes(run.resolve("report.json"));
        Finished second = Cornu.succeed("reproduce", CHEAP, "--quick", "--out", run);
        assertThat(second.stdout()).contains(CHEAP + " was done before", "is best by train loss", "Wrote " + run);
        assertThat(Files.readAllBytes(run.resolve("report.json"))).isEqualTo(written);

        // As if it had been killed while it wrote the report.
        Files.delete(run.resolve("report.html"));
        Finished third = Cornu.succeed("reproduce", CHEAP, "--quick", "--out", run);
        assertThat(third.stdout().lines().filter(line -> line.contains(": ") && line.endsWith("was done before")))
                .hasSize(5);
        assertThat(Files.readAllLines(run.resolve("journal.jsonl"))).isEqualTo(journal);
        assertThat(Cornu.json(run.resolve("report.json")).get("sections")).isEqualTo(report.get("sections"));
    }

    /** It compares nothing, and so keeps no training. */
    @Test
    void experimentWithoutTrainingsIsGoneOnWithToo() throws IOException {
        Path run = folder.resolve("with space");
        List<Object> command =
                List.of("reproduce", "deep-sigmoid", "--quick", "--data-dir", folder.resolve("my data"), "--out", run);
        Finished first = Cornu.succeed(command.toArray());
        assertThat(Cornu.json(run.resolve("report.json")).path("command").asText())
                .isEqualTo("cornu reproduce deep-sigmoid --quick --data-dir '" + folder.resolve("my data") + "'");
        Finished second = Cornu.succeed(command.toArray());
        assertThat(second.stdout()).startsWith("deep-sigmoid was done before").endsWith(first.stdout());

        // As if it had been killed while it wrote the report.
        Files.delete(run.resolve("report.html"));
        Cornu.succeed(command.toArray());
        assertThat(run.resolve("report.html")).isNotEmptyFile();

        Finished other = Cornu.run("reproduce", "deep-schedules", "--quick", "--out", run);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.stderr())
                .hasLineCount(1)
                .contains("expected a run with command cornu reproduce deep-schedules --quick, received one with")
                .doesNotContain("--resume");
    }

    /** Needs the official data sets. */
    @Test
    @Tag("slow")
    void allExperimentsRunQuickly() throws IOException {
        String data = System.getenv().getOrDefault(DataDirectory.VARIABLE, "../../shared/data");
        assumeTrue(Files.isDirectory(Path.of(data, "cifar-10")), () -> "no official data in " + data);
        Cornu.succeed("reproduce", "--all", "--quick", "--data-dir", data, "--out", folder);
        for (Experiment experiment : all()) {
            JsonNode report = Cornu.json(folder.resolve(experiment.name()).resolve("report.json"));
            assertThat(report.get("verdicts")).as(experiment.name()).isNotEmpty();
            assertThat(folder.resolve(experiment.name()).resolve("report.html")).isNotEmptyFile();
        }
    }
}
