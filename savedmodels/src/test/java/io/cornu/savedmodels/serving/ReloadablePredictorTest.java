package io.cornu.savedmodels.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.Sequential;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models change under load: every answer is that of one of them, and a bad one never answers. */
@Timeout(180)
class ReloadablePredictorTest {
    private static final float[] ONES = {1, 1, 1};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final BlockingQueue<ReloadEvent> events = new LinkedBlockingQueue<>();

    private float[] answer(Path model) throws IOException {
        try (Predictor predictor = Predictor.open(model)) {
            return predictor.predict(ONES);
        }
    }

    private ReloadOptions listening() {
        return ReloadOptions.defaults().withListener(events::add);
    }

    private void replace(Path target, long seed) throws IOException {
        Path next = Served.keras(folder, "next.keras", Served.sum(), seed);
        Files.move(next, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keras", "savedmodel"})
    void answersComeFromOneModelOrTheOtherWhileTheyChange(String form) throws Exception {
        boolean isKeras = form.equals("keras");
        List<Path> versions = new ArrayList<>();
        List<Array> expected = new ArrayList<>();
        Array input = Served.images(1, 2);
        for (int i = 0; i < 2; i++) {
            versions.add(
                    isKeras
                            ? Served.keras(folder, i + ".keras", Served.cnn(), i)
                            : Served.savedModel(folder, "m" + i, Served.cnn(), i));
            try (Predictor predictor = Predictor.open(versions.get(i))) {
                expected.add(predictor.predict(input));
            }
        }
        assertThat(expected.get(0)).isNotEqualTo(expected.get(1));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        AtomicBoolean isOver = new AtomicBoolean();
        try (ReloadablePredictor models = ReloadablePredictor.open(versions.get(0))) {
            Predictor predictor = models.predictor();
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                wrong.add(threads.submit(() -> {
                    int differing = 0;
                    while (!isOver.get()) {
                        differing += expected.contains(predictor.predict(input)) ? 0 : 1;
                    }
                    return differing;
                }));
            }
            for (int reload = 1; reload <= 20; reload++) {
                models.reload(versions.get(reload % 2));
                assertThat(predictor.predict(input)).isEqualTo(expected.get(reload % 2));
            }
            isOver.set(true);
            for (Future<Integer> each : wrong) {
                assertThat(each.get()).isZero();
            }
            assertThat(models.generation()).isEqualTo(21);
            assertThat(models.model()).isEqualTo(versions.get(0));
            assertThat(predictor.statistics().failures()).isZero();
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void aBadModelChangesNothing() throws IOException {
        Path file = Served.keras(folder, "model.keras", Served.sum(), 1);
        float[] expected = answer(file);
        try (ReloadablePredictor models = ReloadablePredictor.open(file, listening())) {
            byte[] whole = Files.readAllBytes(file);
            Path cut = Files.write(folder.resolve("cut.keras"), java.util.Arrays.copyOf(whole, whole.length / 2));
            assertKept(models, cut, MalformedFileException.class, "cut.keras");
            assertKept(models, folder.resolve("missing.keras"), NoSuchFileException.class, "missing.keras");
            Path wider = Served.keras(folder, "wider.keras", Sequential.of(Input.of(4), Dense.of(2)), 1);
            assertKept(models, wider, MalformedFileException.class, "(None, 3)", "(None, 4)");
            Path more = Served.keras(folder, "more.keras", Sequential.of(Input.of(3), Dense.of(5)), 1);
            assertKept(models, more, MalformedFileException.class, "(None, 2)", "(None, 5)");
            Path two = Served.keras(folder, "two.keras", Served.twoInTwoOut(), 1);
            assertKept(models, two, MalformedFileException.class, "1 input(s)", "2");
            Files.delete(file);
            assertThatThrownBy(models::reload).isInstanceOf(NoSuchFileException.class);
            assertThat(events.poll()).isInstanceOf(ReloadEvent.Kept.class);
            assertThat(models.predictor().predict(ONES)).isEqualTo(expected);
            assertThat(models.generation()).isEqualTo(1);
        }
    }

    private void assertKept(ReloadablePredictor models, Path bad, Class<?> type, String... parts) {
        assertThatThrownBy(() -> models.reload(bad)).isInstanceOf(type).hasMessageContainingAll(parts);
        assertThat(events.poll())
                .isInstanceOfSatisfying(ReloadEvent.Kept.class, kept -> assertThat(kept.reason())
                        .isInstanceOf(type));
        assertThat(models.predictor().predict(ONES)).hasSize(2);
    }

    @Test
    void aModelIsReplacedInItsPlace() throws IOException {
        Path file = Served.keras(folder, "model.keras", Served.sum(), 1);
        try (ReloadablePredictor models = ReloadablePredictor.open(
                file, listening().withListener(event -> {
                    events.add(event);
                    throw new IllegalArgumentException("a listener in trouble");
                }))) {
            float[] before = models.predictor().predict(ONES);
            replace(file, 2);
            assertThat(models.predictor().predict(ONES)).isEqualTo(before);
            models.reload();
            assertThat(models.predictor().predict(ONES)).isEqualTo(answer(file)).isNotEqualTo(before);
            assertThat(events.poll())
                    .isInstanceOfSatisfying(ReloadEvent.Replaced.class, replaced -> {
                        assertThat(replaced.generation()).isEqualTo(2);
                        assertThat(replaced.loading()).isPositive();
                    });
        }
    }

    @Test
    void theHighestWholeVersionCounts() throws IOException {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        assertThatThrownBy(() -> ReloadablePredictor.open(versions))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("numbers");
        for (String name : List.of("2", "10", "11", "12", "latest")) {
            Files.createDirectory(versions.resolve(name));
        }
        Path two = Served.keras(versions.resolve("2"), "a.keras", Served.sum(), 2);
        Path ten = Served.keras(versions.resolve("10"), "b.keras", Served.sum(), 10);
        Served.keras(versions.resolve("latest"), "c.keras", Served.sum(), 3);
        // Not whole yet: no variables in 11, nothing in 12.
        Files.write(versions.resolve("11/saved_model.pb"), new byte[] {1});
        Files.createDirectory(versions.resolve("11/variables"));
        try (ReloadablePredictor models = ReloadablePredictor.open(versions)) {
            assertThat(models.model()).isEqualTo(ten);
            assertThat(models.predictor().predict(ONES)).isEqualTo(answer(ten));
            models.reload(two);
            assertThat(models.predictor().predict(ONES)).isEqualTo(answer(two));
            Path saved = Served.savedModel(versions, "13", Sequential.of(Input.of(3), Dense.of(2)), 13);
            models.reload();
            assertThat(models.model()).isEqualTo(saved);
            assertThat(models.predictor().predict(ONES)).isEqualTo(answer(saved));
        }
    }

    @Test
    void pollingFindsWhatIsNewAndLeavesARollbackAlone() throws Exception {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        Path first = Served.keras(Files.createDirectory(versions.resolve("1")), "m.keras", Served.sum(), 1);
        ReloadOptions options = listening().withPolling(Duration.ofMillis(20));
        try (ReloadablePredictor models = ReloadablePredictor.open(versions, options)) {
            Path second = Served.keras(Files.createDirectory(versions.resolve("2")), "m.keras", Served.sum(), 2);
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(ReloadEvent.Replaced.class);
            assertThat(models.model()).isEqualTo(second);
            models.reload(first);
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(ReloadEvent.Replaced.class);
            // A bad version is tried once, and the rollback stays.
            Path third = Files.createDirectory(versions.resolve("3")).resolve("m.keras");
            Files.write(third, new byte[100]);
            assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(ReloadEvent.Kept.class);
            assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();
            assertThat(models.model()).isEqualTo(first);
            assertThat(models.predictor().predict(ONES)).isEqualTo(answer(first));
        }
    }

    @Test
    void afterClosingNothingIsLoaded() throws IOException {
        Path file = Served.keras(folder, "model.keras", Served.sum(), 1);
        ReloadablePredictor models = ReloadablePredictor.open(file);
        models.close();
        models.close();
        assertThatThrownBy(models::reload)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> models.predictor().predict(ONES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(Predictor.CLOSED);
    }
}
