package io.cornu.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.MeanMetric;
import io.cornu.metrics.Metrics;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.Functional;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.NonFiniteLossException;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.schedules.LearningRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

class CallbackErrorsTest {
    private static final Dataset NUMBERS =
            Dataset.of(Array.of(new float[] {1, 2, 3, 4}, 4, 1), Array.of(new float[] {2, 4, 6, 8}, 4, 1));

    record Distance() implements MeanMetric {
        @Override
        public String name() {
            return "distance";
        }

        @Override
        public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
            return tf.math.abs(tf.math.sub(target, prediction));
        }
    }

    static List<Callback> watchers() {
        return List.of(
                EarlyStopping.of().withMonitor("val_acuracy"),
                EarlyStopping.of().withMonitor("val_acuracy").withMode(Mode.MIN),
                ReduceLROnPlateau.of().withMonitor("val_acuracy"),
                ModelCheckpoint.of("x.keras", (model, file) -> {})
                        .withSaveBestOnly(true)
                        .withMonitor("val_acuracy"),
                ModelCheckpoint.of("{val_acuracy:.2f}.keras", (model, file) -> {}));
    }

    @ParameterizedTest
    @MethodSource("watchers")
    void unknownNamesAreRefusedBeforeTraining(Callback callback) {
        try (Model model = line()) {
            var before = model.weights();
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError(), Metrics.accuracy());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(callback)))
                    .withMessageContainingAll("[loss, accuracy, learning_rate]", "val_", "'val_acuracy'");
            assertThat(model.weights()).isEqualTo(before);
        }
    }

    @Test
    void validationValuesNeedValidationData() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(EarlyStopping.of())))
                    .withMessageContainingAll("EarlyStopping", "[loss, learning_rate]", "'val_loss'", "validation");
            // The fit failed, the model did not.
            assertThat(compiled.fit(NUMBERS, Fit.epochs(2)).epochs()).hasSize(2);
        }
    }

    @Test
    void modeIsNeededWhereTheMetricDoesNotSay() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError(), new Distance());
            EarlyStopping stop = EarlyStopping.of().withMonitor("distance");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(stop)))
                    .withMessageContainingAll("'distance'", "AUTO", "Mode.MIN");
            assertThat(compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(stop.withMode(Mode.MIN)))
                            .epochs())
                    .hasSize(2);
        }
    }

    @Test
    void namesOfSeveralOutputsAreKnown() {
        Functional.Builder net = Functional.builder();
        var x = net.input(Input.of(1));
        var network = net.build(
                List.of(x),
                List.of(net.add(Dense.of(1).named("a"), x), net.add(Dense.of(1).named("b"), x)));
        Dataset data = Dataset.of(new Batch(
                List.of(Array.of(new float[] {1, 2}, 2, 1)),
                List.of(Array.of(new float[] {1, 2}, 2, 1), Array.of(new float[] {1, 2}, 2, 1)),
                Optional.empty()));
        try (Model model = network.build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError(), Metrics.accuracy());
            for (String name : List.of("loss", "a_loss", "b_accuracy")) {
                Callback stop = EarlyStopping.of().withMonitor(name).withPatience(5);
                assertThat(compiled.fit(data, Fit.epochs(2).withCallbacks(stop)).epochs())
                        .hasSize(2);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(
                            data, Fit.epochs(2).withCallbacks(EarlyStopping.of().withMonitor("accuracy"))))
                    .withMessageContaining("[loss, a_loss, b_loss, a_accuracy, b_accuracy, learning_rate]");
        }
    }

    static List<Callback> rateChangers() {
        return List.of(ReduceLROnPlateau.of().withMonitor("loss"), LearningRateScheduler.of((epoch, rate) -> rate));
    }

    @ParameterizedTest
    @MethodSource("rateChangers")
    void schedulesCannotBeChanged(Callback callback) {
        try (Model model = line()) {
            LearningRate schedule = step -> 0.01;
            CompiledModel compiled = model.compile(SGD.of(schedule), Losses.meanSquaredError());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(callback)))
                    .withMessageContainingAll("number", "schedule");
        }
    }

    @Test
    void scheduledRatesAreChecked() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(
                            NUMBERS, Fit.epochs(2).withCallbacks(LearningRateScheduler.of((epoch, rate) -> -1))))
                    .withMessageContainingAll("learning rate", "-1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}.keras",
                "{epoch:x}.keras",
                "{epoch:.2f}.keras",
                "{val_loss}.keras",
                "{val_loss:02d}.keras",
                "{val_loss:.2g}.keras",
                "{epoch.keras",
                "epoch}.keras",
                "{{epoch}.keras",
                "{epoch:02d:3}.keras",
                "{val_loss:.999f}.keras"
            })
    void fileNamesThatAreNotUnderstood(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelCheckpoint.of(name, (model, file) -> {}))
                .withMessageContainingAll("ModelCheckpoint", "{epoch:02d}");
    }

    @Test
    void numbersOutsideTheirRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarlyStopping.of().withPatience(-1))
                .withMessageContainingAll("EarlyStopping", "patience", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarlyStopping.of().withMinDelta(Double.NaN))
                .withMessageContainingAll("EarlyStopping", "minDelta", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EarlyStopping.of().withStartFromEpoch(-1))
                .withMessageContainingAll("EarlyStopping", "startFromEpoch", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReduceLROnPlateau.of().withFactor(1))
                .withMessageContainingAll("ReduceLROnPlateau", "factor", "1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReduceLROnPlateau.of().withCooldown(-2))
                .withMessageContainingAll("ReduceLROnPlateau", "cooldown", "-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReduceLROnPlateau.of().withMinLearningRate(-1))
                .withMessageContainingAll("ReduceLROnPlateau", "minLearningRate", "-1");
    }

    @Test
    void checkpointThatCannotBeWrittenEndsTheFit(@TempDir Path folder) {
        ModelCheckpoint full = ModelCheckpoint.of(folder + "/m.keras", (model, file) -> {
            throw new IOException("No space left on device");
        });
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(full)))
                    .withMessageContainingAll("ModelCheckpoint", "m.keras", "No space left on device");
        }
    }

    @Test
    void terminateOnNaNEndsTheFitInsteadOfFailingIt() {
        // The rate makes the weights overflow within a few steps.
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(1e20), Losses.meanSquaredError());
            Fit fit = Fit.epochs(50).withBatchSize(2).withShuffle(false);
            History history = compiled.fit(NUMBERS, fit.withCallbacks(TerminateOnNaN.of()));
            assertThat(history.stopReason().orElseThrow())
                    .containsPattern("the loss was (NaN|Infinity) in epoch \\d+, batch \\d");
            assertThat(history.last().get("loss")).isNotFinite();
            assertThat(history.epochs()).hasSizeLessThan(50);
            assertThatExceptionOfType(NonFiniteLossException.class).isThrownBy(() -> compiled.fit(NUMBERS, fit));
        }
    }

    @Test
    void earlyStoppingKeepsTheWeightsOfAnInterruptedFit() {
        try (ScriptedFit fit = new ScriptedFit()) {
            var listener = EarlyStopping.of()
                    .withRestoreBestWeights(true)
                    .withPatience(5)
                    .start(fit);
            for (int epoch = 0; epoch < 3; epoch++) {
                fit.mark(epoch);
                listener.epochEnd(ScriptedFit.epoch(epoch, Map.of("val_loss", 1.0 + epoch)));
            }
            fit.interrupt();
            listener.fitEnd();
            assertThat(fit.marked()).isEqualTo(2);
        }
    }

    @Test
    void everyFitStartsAfresh() {
        List<Integer> lengths = new ArrayList<>();
        EarlyStopping stop =
                EarlyStopping.of().withMonitor("loss").withMode(Mode.MAX).withPatience(2);
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            for (int i = 0; i < 2; i++) {
                // The loss falls, so epoch 1 has the highest, and two epochs later patience is over.
                History history = compiled.fit(NUMBERS, Fit.epochs(10).withCallbacks(stop));
                lengths.add(history.epochs().size());
                assertThat(history.stopReason().orElseThrow()).contains("loss was best in epoch 1", "2 epoch");
            }
        }
        assertThat(lengths).containsExactly(3, 3);
    }

    @Test
    void schedulerIsGivenTheRateSoFar() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.5), Losses.meanSquaredError());
            List<Double> rates = new ArrayList<>();
            compiled.fit(NUMBERS, Fit.epochs(3).withCallbacks(LearningRateScheduler.of((epoch, rate) -> {
                rates.add(rate);
                return rate / 10;
            })));
            assertThat(rates).containsExactly(0.5, 0.05, 0.005);
            assertThat(compiled.learningRate()).isEqualTo(0.0005);
        }
    }

    private static Model line() {
        return Sequential.of(Input.of(1), Dense.of(1)).build(Seed.of(7));
    }

    @Test
    void frequenciesOutsideTheirRange() {
        ModelCheckpoint checkpoint = ModelCheckpoint.of("m.keras", (model, file) -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> checkpoint.withSaveFrequency(0))
                .withMessageContainingAll("ModelCheckpoint", "saveFrequency", "0");
        TensorBoard board = TensorBoard.of(Path.of("logs"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> board.withUpdateFrequency(-1))
                .withMessageContainingAll("TensorBoard", "updateFrequency", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> board.withHistogramFrequency(-1))
                .withMessageContainingAll("TensorBoard", "histogramFrequency", "-1");
    }

    static List<Callback> tooEarly() {
        ModelCheckpoint checkpoint = ModelCheckpoint.of("m.keras", (model, file) -> {});
        return List.of(
                checkpoint.withFilepath("{batch}.keras"),
                checkpoint.withFilepath("{val_loss:.2f}.keras").withSaveFrequency(2),
                checkpoint.withSaveBestOnly(true).withSaveFrequency(2));
    }

    @ParameterizedTest
    @MethodSource("tooEarly")
    void valuesThatAreNotKnownWhenAFileIsWritten(Callback callback) {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(
                            NUMBERS, Fit.epochs(2).withValidationData(NUMBERS).withCallbacks(callback)))
                    .withMessageContainingAll("ModelCheckpoint", "known after");
        }
    }

    @Test
    void averagesThatAreNotThere() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(SwapEMAWeights.of())))
                    .withMessageContainingAll("SwapEMAWeights", "ema", "SGD");
            assertThatThrownBy(compiled::swapAverages)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ema");
        }
    }

    @Test
    void logsThatCannotBeWrittenEndTheFit(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() ->
                            compiled.fit(NUMBERS, Fit.epochs(2).withCallbacks(TensorBoard.of(file.resolve("logs")))))
                    .withMessageContainingAll("TensorBoard", "logs", "can be written");
        }
    }

    @Test
    void terminateOnNaNFailsTheFitWhereWanted() {
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(1e20), Losses.meanSquaredError());
            Fit fit = Fit.epochs(50).withBatchSize(2).withShuffle(false);
            assertThatExceptionOfType(NonFiniteLossException.class)
                    .isThrownBy(() -> compiled.fit(
                            NUMBERS, fit.withCallbacks(TerminateOnNaN.of().withRaiseError(true))));
        }
    }

    @Test
    void lambdasHearOfEverythingInOrder() {
        List<String> heard = new ArrayList<>();
        Callback all = LambdaCallback.of()
                .withFitBegin(() -> heard.add("fit"))
                .withEpochBegin(epoch -> heard.add("epoch " + epoch))
                .withBatchBegin(batch -> heard.add("batch " + batch))
                .withBatchEnd(batch -> heard.add("batch " + batch.batch() + " of " + batch.batches()))
                .withValidationEnd(values -> heard.add("validation " + values.keySet()))
                .withEpochEnd(epoch -> heard.add("epoch " + epoch.values().keySet()))
                .withFitEnd(() -> heard.add("end"));
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            compiled.fit(
                    NUMBERS,
                    Fit.epochs(1).withBatchSize(2).withValidationData(NUMBERS).withCallbacks(all));
        }
        assertThat(heard)
                .containsExactly(
                        "fit",
                        "epoch 0",
                        "batch 0",
                        "batch 0 of 2",
                        "batch 1",
                        "batch 1 of 2",
                        "validation [loss]",
                        "epoch [loss, val_loss, learning_rate]",
                        "end");
    }

    @Test
    void listenersHearOfFailures() {
        List<Throwable> heard = new ArrayList<>();
        Callback watch = fit -> new FitListener() {
            @Override
            public void fitFailed(Throwable failure) {
                heard.add(failure);
                throw new IllegalStateException("cannot close");
            }
        };
        Callback broken = LambdaCallback.of().withEpochEnd(epoch -> {
            throw new UnsupportedOperationException("no more");
        });
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(1).withCallbacks(watch, broken)))
                    .satisfies(failure -> {
                        assertThat(heard).containsExactly(failure);
                        assertThat(failure.getSuppressed()).hasSize(1);
                    });
        }
    }

    @Test
    void goingOnElsewhereIsForTheStart() {
        Callback late = fit -> new FitListener() {
            @Override
            public void epochBegin(int epoch) {
                fit.resume(fit.settings().resume());
            }
        };
        try (Model model = line()) {
            CompiledModel compiled = model.compile(SGD.of(0.01), Losses.meanSquaredError());
            assertThatThrownBy(() -> compiled.fit(NUMBERS, Fit.epochs(1).withCallbacks(late)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("before training");
        }
    }
}
