package io.cornu.diagnostics;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.diagnostics.LearningRateCurve.Point;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import io.cornu.schedules.ExponentialDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LearningRateRangeTest {
    private static final Architecture NET = Sequential.of(
            Input.of(6),
            Dense.of(16).withActivation(relu()),
            BatchNormalization.of(),
            Dropout.of(.3),
            Dense.of(3).withActivation(softmax()));

    /**
     * One weight, 1, one example 1 -> 0: the loss is w^2, and a step at rate r makes w (1 - 2r) w. Rates 0.01, 0.1, 1 make
     * w 1, .98, .784, -.784: losses 1, .9604, .614656. With smoothing .5, averages .5, .7302, .672428 and smoothed
     * 1, .7302 / .75 = .9736, .672428 / .875 = .768489.
     */
    @Test
    void threeStepsByHand() {
        Dataset data = Dataset.of(Array.of(new float[] {1}, 1, 1), Array.of(new float[1], 1, 1));
        try (Model model =
                Sequential.of(Input.of(1), Dense.of(1).withUseBias(false)).build(Seed.of(1))) {
            model.setWeight("dense/kernel", Array.of(new float[] {1}, 1, 1));
            CompiledModel compiled = model.compile(SGD.of(.3), meanSquaredError());
            LearningRateCurve curve = new LearningRateRange(.01, 1, 3, .5, 4).run(compiled, data);
            double[][] expected = {{.01, 1, 1}, {.1, .9604, .9736}, {1, .614656, .768489}};
            for (int i = 0; i < 3; i++) {
                Point point = curve.points().get(i);
                assertThat(point.rate()).isCloseTo(expected[i][0], within(1e-12));
                assertThat(point.loss()).isCloseTo(expected[i][1], within(1e-6));
                assertThat(point.smoothed()).isCloseTo(expected[i][2], within(1e-6));
            }
            assertThat(curve.stopReason()).contains("all steps");
            // Slopes by steps of the rate: -.0264, (.768489 - 1) / 2 = -.1158, -.2051.
            assertThat(curve.steepest()).hasValueCloseTo(1.0, within(1e-12));
            assertThat(curve.minimumTenth()).hasValueCloseTo(.1, within(1e-12));
            assertThat(model.weights().get("dense/kernel").at(0)).isEqualTo(1);
            assertThat(compiled.learningRate()).isEqualTo(.3);
            assertThat(compiled.iterations()).isZero();
        }
    }

    @Test
    void trainingAfterwardsGoesAsIfThereHadBeenNoTest() {
        Dataset data = data(100);
        Fit fit = Fit.epochs(2).withBatchSize(16);
        List<List<Object>> ends = new ArrayList<>();
        for (boolean isTested : new boolean[] {false, true}) {
            try (Model model = NET.build(Seed.of(5))) {
                CompiledModel compiled = model.compile(Adam.of(.01), sparseCategoricalCrossentropy());
                compiled.fit(data, fit);
                if (isTested) {
                    LearningRateCurve curve = LearningRateRange.of().run(compiled, data, fit);
                    assertThat(curve.points().size()).isBetween(20, 100);
                }
                History history = compiled.fit(data, fit);
                ends.add(List.of(model.weights(), compiled.optimizerState(), history.epochs()));
            }
        }
        assertThat(ends.get(1)).isEqualTo(ends.get(0));
    }

    @Test
    void interruptedOrFailedTestRestoresEverything() {
        Dataset data = data(64);
        try (Model model = NET.build(Seed.of(5))) {
            CompiledModel compiled = model.compile(Adam.of(.01), sparseCategoricalCrossentropy());
            compiled.fit(data, Fit.epochs(1));
            Weights weights = model.weights();
            OptimizerState state = compiled.optimizerState();

            AtomicInteger asked = new AtomicInteger();
            LearningRateCurve curve = LearningRateRange.of()
                    .run(compiled, data, Fit.epochs(1).withBatchSize(8).withCancellation(() -> asked.incrementAndGet() > 5));
            assertThat(curve.stopReason()).isEqualTo("interrupted");
            assertThat(curve.points().size()).isBetween(5, 7);
            assertThat(model.weights()).isEqualTo(weights);
            assertThat(compiled.optimizerState()).isEqualTo(state);

            Fit failing = Fit.epochs(1).withBatchSize(8).withCallbacks(fit -> new FitListener() {
                @Override
                public void batchEnd(BatchEnd batch) {
                    if (batch.batch() == 3) {
                        throw new UnsupportedOperationException("meant");
                    }
                }
            });
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> LearningRateRange.of().run(compiled, data, failing));
            assertThat(model.weights()).isEqualTo(weights);
            assertThat(compiled.optimizerState()).isEqualTo(state);
        }
    }

    /** SGD of w^2 leaps as soon as the rate is above 1: from 1e-3 to 1e3 that is before the end. */
    @Test
    void endsWhereTheLossLeaps() {
        Dataset data = Dataset.of(Array.of(new float[] {1}, 1, 1), Array.of(new float[1], 1, 1));
        try (Model model =
                Sequential.of(Input.of(1), Dense.of(1).withUseBias(false)).build(Seed.of(1))) {
            model.setWeight("dense/kernel", Array.of(new float[] {1}, 1, 1));
            CompiledModel compiled = model.compile(SGD.of(.3), meanSquaredError());
            LearningRateRange range = new LearningRateRange(1e-3, 1e3, 60, 0, 4);
            LearningRateCurve curve = range.run(compiled, data);
            assertThat(curve.stopReason()).contains("4.0 times its best");
            List<Point> points = curve.points();
            double best = points.stream().mapToDouble(Point::smoothed).min().orElseThrow();
            assertThat(points.get(points.size() - 1).smoothed()).isGreaterThan(4 * best);
            assertThat(points.subList(0, points.size() - 1)).allMatch(point -> point.rate() < 10);
            // Not finite: a single step at such a rate is beyond float32.
            LearningRateCurve infinite =
                    new LearningRateRange(1e30, 1e38, 10, .9, 1e300).run(compiled, data);
            assertThat(infinite.stopReason()).startsWith("the loss was");
            assertThat(model.weights().get("dense/kernel").at(0)).isEqualTo(1);
        }
    }

    /** The steepest of these is the third: (0 - 3.5) over 2 steps. What rises is no suggestion. */
    @Test
    void suggestionsComeFromTheSmoothedLoss() {
        LearningRateCurve curve = curve(4, 3.5, 3, 0, 1, 9);
        assertThat(curve.steepest()).hasValue(1e-3);
        assertThat(curve.minimumTenth()).hasValueCloseTo(1e-3, within(1e-15));
        assertThat(curve.figure().logarithmicX()).isTrue();
        assertThat(curve.figure().series()).extracting(series -> series.name()).containsExactly(
                "smoothed loss", "loss of the batch", "steepest fall: 0.0010", "minimum / 10: 0.0010");
        assertThat(curve(1, 2, 3).steepest()).isEmpty();
        assertThat(curve(1, 2, 3).minimumTenth()).hasValueCloseTo(1e-6, within(1e-15));
        LearningRateCurve nothing = curve(Double.NaN);
        assertThat(nothing.steepest()).isEmpty();
        assertThat(nothing.minimumTenth()).isEmpty();
        assertThat(nothing.figure().series()).hasSize(2);
    }

    @Test
    void refusesWhatCannotBeTested() {
        assertThatIllegalArgumentException().isThrownBy(() -> LearningRateRange.of().withLowest(0));
        assertThatIllegalArgumentException().isThrownBy(() -> LearningRateRange.of().withHighest(1e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> LearningRateRange.of().withSteps(1));
        assertThatIllegalArgumentException().isThrownBy(() -> LearningRateRange.of().withSmoothing(1));
        assertThatIllegalArgumentException().isThrownBy(() -> LearningRateRange.of().withStopFactor(1));
        try (Model model = NET.build(Seed.of(5))) {
            CompiledModel scheduled = model.compile(
                    SGD.of(ExponentialDecay.of(.1, 10, .5)), sparseCategoricalCrossentropy());
            assertThatIllegalStateException()
                    .isThrownBy(() -> LearningRateRange.of().run(scheduled, data(8)))
                    .withMessageContaining("schedule");
        }
    }

    /** Rates 1e-5, 1e-4 and so on. */
    private static LearningRateCurve curve(double... smoothed) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < smoothed.length; i++) {
            points.add(new Point(Double.parseDouble("1e" + (i - 5)), smoothed[i], smoothed[i]));
        }
        return new LearningRateCurve(points, "all steps were made");
    }

    private static Dataset data(int examples) {
        Random random = new Random(9);
        float[] x = new float[examples * 6];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return Dataset.of(Array.of(x, examples, 6), Array.of(random.ints(examples, 0, 3).toArray()));
    }
}
