package io.cornu.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.callbacks.EarlyStopping;
import io.cornu.callbacks.LambdaCallback;
import io.cornu.callbacks.LearningRateScheduler;
import io.cornu.callbacks.Mode;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.tracking.RunObserver.End;
import io.cornu.tracking.RunObserver.Ending;
import io.cornu.tracking.RunObserver.Observation;
import io.cornu.tracking.RunObserver.Point;
import io.cornu.tracking.RunObserver.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the log is JSON is asked of Python in the tests module. */
class RunTrackingTest {
    private static final Dataset NUMBERS =
            Dataset.of(Array.of(new float[] {1, 2, 3, 4}, 4, 1), Array.of(new float[] {2, 4, 6, 8}, 4, 1));

    /** Remembers what it hears. */
    private static final class Memory implements RunObserver {
        private final List<Start> starts = new ArrayList<>();
        private final List<Point> points = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<End> ends = new ArrayList<>();

        @Override
        public Observation begin(Start start) {
            starts.add(start);
            return new Observation() {
                @Override
                public void metrics(Point point) {
                    points.add(point);
                }

                @Override
                public void note(String message) {
                    notes.add(message);
                }

                @Override
                public void end(End end) {
                    ends.add(end);
                }
            };
        }
    }

    @Test
    void hearsOfAllOfARun() {
        Memory memory = new Memory();
        History history = fit(
                Fit.epochs(3).withBatchSize(2),
                LearningRateScheduler.of((epoch, rate) -> epoch == 2 ? rate / 2 : rate),
                RunTracking.of(memory));
        assertThat(memory.points).extracting(Point::epoch).containsExactly(0, 1, 2);
        assertThat(memory.points).extracting(Point::step).containsExactly(2L, 4L, 6L);
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(memory.points.get(epoch).values())
                    .isEqualTo(history.epochs().get(epoch).values());
            assertThat(memory.points.get(epoch).batch()).isEmpty();
            assertThat(memory.points.get(epoch).seconds()).isPositive();
        }
        assertThat(memory.notes).containsExactly("LearningRateScheduler: learning rate 0.01 -> 0.005");
        assertThat(memory.ends).extracting(End::ending).containsExactly(Ending.FINISHED);
        assertThat(memory.ends.get(0).reason()).isEmpty();
        assertThat(memory.starts.get(0).settings())
                .containsEntry("epochs", "3")
                .containsEntry("first_epoch", "0")
                .containsEntry("batch_size", "2")
                .containsEntry("parameters", "2")
                .containsEntry("losses", "mean_squared_error")
                .containsKeys("optimizer", "model", "model_digest", "seed", "device", "java", "host", "cornu");
    }

    @Test
    void hearsOfBatches() {
        Memory memory = new Memory();
        fit(Fit.epochs(2).withBatchSize(1), RunTracking.of(memory).withBatchFrequency(3));
        // Batches 3 and 6 of 8, counted over epochs of 4: the third of the first, the second of the second.
        assertThat(memory.points).extracting(point -> point.batch().orElse(-1)).containsExactly(2, -1, 1, -1);
        assertThat(memory.points.get(0).values()).containsKeys("loss", "learning_rate");
    }

    @Test
    void tellsHowARunEnded() {
        Memory memory = new Memory();
        fit(Fit.epochs(9), EarlyStopping.of().withMonitor("loss").withMode(Mode.MAX), RunTracking.of(memory));
        fit(Fit.epochs(9).withBatchSize(1).withCancellation(() -> true), RunTracking.of(memory));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> fit(
                        Fit.epochs(9),
                        RunTracking.of(memory),
                        LambdaCallback.of().withBatchBegin(batch -> {
                            throw new IllegalStateException("no more");
                        })));
        assertThat(memory.ends)
                .extracting(End::ending)
                .containsExactly(Ending.STOPPED, Ending.INTERRUPTED, Ending.FAILED);
        assertThat(memory.ends.get(0).reason()).contains("has not improved");
        assertThat(memory.ends.get(2).reason()).contains("no more");
        assertThat(memory.starts).extracting(Start::run).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void resumedRunTellsWhereItGoesOn() {
        Memory memory = new Memory();
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(.01), Losses.meanSquaredError());
            History first = compiled.fit(
                    NUMBERS, Fit.epochs(5).withCallbacks(RunTracking.of(memory)).withCancellation(() -> true));
            compiled.fit(
                    NUMBERS, Fit.epochs(5).withCallbacks(RunTracking.of(memory)).withResume(first.progress()));
        }
        assertThat(memory.starts.get(1).settings()).containsEntry("first_epoch", "1");
        assertThat(memory.points).extracting(Point::epoch).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void logIsAddedTo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a/runs.jsonl");
        for (int i = 0; i < 2; i++) {
            fit(Fit.epochs(2), RunTracking.of(RunLog.of(file)));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(8).allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
        assertThat(lines.get(3)).contains("\"ending\":\"finished\",\"reason\":\"\"");
    }

    @Test
    void jsonOfEverything() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("a\"b", "c\\d\n\t\u0001é\u2028\ud83d\ude00");
        line.put("numbers", Map.of("nan", Double.NaN));
        line.put("infinite", Double.NEGATIVE_INFINITY);
        line.put("long", 1L << 60);
        line.put("double", 1e-300);
        line.put("half", "\ud83d \ude00");
        // RFC 8259: quotes, backslashes and characters below U+0020 must be escaped, all others may stand.
        assertThat(Json.text(line))
                .isEqualTo(
                        "{\"a\\\"b\":\"c\\\\d\\u000a\\u0009\\u0001é\u2028\ud83d\ude00\",\"numbers\":{\"nan\":\"NaN\"},"
                                + "\"infinite\":\"-Infinity\",\"long\":1152921504606846976,\"double\":1.0E-300,"
                                + "\"half\":\"\\ud83d \\ude00\"}");
    }

    @Test
    void badSettings(@TempDir Path folder) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunTracking.of(new Memory()).withBatchFrequency(0))
                .withMessageContainingAll("RunTracking", "batchFrequency", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunLog.of(Path.of("")))
                .withMessageContainingAll("RunLog", "file");
        Path taken = Files.writeString(folder.resolve("taken"), "");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> fit(Fit.epochs(1), RunTracking.of(RunLog.of(taken.resolve("runs.jsonl")))))
                .withMessageContainingAll("RunLog", "runs.jsonl");
    }

    private static History fit(Fit fit, Callback... callbacks) {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(.01), Losses.meanSquaredError());
            return compiled.fit(NUMBERS, fit.withCallbacks(callbacks));
        }
    }

    private static Model line() {
        return Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(7));
    }
}
