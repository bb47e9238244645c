package io.cornu.model;

import static io.cornu.losses.Losses.meanAbsoluteError;
import static io.cornu.losses.Losses.meanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.callbacks.LambdaCallback;
import io.cornu.callbacks.SwapEMAWeights;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.initializers.Constant;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.Input;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.LossScaleOptimizer;
import io.cornu.optimizers.MultiOptimizer;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.LBFGS;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a fit has on the device and in mind, while other things use the same model. */
class FitStateTest {
    /** y = x0 + i, so that sets of other sizes have other losses. */
    private static Dataset examples(int size) {
        float[] inputs = new float[2 * size];
        float[] targets = new float[size];
        for (int i = 0; i < size; i++) {
            inputs[2 * i] = (float) Math.sin(i);
            inputs[2 * i + 1] = (float) Math.cos(3 * i);
            targets[i] = inputs[2 * i] + i;
        }
        return Dataset.of(Array.of(inputs, size, 2), Array.of(targets, size, 1));
    }

    private static Model linear() {
        return Sequential.of(Input.of(2), Dense.of(1).named("line")).build(Seed.of(7));
    }

    private static double loss(CompiledModel compiled, Dataset data) {
        return compiled.evaluate(data).getOrDefault("loss", Double.NaN);
    }

    @Test
    void otherDataIsEvaluatedWithinAFit() {
        try (Model model = linear()) {
            CompiledModel compiled = model.compile(SGD.of(0), meanSquaredError());
            double ofTest = loss(compiled, examples(50));
            double ofValidation = loss(compiled, examples(6));
            List<Double> heard = new ArrayList<>();
            History history = compiled.fit(
                    examples(20),
                    Fit.epochs(3)
                            .withBatchSize(10)
                            .withValidationData(examples(6))
                            .withCallbacks(LambdaCallback.of()
                                    .withBatchEnd(batch -> heard.add(loss(compiled, examples(50))))
                                    .withEpochEnd(epoch -> heard.add(loss(compiled, examples(50))))));
            assertThat(heard).hasSize(9).allSatisfy(loss -> assertThat(loss).isCloseTo(ofTest, within(1e-4)));
            assertThat(history.get("val_loss")).containsOnly(new double[] {ofValidation}, within(1e-4));
        }
    }

    /** Pairs of the lengths 1, 2, 3 with the values 1, 2, 3 and the target 0: the mean absolute error is 2. */
    @Test
    void batchesMayHaveDifferentLengths() {
        Dataset lengths = new Dataset() {
            @Override
            public int size() {
                return 6;
            }

            @Override
            public Batch read(int[] examples) {
                int length = 1 + examples[0] / 2;
                float[] inputs = new float[examples.length * length];
                Arrays.fill(inputs, length);
                return new Batch(
                        List.of(Array.of(inputs, examples.length, length, 1)),
                        List.of(Array.of(new float[examples.length], examples.length, 1)),
                        Optional.empty());
            }
        };
        Dense same = Dense.of(1).withUseBias(false).withKernelInitializer(Constant.of(1));
        try (Model model = Sequential.of(Input.of(-1, 1), GlobalAveragePooling1D.of(), same)
                .build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(0), meanAbsoluteError());
            assertThat(compiled.evaluate(lengths, 2)).containsEntry("loss", 2.0);
            History history = compiled.fit(
                    lengths, Fit.epochs(2).withShuffle(false).withBatchSize(2).withValidationData(lengths));
            assertThat(history.get("loss")).containsExactly(2, 2);
            assertThat(history.get("val_loss")).containsExactly(2, 2);
        }
    }

    @Test
    void aSearchKeepsWhatItFoundWhateverTheOptimizerAverages() {
        try (Model model = linear()) {
            CompiledModel compiled = model.compile(SGD.of(.01).withEma(.9), meanSquaredError());
            Fit fit = Fit.epochs(50).withFullBatch(LBFGS.of());
            double found = compiled.fit(examples(20), fit).last().get("loss");
            assertThat(loss(compiled, examples(20))).isCloseTo(found, within(1e-5 * found));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compiled.fit(examples(20), fit.withCallbacks(SwapEMAWeights.of())))
                    .withMessageContaining("by batches");
        }
    }

    @Test
    void averagesOfNoStepAreNone() {
        try (Model model = linear()) {
            CompiledModel compiled = model.compile(SGD.of(.01).withEma(.9), meanSquaredError());
            Weights before = model.weights();
            FitProgress over = new FitProgress(1, 0, 0, Map.of(), List.of(), List.of());
            compiled.fit(examples(20), Fit.epochs(1).withResume(over));
            assertThat(model.weights()).isEqualTo(before);
        }
    }

    /** The first scales are infinite as float32 once they meet a loss, so that the first steps are skipped. */
    @Test
    void goesOnInTheSameOrderAfterSkippedSteps() {
        List<Integer> whole = new ArrayList<>();
        List<Integer> parts = new ArrayList<>();
        Weights uninterrupted = trained(whole, Integer.MAX_VALUE);
        assertThat(trained(parts, 4)).isEqualTo(uninterrupted);
        assertThat(parts).containsSequence(whole.subList(4, 8));
    }

    private static Weights trained(List<Integer> read, int batchesBeforeCancellation) {
        Dataset examples = examples(8);
        Dataset noted = new Dataset() {
            @Override
            public int size() {
                return examples.size();
            }

            @Override
            public Batch read(int[] numbers) {
                synchronized (read) {
                    Arrays.stream(numbers).forEach(read::add);
                }
                return examples.read(numbers);
            }
        };
        try (Model model = linear()) {
            CompiledModel compiled =
                    model.compile(LossScaleOptimizer.of(SGD.of(.01)).withInitialScale(3e38), meanSquaredError());
            AtomicInteger batches = new AtomicInteger();
            Fit fit = Fit.epochs(1).withBatchSize(1);
            History history = compiled.fit(
                    noted, fit.withCancellation(() -> batches.incrementAndGet() >= batchesBeforeCancellation));
            if (history.stopReason().isPresent()) {
                assertThat(history.progress().steps())
                        .isLessThan(history.progress().batch());
                compiled.fit(noted, fit.withResume(history.progress()));
            }
            return model.weights();
        }
    }

    @Test
    void whoStopsIsNotOverruledByACancellation() {
        try (Model model = linear()) {
            CompiledModel compiled = model.compile(SGD.of(.01), meanSquaredError());
            Callback stops = fit -> new FitListener() {
                @Override
                public void batchEnd(BatchEnd batch) {
                    fit.stop("enough");
                }
            };
            History history = compiled.fit(
                    examples(20),
                    Fit.epochs(2).withBatchSize(5).withCallbacks(stops).withCancellation(() -> true));
            assertThat(history.stopReason()).contains("enough");
        }
    }

    @Test
    void aRefusedCompilationLeavesTheOneThereIs() {
        try (Model model = linear()) {
            CompiledModel compiled = model.compile(Adam.of(.1), meanSquaredError());
            compiled.fit(examples(8), Fit.epochs(1));
            MultiOptimizer ambiguous =
                    MultiOptimizer.of(SGD.of(.1)).with("line.*", SGD.of(.1)).with(".*kernel", SGD.of(.2));
            assertThatIllegalArgumentException().isThrownBy(() -> model.compile(ambiguous, meanSquaredError()));
            assertThat(compiled.fit(examples(8), Fit.epochs(1)).epochs()).hasSize(1);
        }
    }
}
