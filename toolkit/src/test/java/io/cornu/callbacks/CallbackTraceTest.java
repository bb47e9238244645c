package io.cornu.callbacks;

import static io.cornu.Golden.number;
import static io.cornu.Golden.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Golden;
import io.cornu.model.Callback;
import io.cornu.model.FitListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what Keras' callbacks do on the same logs: {@code callbacks.py} beside {@code callbacks.csv}. */
class CallbackTraceTest {
    private static final Map<String, List<Map<String, String>>> TRACES =
            Golden.byColumn(CallbackTraceTest.class, "callbacks.csv", "case");

    private static final EarlyStopping STOP = EarlyStopping.of();
    private static final ReduceLROnPlateau REDUCE = ReduceLROnPlateau.of();

    /** The callbacks of the script, by case, over a folder. */
    private static final Map<String, Function<Path, Callback>> CALLBACKS = Map.ofEntries(
            Map.entry("stop_default", d -> STOP),
            Map.entry("stop_patience_2", d -> STOP.withPatience(2)),
            Map.entry("stop_patience_3_restore", d -> STOP.withPatience(3).withRestoreBestWeights(true)),
            Map.entry("stop_patience_20_restore", d -> STOP.withPatience(20).withRestoreBestWeights(true)),
            Map.entry("stop_min_delta", d -> STOP.withMinDelta(0.1).withPatience(2)),
            Map.entry("stop_flat", d -> STOP.withPatience(4)),
            Map.entry("stop_tiny", d -> STOP.withPatience(2)),
            Map.entry("stop_worse_at_once", d -> STOP.withRestoreBestWeights(true)),
            Map.entry("stop_baseline", d -> STOP.withPatience(3).withBaseline(0.75)),
            Map.entry(
                    "stop_baseline_never",
                    d -> STOP.withPatience(3).withBaseline(0.1).withRestoreBestWeights(true)),
            Map.entry(
                    "stop_start_from",
                    d -> STOP.withPatience(1).withStartFromEpoch(5).withRestoreBestWeights(true)),
            Map.entry("stop_nan", d -> STOP.withPatience(3).withRestoreBestWeights(true)),
            Map.entry("stop_nan_first", d -> STOP.withPatience(2).withRestoreBestWeights(true)),
            Map.entry(
                    "stop_accuracy",
                    d -> STOP.withMonitor("val_accuracy").withPatience(3).withRestoreBestWeights(true)),
            Map.entry(
                    "stop_accuracy_min",
                    d -> STOP.withMonitor("val_accuracy").withMode(Mode.MIN).withPatience(2)),
            Map.entry("stop_loss_max", d -> STOP.withMode(Mode.MAX).withPatience(2)),
            Map.entry("reduce_default", d -> REDUCE),
            Map.entry("reduce_patience_2", d -> REDUCE.withPatience(2)),
            Map.entry("reduce_patience_0", d -> REDUCE.withPatience(0).withFactor(0.5)),
            Map.entry(
                    "reduce_cooldown",
                    d -> REDUCE.withPatience(1).withCooldown(2).withFactor(0.5)),
            Map.entry(
                    "reduce_min_lr", d -> REDUCE.withPatience(1).withFactor(0.2).withMinLearningRate(0.01)),
            Map.entry("reduce_min_lr_at_start", d -> REDUCE.withPatience(1)
                    .withFactor(0.2)
                    .withMinLearningRate(0.1)
                    .withCooldown(3)),
            Map.entry(
                    "reduce_min_delta",
                    d -> REDUCE.withPatience(2).withMinDelta(0.2).withFactor(0.3)),
            Map.entry("reduce_tiny", d -> REDUCE.withPatience(2).withFactor(0.3)),
            Map.entry("reduce_nan", d -> REDUCE.withPatience(2).withFactor(0.3)),
            Map.entry("reduce_accuracy", d -> REDUCE.withMonitor("val_accuracy")
                    .withPatience(2)
                    .withFactor(0.5)
                    .withCooldown(1)),
            Map.entry(
                    "reduce_max", d -> REDUCE.withMode(Mode.MAX).withPatience(2).withFactor(0.5)),
            Map.entry("save_each", d -> save(d, "m{epoch:02d}-{val_loss:.2f}-{val_accuracy:.3e}.keras")),
            Map.entry("save_best", d -> save(d, "m{epoch}.keras").withSaveBestOnly(true)),
            Map.entry("save_best_tiny", d -> save(d, "m{epoch:3d}.keras").withSaveBestOnly(true)),
            Map.entry("save_best_nan", d -> save(d, "m{epoch:d}_{val_loss:.1f}.keras")
                    .withSaveBestOnly(true)),
            Map.entry(
                    "save_threshold",
                    d -> save(d, "{{m}}{epoch}.keras").withSaveBestOnly(true).withInitialValueThreshold(0.8)),
            Map.entry("save_accuracy", d -> save(d, "m{epoch:04d}.keras")
                    .withMonitor("val_accuracy")
                    .withSaveBestOnly(true)),
            Map.entry("save_min", d -> save(d, "m{epoch}.keras")
                    .withMonitor("val_accuracy")
                    .withMode(Mode.MIN)
                    .withSaveBestOnly(true)),
            Map.entry("save_rounding", d -> save(d, "m{val_loss:.2f}_{val_loss:.1e}.keras")),
            Map.entry(
                    "schedule_halves",
                    d -> LearningRateScheduler.of((epoch, rate) -> epoch % 2 == 1 ? rate * 0.5 : rate)),
            Map.entry("schedule_epoch", d -> LearningRateScheduler.of((epoch, rate) -> 0.1 / (epoch + 1))));

    static Set<String> cases() {
        return TRACES.keySet();
    }

    @Test
    void everyCaseIsPlayed() {
        assertThat(CALLBACKS.keySet()).isEqualTo(TRACES.keySet()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void doesWhatKerasDoes(String name, @TempDir Path folder) throws IOException {
        play(name, folder, Integer.MAX_VALUE);
    }

    /** The listener is thrown away and another goes on from its state: nothing may change. */
    @ParameterizedTest
    @MethodSource("cases")
    void goesOnAfterAnInterruption(String name, @TempDir Path folder) throws IOException {
        for (int cut = 1; cut < trace(name).size(); cut += 4) {
            play(name, Files.createDirectory(folder.resolve("cut_" + cut)), cut);
        }
    }

    private static void play(String name, Path folder, int cut) throws IOException {
        Callback callback = Objects.requireNonNull(CALLBACKS.get(name)).apply(folder);
        try (ScriptedFit fit = new ScriptedFit()) {
            FitListener listener = callback.start(fit);
            for (Map<String, String> row : trace(name)) {
                int number = (int) number(row, "epoch");
                if (number == cut) {
                    FitListener.State state = listener.state();
                    listener = callback.start(fit);
                    listener.restore(state);
                }
                assertThat(fit.stopReason())
                        .as("stopped before epoch %s", number)
                        .isEmpty();
                Set<String> before = files(folder);
                listener.epochBegin(number);
                if (number == cut - 1) {
                    // As after an interruption in the middle of an epoch, which then begins a second time.
                    FitListener.State state = listener.state();
                    listener = callback.start(fit);
                    listener.restore(state);
                    listener.epochBegin(number);
                }
                fit.mark(number);
                listener.epochEnd(ScriptedFit.epoch(
                        number,
                        Map.of(
                                "loss",
                                1.0,
                                "accuracy",
                                0.5,
                                "val_loss",
                                number(row, "val_loss"),
                                "val_accuracy",
                                number(row, "val_accuracy"),
                                "learning_rate",
                                fit.model().learningRate())));
                Set<String> saved = files(folder);
                saved.removeAll(before);
                String where = name + ", epoch " + number;
                assertThat(String.join(" ", saved.stream().sorted().toList()))
                        .as(where)
                        .isEqualTo(text(row, "saved"));
                double rate = number(row, "learning_rate");
                assertThat(fit.model().learningRate()).as(where).isCloseTo(rate, within(rate * 1e-6));
                assertThat(fit.stopReason().isPresent()).as(where).isEqualTo(number(row, "stopped") == 1);
            }
            listener.fitEnd();
            List<Map<String, String>> rows = trace(name);
            assertThat(fit.marked()).isEqualTo((int) number(rows.get(rows.size() - 1), "weights"));
        }
    }

    private static List<Map<String, String>> trace(String name) {
        return Objects.requireNonNull(TRACES.get(name));
    }

    private static ModelCheckpoint save(Path folder, String name) {
        return ModelCheckpoint.of(
                folder + "/" + name,
                (model, file) -> Files.writeString(file, model.model().summary()));
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new HashSet<>(files.map(file -> file.getFileName().toString().replace(' ', '_'))
                    .collect(Collectors.toSet()));
        }
    }
}
