package io.cornu.model;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the engine promises about training as a whole. */
class TrainingTest {
    private static final int EXAMPLES = 50;
    private static final Dataset CLASSES = classes(EXAMPLES);

    @Test
    void sameSeedGivesTheSameBits() {
        Fit fit = Fit.epochs(3).withBatchSize(8).withValidationSplit(0.2);
        List<History.Epoch> epochs = new ArrayList<>();
        List<Weights> weights = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            try (Model model = network().build(Seed.of(seed))) {
                epochs.add(compile(model).fit(CLASSES, fit).last());
                weights.add(model.weights());
            }
        }
        assertThat(epochs.get(1)).isEqualTo(epochs.get(0)).isNotEqualTo(epochs.get(2));
        assertThat(weights.get(1)).isEqualTo(weights.get(0)).isNotEqualTo(weights.get(2));
    }

    @Test
    void compilingAnewFreesTheEarlierOptimizer() {
        try (Model model = network().build(Seed.of(1))) {
            CompiledModel first = compile(model);
            first.fit(CLASSES, Fit.epochs(1).withBatchSize(8));
            CompiledModel second = compile(model);
            assertThatThrownBy(() -> first.fit(CLASSES, Fit.epochs(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("latest compilation");
            assertThatThrownBy(first::optimizerState).isInstanceOf(IllegalStateException.class);
            assertThat(second.optimizerState().iterations()).isZero();
            second.fit(CLASSES, Fit.epochs(1).withBatchSize(8));
            assertThat(second.optimizerState().iterations()).isPositive();
        }
    }

    @Test
    void lossOfAnEpochWeighsBatchesByTheirSize() {
        // Weight 0, no learning: the loss is the mean of y^2 = (1 + 4 + 9 + 16 + 100) / 5 = 26, whatever the batches.
        Array x = Array.of(new float[] {1, 1, 1, 1, 1}, 5, 1);
        Array y = Array.of(new float[] {1, 2, 3, 4, 10}, 5, 1);
        try (Model model = line(0)) {
            CompiledModel compiled = model.compile(SGD.of(0), meanSquaredError());
            for (int batchSize = 1; batchSize <= 6; batchSize++) {
                Fit fit = Fit.epochs(1).withBatchSize(batchSize);
                assertThat(compiled.fit(Dataset.of(x, y), fit).last().get("loss"))
                        .isCloseTo(26, within(1e-5));
                assertThat(compiled.evaluate(Dataset.of(x, y), batchSize).get("loss"))
                        .isCloseTo(26, within(1e-5));
            }
        }
    }

    @Test
    void everyExampleIsSeenOnceAnEpochAndInAnotherOrder() {
        // Each example is its own number: a listener of the losses (y - 0)^2 sees which came when.
        float[] numbers = new float[10];
        for (int i = 0; i < 10; i++) {
            numbers[i] = i + 1;
        }
        Dataset data = Dataset.of(Array.of(new float[10], 10, 1), Array.of(numbers, 10, 1));
        List<List<Integer>> orders = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));
        Callback watch = fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                orders.get(batch.epoch()).add((int) Math.round(Math.sqrt(batch.loss())));
            }
        };
        try (Model model = line(0)) {
            CompiledModel compiled = model.compile(SGD.of(0), meanSquaredError());
            compiled.fit(data, Fit.epochs(2).withBatchSize(1).withCallbacks(watch));
            assertThat(orders.get(0)).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            assertThat(orders.get(1))
                    .containsExactlyInAnyOrderElementsOf(orders.get(0))
                    .isNotEqualTo(orders.get(0));
            orders.forEach(List::clear);
            compiled.fit(data, Fit.epochs(1).withBatchSize(1).withShuffle(false).withCallbacks(watch));
            assertThat(orders.get(0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }
    }

    @Test
    void validationSplitTakesTheLastPart() {
        // 10 examples and a share of 0.25: floor(10 x 0.75) = 7 to learn from, the last three are 8, 9 and 10 squared.
        float[] numbers = {1, 1, 1, 1, 1, 1, 1, 8, 9, 10};
        Dataset data = Dataset.of(Array.of(new float[10], 10, 1), Array.of(numbers, 10, 1));
        try (Model model = line(0)) {
            CompiledModel compiled = model.compile(SGD.of(0), meanSquaredError());
            for (Dataset source : List.of(data, new Streamed(data))) {
                History.Epoch epoch = compiled.fit(
                                source, Fit.epochs(1).withBatchSize(2).withValidationSplit(0.25))
                        .last();
                assertThat(epoch.get("loss")).isCloseTo(1, within(1e-6));
                assertThat(epoch.get("val_loss")).isCloseTo((64 + 81 + 100) / 3.0, within(1e-4));
            }
        }
    }

    @Test
    void streamedDataGivesTheSameLossesAsDataInMemory() {
        List<History> histories = new ArrayList<>();
        List<Weights> weights = new ArrayList<>();
        for (Dataset data : List.of(CLASSES, new Streamed(CLASSES))) {
            try (Model model = network().build(Seed.of(4))) {
                histories.add(
                        compile(model).fit(data, Fit.epochs(3).withBatchSize(8).withValidationSplit(0.1)));
                weights.add(model.weights());
            }
        }
        assertThat(histories.get(1).epochs()).isEqualTo(histories.get(0).epochs());
        assertThat(weights.get(1)).isEqualTo(weights.get(0));
    }

    @Test
    void oneCompiledModelTakesDataOfBothKindsInTurn() {
        try (Model model = network().build(Seed.of(4))) {
            CompiledModel compiled = compile(model);
            Fit fit = Fit.epochs(1).withBatchSize(8);
            double first = compiled.fit(CLASSES, fit).last().get("loss");
            compiled.fit(new Streamed(CLASSES), fit);
            double last = compiled.fit(CLASSES, fit.withEpochs(20)).last().get("loss");
            assertThat(last).isLessThan(first);
            // 7 batches an epoch, 22 epochs.
            assertThat(compiled.optimizerState().iterations()).isEqualTo(7 * 22);
        }
    }

    @Test
    void classWeightsAreSampleWeights() {
        Map<Integer, Double> byClass = Map.of(0, 2.0, 2, 0.25);
        Batch all = CLASSES.inMemory().orElseThrow();
        float[] perExample = new float[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            perExample[i] =
                    byClass.getOrDefault((int) all.targets().get(0).at(i), 1.0).floatValue();
        }
        Dataset weighted = Dataset.of(new Batch(all.inputs(), all.targets(), Optional.of(Array.of(perExample))));
        Fit fit = Fit.epochs(2).withBatchSize(8);
        List<Weights> results = new ArrayList<>();
        for (Dataset data : List.of(CLASSES, weighted)) {
            try (Model model = network().build(Seed.of(4))) {
                compile(model).fit(data, data.equals(CLASSES) ? fit.withClassWeights(byClass) : fit);
                results.add(model.weights());
            }
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
    }

    @Test
    void penaltiesAreAddedAndLearnedFrom() {
        // w = 3, x = 0: no error; l1 0.5 |w| + l2 0.25 w^2 = 1.5 + 2.25 = 3.75, its gradient 0.5 + 0.5 w = 2.
        Dataset data = Dataset.of(Array.of(new float[] {0}, 1, 1), Array.of(new float[] {0}, 1, 1));
        Dense layer = Dense.of(1)
                .withUseBias(false)
                .withKernelInitializer(Constant.of(3))
                .withKernelRegularizer(Regularizers.l1L2(0.5, 0.25));
        try (Model model = Sequential.of(Input.of(1), layer).build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0.1), meanSquaredError());
            assertThat(compiled.evaluate(data).get("loss")).isCloseTo(3.75, within(1e-6));
            compiled.fit(data, Fit.epochs(1));
            assertThat(model.weights().get("dense/kernel").at(0)).isCloseTo(2.8, within(1e-6));
        }
    }

    @Test
    void frozenLayersDoNotMove() {
        try (Model model = network().build(Seed.of(4))) {
            Weights before = model.weights();
            model.freeze(layer -> layer.equals("dense") || layer.equals("batch_normalization"));
            compile(model).fit(CLASSES, Fit.epochs(2).withBatchSize(8));
            Weights frozen = model.weights();
            for (String path : before.byPath().keySet()) {
                boolean isFrozen = path.startsWith("dense/") || path.startsWith("batch_normalization/");
                assertThat(frozen.get(path).equals(before.get(path))).as(path).isEqualTo(isFrozen);
            }
            model.unfreeze(layer -> true);
            compile(model).fit(CLASSES, Fit.epochs(1).withBatchSize(8));
            for (String path : before.byPath().keySet()) {
                assertThat(model.weights().get(path)).as(path).isNotEqualTo(frozen.get(path));
            }
        }
    }

    @Test
    void resumedFitIsTheUninterruptedOne() {
        // 45 examples in batches of 7: 7 batches an epoch, so that 7 ends with one.
        Fit fit = Fit.epochs(3).withBatchSize(7).withValidationSplit(0.1);
        History whole;
        Weights wholeWeights;
        OptimizerState wholeState;
        try (Model model = network().build(Seed.of(4))) {
            CompiledModel compiled = compile(model);
            whole = compiled.fit(CLASSES, fit);
            wholeWeights = model.weights();
            wholeState = compiled.optimizerState();
        }
        for (int batches : new int[] {1, 7, 8, 20}) {
            Interrupted interrupted = interrupt(fit, batches);
            assertThat(interrupted.history().stopReason()).contains("interrupted");
            assertThat(interrupted.state().iterations()).isEqualTo(batches);
            try (Model model = network().build(Seed.of(4))) {
                CompiledModel compiled = compile(model);
                model.setWeights(interrupted.weights());
                compiled.setOptimizerState(interrupted.state());
                History resumed = compiled.fit(
                        CLASSES, fit.withResume(interrupted.history().progress()));
                assertThat(resumed.epochs()).isEqualTo(whole.epochs());
                assertThat(resumed.stopReason()).isEmpty();
                assertThat(model.weights()).isEqualTo(wholeWeights);
                assertThat(compiled.optimizerState()).isEqualTo(wholeState);
            }
        }
    }

    /** What is left of a fit that was cancelled. */
    private record Interrupted(History history, Weights weights, OptimizerState state) {}

    private static Interrupted interrupt(Fit fit, int batches) {
        try (Model model = network().build(Seed.of(4))) {
            CompiledModel compiled = compile(model);
            History history = compiled.fit(
                    CLASSES,
                    fit.withCancellation(() -> compiled.optimizerState().iterations() >= batches));
            return new Interrupted(history, model.weights(), compiled.optimizerState());
        }
    }

    @Test
    void nonFiniteLossIsNamedAndTheModelStaysUsable() {
        Dataset broken =
                Dataset.of(Array.of(new float[] {1, 2, Float.NaN, 4}, 4, 1), Array.of(new float[] {1, 2, 3, 4}, 4, 1));
        try (Model model = line(1)) {
            Weights before = model.weights();
            CompiledModel compiled = model.compile(SGD.of(0.01), meanSquaredError());
            Fit fit = Fit.epochs(2).withBatchSize(1).withShuffle(false);
            assertThatExceptionOfType(NonFiniteLossException.class)
                    .isThrownBy(() -> compiled.fit(broken, fit))
                    .withMessageContainingAll("NaN", "epoch 1", "batch 3");
            model.setWeights(before);
            assertThat(compiled.fit(broken.slice(0, 2), fit).epochs()).hasSize(2);
        }
    }

    @Test
    void exceptionsOfCallbacksEndTheFitOnly() {
        try (Model model = network().build(Seed.of(4))) {
            CompiledModel compiled = compile(model);
            Fit fit = Fit.epochs(2).withBatchSize(8);
            Callback broken = control -> new FitListener() {
                @Override
                public void batchEnd(BatchEnd batch) {
                    if (batch.batch() == 2) {
                        throw new UnsupportedOperationException("no more");
                    }
                }
            };
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> compiled.fit(CLASSES, fit.withCallbacks(broken)))
                    .withMessage("no more");
            assertThat(compiled.fit(CLASSES, fit).epochs()).hasSize(2);
        }
    }

    @Test
    void callbacksSeeTheEpochsAndCanStop() {
        List<String> events = new ArrayList<>();
        Callback watch = control -> new FitListener() {
            @Override
            public void epochBegin(int epoch) {
                events.add("begin " + epoch);
            }

            @Override
            public void batchEnd(BatchEnd batch) {
                if (batch.batch() == batch.batches() - 1) {
                    // 50 examples in batches of 8: the last has 2.
                    events.add("last of " + batch.batches() + " has " + batch.examples());
                    assertThat(batch.metrics().get()).containsOnlyKeys("loss", "accuracy");
                }
            }

            @Override
            public void epochEnd(History.Epoch epoch) {
                events.add("end " + epoch.number());
                control.stop("enough");
            }

            @Override
            public void progress(FitProgress progress) {
                events.add("at " + progress.epoch());
            }

            @Override
            public void fitEnd() {
                events.add("fit end");
            }
        };
        try (Model model = network().build(Seed.of(4))) {
            History history =
                    compile(model).fit(CLASSES, Fit.epochs(5).withBatchSize(8).withCallbacks(watch));
            assertThat(history.stopReason()).contains("enough");
            assertThat(history.last().values())
                    .containsOnlyKeys("loss", "accuracy", "learning_rate")
                    .containsEntry("learning_rate", 0.01);
        }
        assertThat(events).containsExactly("begin 0", "last of 7 has 2", "end 0", "at 1", "fit end");
    }

    @Test
    void manyThreadsPredictWhatOneDoes() throws Exception {
        try (Model model = network().build(Seed.of(4))) {
            Array inputs = CLASSES.inMemory().orElseThrow().inputs().get(0);
            Array expected = model.predict(inputs);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Array>> calls = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    // Batches of other sizes and types make new programs while others run.
                    boolean isDouble = i % 2 == 0;
                    calls.add(() -> model.predict(isDouble ? inputs.cast(DataType.FLOAT64) : inputs));
                }
                for (Future<Array> result : threads.invokeAll(calls)) {
                    assertThat(result.get()).isEqualTo(expected);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void predictionsDoNotDependOnTheBatchSize() {
        try (Model model = network().build(Seed.of(4))) {
            Array whole = model.predict(CLASSES, EXAMPLES).get(0);
            for (int batchSize : new int[] {1, 7, 49, 1000}) {
                Numbers.requireClose(
                        "batches of " + batchSize,
                        model.predict(CLASSES, batchSize).get(0),
                        whole.toDoubles(),
                        1e-6);
            }
        }
    }

    @Test
    void nativeMemoryStaysFlat() throws IOException {
        Dataset streamed = new Streamed(classes(256));
        try (Model model = network().build(Seed.of(4))) {
            CompiledModel compiled = compile(model);
            Fit fit = Fit.epochs(50).withBatchSize(32);
            long before = 0;
            for (int i = 0; i < 9; i++) {
                compiled.fit(streamed, fit);
                for (int j = 0; j < 10; j++) {
                    model.predict(streamed, 32);
                    compiled.evaluate(streamed, 32);
                }
                // What the first round makes stays for good: programs, and the room of the Java heap.
                before = i == 0 ? residentKilobytes() : before;
            }
            // 8 x 8 x 50 = 3,200 steps: to lose a batch of 32 x 1000 floats in each would take 400 MB.
            assertThat(residentKilobytes() - before).isLessThan(150_000);
        }
    }

    private static long residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "no /proc on this system");
        String line = Files.readAllLines(status).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static Dataset classes(int examples) {
        Random random = new Random(3);
        float[] inputs = new float[examples * 1000];
        int[] labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = random.nextInt(3);
            for (int j = 0; j < 1000; j++) {
                inputs[i * 1000 + j] = (float) (random.nextGaussian() + (j % 3 == labels[i] ? 1 : 0));
            }
        }
        return Dataset.of(Array.of(inputs, examples, 1000), Array.of(labels));
    }

    private static CompiledModel compile(Model model) {
        return model.compile(Adam.of(0.01), sparseCategoricalCrossentropy(), accuracy());
    }

    private static Sequential network() {
        return Sequential.of(
                Input.of(1000),
                Dense.of(8).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.3),
                Dense.of(4).withActivation(relu()),
                BatchNormalization.of(),
                Dense.of(3).withActivation(softmax()));
    }

    private static Model line(double weight) {
        return Sequential.of(Input.of(1), Dense.of(1).withUseBias(false).withKernelInitializer(Constant.of(weight)))
                .build(Seed.of(1));
    }
}
