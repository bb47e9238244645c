package io.cornu.diagnostics;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.Callback;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Measurement;
import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.model.Weights;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.regularizers.Regularizers;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientStatisticsTest {
    private static final Architecture NET = Sequential.of(
            Input.of(6),
            Dense.of(16).withActivation(relu()).withKernelRegularizer(Regularizers.l2(.01)),
            BatchNormalization.of(),
            Dropout.of(.3),
            Dense.of(3).withActivation(softmax()));

    @Test
    void watchingChangesNoBitOfTraining() {
        Dataset data = data(100);
        record Trained(Weights weights, List<History.Epoch> epochs) {}
        List<Trained> trained = new ArrayList<>();
        for (List<Callback> callbacks : List.of(
                List.<Callback>of(),
                List.<Callback>of(GradientStatistics.of(data.slice(0, 32))),
                List.<Callback>of(GradientStatistics.of(data.slice(0, 7)).withEvery(2)))) {
            try (Model model = NET.build(Seed.of(5))) {
                CompiledModel compiled =
                        model.compile(Adam.of(.01), sparseCategoricalCrossentropy(), accuracy());
                History history = compiled.fit(
                        data, Fit.epochs(3).withBatchSize(16).withCallbacks(callbacks));
                trained.add(new Trained(model.weights(), history.epochs()));
            }
        }
        assertThat(trained.get(1)).isEqualTo(trained.get(0));
        assertThat(trained.get(2)).isEqualTo(trained.get(0));
    }

    /**
     * One weight, 2, and the examples 1 -> 0 and 3 -> 0: the loss is (2^2 + 6^2) / 2 = 20, its gradient the mean of
     * 2 x (2 x), (2 * 1 * 2 + 2 * 3 * 6) / 2 = 20. A step at the rate .01 moves the weight by .2, a tenth of it, to 1.8:
     * then the gradient is (2 * 1 * 1.8 + 2 * 3 * 5.4) / 2 = 18.
     */
    @Test
    void oneWeightByHand() {
        Dataset data = Dataset.of(Array.of(new float[] {1, 3}, 2, 1), Array.of(new float[2], 2, 1));
        GradientStatistics statistics = GradientStatistics.of(data);
        try (Model model =
                Sequential.of(Input.of(1), Dense.of(1).withUseBias(false)).build(Seed.of(1))) {
            model.setWeight("dense/kernel", Array.of(new float[] {2}, 1, 1));
            CompiledModel compiled = model.compile(SGD.of(.01), meanSquaredError());
            compiled.fit(data, Fit.epochs(1).withBatchSize(2).withCallbacks(statistics));
        }
        List<Reading> readings = statistics.history().readings();
        assertThat(readings).extracting(Reading::epoch).containsExactly(0, 1);
        assertThat(readings).extracting(Reading::step).containsExactly(0L, 1L);
        Measurement first = readings.get(0).measurement();
        assertThat(first.loss()).isCloseTo(20, within(1e-6));
        assertThat(first.weights()).containsExactly(new OfWeight("dense/kernel", 2, 20, 20, 2));
        // Outputs 2 and 6: mean 4, deviation 2.
        OfOutput output = first.outputs().get(0);
        assertThat(List.of(output.mean(), output.standardDeviation(), output.deadShare()))
                .containsExactly(4.0, 2.0, 0.0);
        assertThat(output.saturatedShare()).isNaN();
        assertThat(readings.get(0).updateRatio("dense/kernel")).isNaN();
        assertThat(readings.get(1).updateRatio("dense/kernel")).isCloseTo(.1, within(1e-6));
        assertThat(readings.get(1).measurement().weights().get(0).gradientNorm()).isCloseTo(18, within(1e-5));
    }

    @Test
    void deadAndSaturatedUnitsAreCounted() {
        Dataset data = Dataset.of(Array.of(new float[] {1, 2}, 2, 1), Array.of(new float[2], 2, 1));
        Architecture net = Sequential.of(
                Input.of(1),
                Dense.of(4).withActivation(relu()),
                Dense.of(2).withActivation(sigmoid()),
                Dense.of(1));
        try (Model model = net.build(Seed.of(1))) {
            // Of four units the first three are below 0 for both examples, the last is 1 and 2.
            model.setWeight("dense/kernel", Array.of(new float[] {-1, -2, -3, 1}, 1, 4));
            // The first sigmoid gets 10 and 20, beyond .99; the second 1 and 2, which is .73 and .88.
            model.setWeight("dense_1/kernel", Array.of(new float[] {0, 0, 0, 0, 0, 0, 10, 1}, 4, 2));
            model.setWeight("dense_2/kernel", Array.of(new float[] {1, 1}, 2, 1));
            CompiledModel compiled = model.compile(SGD.of(.01), meanSquaredError());
            Reading reading = GradientStatistics.measure(compiled, data);
            assertThat(reading.measurement().outputs())
                    .extracting(OfOutput::deadShare)
                    .containsExactly(.75, 0.0, 0.0);
            assertThat(reading.measurement().outputs().get(1).saturatedShare()).isEqualTo(.5);
            assertThat(reading.findings(Thresholds.usual().withVanishing(0)))
                    .containsExactly(new Finding(Finding.Kind.DEAD, "dense", .75, .5));
            assertThat(reading.findings(Thresholds.usual().withVanishing(0).withSaturated(.5)))
                    .extracting(Finding::where)
                    .containsExactly("dense", "dense_1");
        }
    }

    /** The sigmoid's slope is at most 1/4, so that ten layers leave the first less than a thousandth. */
    @Test
    void deepSigmoidsVanish() {
        List<io.cornu.layers.Layer> layers = new ArrayList<>(List.of(Input.of(6)));
        for (int i = 0; i < 10; i++) {
            layers.add(Dense.of(20).withActivation(sigmoid()));
        }
        layers.add(Dense.of(3).withActivation(softmax()));
        GradientStatistics statistics = GradientStatistics.of(data(64)).withEvery(2);
        try (Model model = Sequential.of(layers.toArray(io.cornu.layers.Layer[]::new)).build(Seed.of(2))) {
            model.compile(SGD.of(.01), sparseCategoricalCrossentropy())
                    .fit(data(64), Fit.epochs(2).withBatchSize(16).withCallbacks(statistics));
        }
        GradientHistory history = statistics.history();
        // Before the first step, and after steps 2, 4, 6, 8.
        assertThat(history.readings()).extracting(Reading::step).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(history.readings().subList(1, 5)).allSatisfy(reading -> assertThat(reading.updateRatio("dense/kernel"))
                .isPositive()
                .isLessThan(.1));
        assertThat(history.findings())
                .extracting(Finding::kind, Finding::where)
                .contains(org.assertj.core.groups.Tuple.tuple(Finding.Kind.VANISHING, "dense/kernel"));
        assertThat(history.findings().get(0).sentence()).contains("dense/kernel", "vanished", "0.001");
        LineChart norms = history.gradientNorms();
        assertThat(norms.logarithmic()).isTrue();
        assertThat(norms.series()).hasSize(11);
        assertThat(norms.series().get(0).x()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
        assertThat(history.gradientMap().rows()).hasSize(11);
        assertThat(history.gradientMap().columns()).containsExactly("0", "2", "4", "6", "8");
        assertThat(history.deadShares().series()).isEmpty();
    }

    @Test
    void verdictsFollowTheThresholds() {
        Measurement measured = new Measurement(
                1,
                List.of(
                        new OfWeight("a/kernel", 2, 9e-4, .1, 1),
                        new OfWeight("a/bias", 1, 1e-9, 1e-9, 1),
                        new OfWeight("b/kernel", 2, 1, 101, 1),
                        new OfWeight("c/kernel", 4, Double.NaN, Double.NaN, 1),
                        new OfWeight("d/kernel", 2, 2e-3, 100, 1)),
                List.of(new OfOutput("a", 0, 1, .6, Double.NaN), new OfOutput("b", 0, 1, .6, .95)));
        List<Finding> findings = new Reading(1, 1, measured, Map.of()).findings(Thresholds.usual());
        assertThat(findings)
                .extracting(finding -> finding.kind() + " " + finding.where())
                .containsExactly("VANISHING a/kernel", "EXPLODING b/kernel", "EXPLODING c/kernel", "DEAD a", "SATURATED b");
        assertThat(findings.get(1).sentence()).contains("101", "threshold 100");
        assertThat(findings.get(3).sentence()).contains("60% of the units of a", "threshold 50%");
        assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.usual().withDead(1.5));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dataset data = data(8);
        assertThatIllegalArgumentException().isThrownBy(() -> GradientStatistics.of(data.slice(0, 0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientStatistics.of(data).withEvery(0))
                .withMessageContaining("steps");
        Dataset other = Dataset.of(Array.of(new float[8], 2, 4), Array.of(new int[2]));
        Model model = NET.build(Seed.of(1));
        CompiledModel compiled = model.compile(SGD.of(.1), sparseCategoricalCrossentropy());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compiled.fit(data, Fit.epochs(1).withCallbacks(GradientStatistics.of(other))))
                .withMessageContaining("(None, 6)");
        var probe = compiled.probe(data);
        model.close();
        assertThatIllegalStateException().isThrownBy(probe::measure).withMessageContaining("closed");
    }

    /** A second fit starts anew. */
    @Test
    void everyFitHasItsOwnReadings() {
        GradientStatistics statistics = GradientStatistics.of(data(8));
        try (Model model = NET.build(Seed.of(1))) {
            CompiledModel compiled = model.compile(SGD.of(.1), sparseCategoricalCrossentropy());
            Callback alone = fit -> new FitListener() {};
            compiled.fit(data(8), Fit.epochs(2).withCallbacks(statistics, alone));
            GradientHistory first = statistics.history();
            compiled.fit(data(8), Fit.epochs(1).withCallbacks(statistics));
            assertThat(first.readings()).hasSize(3);
            assertThat(statistics.history().readings()).hasSize(2);
        }
    }

    private static Dataset data(int examples) {
        Random random = new Random(9);
        float[] x = new float[examples * 6];
        int[] y = new int[examples];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < examples; i++) {
            y[i] = x[6 * i] > .5 ? 2 : x[6 * i + 1] > 0 ? 1 : 0;
        }
        return Dataset.of(Array.of(x, examples, 6), Array.of(y));
    }
}
