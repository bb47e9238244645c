package io.cornu.experiments;

import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.CompiledModel;
import io.cornu.model.FitListener;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final AtomicInteger trained = new AtomicInteger();

    private LabOptions options() {
        return LabOptions.of("test", folder).withSeeds(2);
    }

    private static Map<String, Double> variants() {
        Map<String, Double> variants = new LinkedHashMap<>();
        variants.put("one", 1.0);
        variants.put("two", 2.0);
        return variants;
    }

    private Outcome train(double value, Cell cell) {
        trained.incrementAndGet();
        return cell.outcome(Map.of("loss", List.of(value, Double.NaN)), Map.of("score", value * 100 + cell.seed()));
    }

    @Test
    void everyVariantIsTrainedWithTheSameSeeds() throws IOException {
        try (Lab lab = Lab.open(options())) {
            Comparison comparison = lab.compare("values", variants(), this::train);

            assertThat(comparison.outcomes())
                    .extracting(o -> o.variant() + o.seed() + " " + o.results().get("score"))
                    .containsExactly("one42 142.0", "two42 242.0", "one43 143.0", "two43 243.0");
        }
    }

    @Test
    void whatWasDoneIsNotDoneAgain() throws IOException {
        AtomicInteger left = new AtomicInteger(3);
        try (Lab lab = Lab.open(options().withCancellation(() -> left.get() == 0))) {
            assertThatThrownBy(() -> lab.compare("values", variants(), (value, cell) -> {
                        left.decrementAndGet();
                        return train(value, cell);
                    }))
                    .isInstanceOf(CancellationException.class);
        }
        // The third was under way when it was told to stop: it does not count.
        assertThat(trained.getAndSet(0)).isEqualTo(3);

        try (Lab lab = Lab.open(options())) {
            Comparison comparison = lab.compare("values", variants(), this::train);

            assertThat(trained.get()).isEqualTo(2);
            assertThat(comparison.of("two"))
                    .extracting(o -> o.results().get("score"))
                    .containsExactly(242.0, 243.0);
            assertThat(comparison.of("one").get(0).history()).isEqualTo(Map.of("loss", List.of(1.0, Double.NaN)));
        }
    }

    @Test
    void aLineThatAKilledProcessLeftHalfWrittenIsCutOff() throws IOException {
        try (Lab lab = Lab.open(options())) {
            lab.compare("values", variants(), this::train);
        }
        Path journal = folder.resolve(Journal.FILE);
        List<String> whole = Files.readAllLines(journal);
        Files.writeString(journal, whole.get(4).substring(0, 30), StandardOpenOption.APPEND);

        trained.set(0);
        try (Lab lab = Lab.open(options().withSeeds(3))) {
            lab.compare("values", variants(), this::train);
        }

        assertThat(trained.get()).isEqualTo(2);
        assertThat(Files.readAllLines(journal)).hasSize(7).startsWith(whole.toArray(String[]::new));
    }

    @Test
    void otherSettingsAndOtherProcessesAreRefused() throws IOException {
        try (Lab lab = Lab.open(options())) {
            assertThat(lab.isQuick()).isFalse();
            assertThat(folder).as("nothing to keep yet").isEmptyDirectory();
            lab.compare("values", variants(), this::train);
            assertThatThrownBy(() -> Lab.open(options()))
                    .isInstanceOf(DataFileException.class)
                    .hasMessageContaining("nobody else");
        }
        assertThatThrownBy(() -> Lab.open(options().withQuick(true)))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("Give the same settings");
        Files.writeString(folder.resolve(Journal.FILE), "something else\n");
        assertThatThrownBy(() -> Lab.open(options())).hasMessageContaining("expected a journal");
    }

    @Test
    void whatDecidesOutcomesIsPartOfTheJournalAndWhatAnOldOneDoesNotSayIsNoDifference() throws IOException {
        LabOptions known = options().withIdentity(Map.of("command", "test without its names", "data x", "12ab"));
        try (Lab lab = Lab.open(known)) {
            lab.compare("values", variants(), this::train);
        }
        assertThatThrownBy(() -> Lab.open(known.withIdentity(Map.of("command", "another", "data x", "34cd"))))
                .isInstanceOf(DataFileException.class)
                .hasMessageContaining("command another")
                .hasMessageContaining("data x 34cd")
                .hasMessageContaining("command test without its names")
                .hasMessageContaining("data x 12ab. Give the same settings, or another folder.")
                .hasMessageNotContaining("quick");
        assertThatThrownBy(() -> Lab.open(known.withSession(SessionOptions.defaults()
                        .withThreads(Runtime.getRuntime().availableProcessors() + 1))))
                .hasMessageContaining("expected a run with threads ");
        trained.set(0);
        // As the report's command may.
        try (Lab lab = Lab.open(known.withCommand("test --by loss"))) {
            lab.compare("values", variants(), this::train);
        }

        Path journal = folder.resolve(Journal.FILE);
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        assertThat(lines.get(0)).contains("\"cornu\":", "\"tensorflow java\":", "\"threads\":");
        lines.set(0, "{\"format\":\"cornu-journal\",\"command\":\"test\",\"quick\":false,\"device\":\"auto\"}");
        Files.write(journal, lines);
        try (Lab lab = Lab.open(options().withIdentity(Map.of("data x", "12ab")))) {
            lab.compare("values", variants(), this::train);
        }
        assertThat(trained.get()).isZero();
        lines.set(0, lines.get(0).replace("auto", "cpu").replace("cornu-journal", "a diary"));
        Files.write(journal, lines);
        assertThatThrownBy(() -> Lab.open(options())).hasMessageContaining("expected a journal, received something");
    }

    @Test
    void aReportWithoutAComparisonLeavesAJournalToGoOnWith() throws IOException {
        try (Lab lab = Lab.open(options())) {
            lab.write(lab.report("nothing compared"));
        }
        assertThat(folder.resolve(Journal.FILE)).content().hasLineCount(1);
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        Lab.open(options()).close();
    }

    @Test
    void progressNamesAllThatRunSideBySide() throws IOException {
        CyclicBarrier both = new CyclicBarrier(2);
        List<String> details = Collections.synchronizedList(new ArrayList<>());
        Monitor monitor = new Monitor() {
            @Override
            public void progressed(Progress progress) {
                details.add(progress.detail());
            }

            @Override
            public void noted(String line) {}
        };
        try (Lab lab = Lab.open(options().withSeeds(1).withJobs(2).withMonitor(monitor))) {
            lab.compare("values", variants(), (value, cell) -> {
                cell.progressed(0.5, "epoch 1/2  loss 3.4");
                try {
                    both.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IOException("two trainings were not run at a time", e);
                }
                return train(value, cell);
            });
        }

        assertThat(details).hasSize(2).contains("one: epoch 1/2 | two: epoch 1/2");
    }

    @Test
    void onlyWhatIsShortenedIsAQuickLook() throws IOException {
        try (Lab lab = Lab.open(options().withQuick(true))) {
            assertThat(lab.choose(5, 5)).isEqualTo(5);
            assertThat(words(lab)).contains("with --quick it is the same");
            assertThat(lab.choose(1, 5)).isEqualTo(1);
            assertThat(words(lab)).contains("Its numbers are not those of the text");
        }
    }

    private static String words(Lab lab) {
        return lab.report("a study").sections().get(0).blocks().toString();
    }

    @Test
    void jobsRunSideBySideAndComeBackInOrder() throws IOException {
        CyclicBarrier both = new CyclicBarrier(2);
        try (Lab lab = Lab.open(options().withJobs(2))) {
            Comparison comparison = lab.compare("values", variants(), (value, cell) -> {
                try {
                    both.await(20, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IOException("two trainings were not run at a time", e);
                }
                return train(value, cell);
            });

            assertThat(comparison.outcomes())
                    .extracting(o -> o.variant() + o.seed())
                    .containsExactly("one42", "two42", "one43", "two43");
        }
    }

    @Test
    void aFailureEndsTheOthersAndKeepsWhatIsDone() throws IOException {
        AtomicBoolean failing = new AtomicBoolean(true);
        Lab.Trainer<Double> trainer = (value, cell) -> {
            if (failing.get() && cell.seed() == 43) {
                throw new IllegalArgumentException("this one fails");
            }
            return train(value, cell);
        };
        // Trainings with as many threads, so that all are of one journal.
        SessionOptions session = SessionOptions.defaults().withThreads(1);
        for (int jobs : List.of(1, 2)) {
            try (Lab lab = Lab.open(options().withJobs(jobs).withSession(session))) {
                assertThatThrownBy(() -> lab.compare("values", variants(), trainer))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("this one fails");
            }
        }
        failing.set(false);
        try (Lab lab = Lab.open(options().withSession(session))) {
            lab.compare("values", variants(), trainer);
        }
        assertThat(trained.get()).isEqualTo(4);
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        List<String> notes = Collections.synchronizedList(new ArrayList<>());
        List<Monitor.Progress> shares = Collections.synchronizedList(new ArrayList<>());
        Monitor monitor = new Monitor() {
            @Override
            public void progressed(Progress progress) {
                shares.add(progress);
            }

            @Override
            public void noted(String line) {
                notes.add(line);
            }
        };
        try (Lab lab = Lab.open(options().withMonitor(monitor))) {
            lab.compare("values", variants(), (value, cell) -> {
                cell.progressed(0.5, "half");
                return train(value, cell);
            });
        }
        assertThat(shares).extracting(Monitor.Progress::share).containsExactly(0.125, 0.375, 0.625, 0.875);
        assertThat(shares.get(2).detail()).isEqualTo("one, seed 43: half");
        assertThat(notes).hasSize(4).allMatch(note -> note.startsWith("values: "));
    }

    @Test
    void theCallbackHearsEveryFitOfEveryTraining() throws IOException {
        List<String> heard = new ArrayList<>();
        Array x = Array.of(new float[] {1, 2}, 2, 1);
        LabOptions options = options().withCallback(cell -> {
            String name = cell.comparison() + ", " + cell.variant() + ", " + cell.seed();
            return fit -> {
                heard.add(name + ": " + fit.epochs());
                return new FitListener() {};
            };
        });
        try (Lab lab = Lab.open(options.withSeeds(1))) {
            lab.compare("values", variants(), (value, cell) -> {
                try (Model model = Sequential.of(Input.of(1), Dense.of(1)).build(cell.options())) {
                    CompiledModel compiled = model.compile(SGD.of(0), meanSquaredError());
                    compiled.fit(Dataset.of(x, x), cell.fit(1));
                    return cell.outcome(compiled.fit(Dataset.of(x, x), cell.fit(2)), Map.of());
                }
            });
        }
        assertThat(heard)
                .containsExactly(
                        "values, one, 42: 1", "values, one, 42: 2", "values, two, 42: 1", "values, two, 42: 2");
    }
}
