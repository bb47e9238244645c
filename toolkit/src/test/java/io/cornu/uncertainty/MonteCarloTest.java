package io.cornu.uncertainty;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.BuildOptions;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

class MonteCarloTest {
    private static final int PASSES = 7;

    /** Noise that all examples share, as Dropout with a noise shape of (1, features) has; or one number for all. */
    private record SharedNoise(boolean isOneNumber) implements Layer {
        @Override
        public boolean isStochastic() {
            return true;
        }

        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            if (!call.phase().isRandom()) {
                return call.input();
            }
            Ops tf = call.tf();
            Operand<TInt32> shape = tf.constant(isOneNumber ? new int[0] : new int[] {1, 6});
            return tf.math.mul(call.input(), call.randomNormal(shape));
        }
    }

    /** Tells how many rows it was given at once. */
    private record RowCount() implements Layer {
        @Override
        public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
            Ops tf = call.tf();
            Operand<TInt32> rows = tf.gather(tf.shape(call.input()), tf.constant(0), tf.constant(0));
            return tf.math.add(
                    tf.zerosLike(call.input()),
                    tf.dtypes.cast(rows, call.input().type()));
        }
    }

    static List<Architecture> networks() {
        return List.of(chain(), severalBoundaries(), shared(false), shared(true));
    }

    private static Architecture chain() {
        return Sequential.of(
                Input.of(6),
                Dense.of(9).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(.25),
                Dense.of(5),
                Dropout.of(.5),
                Dense.of(3).withActivation(softmax()));
    }

    /** Two tensors cross from what is the same to what differs, one comes out as it is. */
    private static Architecture severalBoundaries() {
        Functional.Builder net = Functional.builder();
        Node input = net.input(Input.of(6));
        Node trunk = net.add(Dense.of(6).withActivation(relu()), input);
        Node side = net.add(Dense.of(6), trunk);
        Node dropped = net.add(Dropout.of(.5), trunk);
        Node sum = net.add(Add.of(), dropped, side, input);
        return net.build(List.of(input), List.of(net.add(Dense.of(2), sum), side));
    }

    private static Architecture shared(boolean isOneNumber) {
        return Sequential.of(Input.of(6), Dense.of(6), new SharedNoise(isOneNumber), Dropout.of(.5), Dense.of(2));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void passesAtOnceAreThePassesOneByOne(Architecture network) {
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
            try (Model model = network.build(BuildOptions.of(Seed.of(5)).withDataType(type))) {
                // Five examples in batches of 3, numbers not divisible by Philox' 4.
                Dataset data = Dataset.ofInputs(numbers(5, 6));
                List<Array> atOnce = model.predictMonteCarlo(data, 3, 40, PASSES);
                for (int pass = 0; pass < PASSES; pass++) {
                    List<Array> alone = model.predictMonteCarlo(data, 3, 40 + pass);
                    for (int output = 0; output < alone.size(); output++) {
                        Array expected = alone.get(output);
                        Array row = atOnce.get(output)
                                .rows(pass, pass + 1)
                                .reshape(expected.shape().asArray());
                        // The random numbers are the same to the bit; a matrix product of more rows may round
                        // otherwise.
                        double[] wanted = expected.toDoubles();
                        double tolerance = type == DataType.FLOAT64 ? 1e-13 : 1e-5;
                        for (int i = 0; i < wanted.length; i++) {
                            assertThat(row.at(i))
                                    .as("pass %s, output %s, %s", pass, output, type)
                                    .isCloseTo(wanted[i], within(tolerance * Math.max(1, Math.abs(wanted[i]))));
                        }
                    }
                }
                assertThat(row(atOnce.get(0), 0)).isNotEqualTo(row(atOnce.get(0), 1));
            }
        }
    }

    @Test
    void dropsTheSameAtOnceAndAloneToTheBit() {
        try (Model model = Sequential.of(Input.of(7), Dropout.of(.3)).build(Seed.of(2))) {
            Dataset data = Dataset.ofInputs(numbers(3, 7));
            Array atOnce = model.predictMonteCarlo(data, 3, 0, 4).get(0);
            for (int pass = 0; pass < 4; pass++) {
                assertThat(row(atOnce, pass))
                        .isEqualTo(model.predictMonteCarlo(data, 3, pass).get(0));
            }
        }
    }

    @Test
    void whatIsTheSameIsComputedOnce() {
        try (Model model =
                Sequential.of(Input.of(2), new RowCount(), Dropout.of(.5)).build(Seed.of(1))) {
            // Three rows, doubled where kept; were the passes seen, there would be thirty.
            assertThat(model.predictMonteCarlo(Dataset.ofInputs(numbers(3, 2)), 3, 0, 10)
                            .get(0)
                            .toFloats())
                    .containsOnly(0, 6);
        }
    }

    @Test
    void passesThatMemoryWouldNotHoldAreMadeInSeveralRuns() {
        // A million numbers take 16 MiB in four copies, of 256 MiB set aside.
        int width = 1 << 20;
        try (Model model =
                Sequential.of(Input.of(width), Dropout.of(.5), Dense.of(1)).build(Seed.of(1))) {
            Dataset data = Dataset.ofInputs(numbers(1, width));
            Array samples = model.predictMonteCarlo(data, 1, 0, 20).get(0);
            assertThat(samples.shape().asArray()).containsExactly(20, 1, 1);
            assertThat(Arrays.stream(samples.toDoubles()).distinct().count()).isEqualTo(20);
            assertThat(samples.at(18))
                    .isCloseTo(model.predictMonteCarlo(data, 1, 18).get(0).at(0), within(1e-3));
        }
    }

    /** Dropout of ones: 0 with probability 1/4, else 4/3; mean 1, variance (1/4) / (3/4) = 1/3. */
    @Test
    void passesAndExamplesAreIndependent() {
        int passes = 50;
        int rows = 20;
        int width = 100;
        try (Model model = Sequential.of(Input.of(width), Dropout.of(.25)).build(Seed.of(9))) {
            float[] ones = new float[rows * width];
            Arrays.fill(ones, 1);
            double[] values = model.predictMonteCarlo(Dataset.ofInputs(Array.of(ones, rows, width)), rows, 0, passes)
                    .get(0)
                    .toDoubles();
            double sigma = Math.sqrt(1 / 3.0);
            assertThat(Arrays.stream(values).average().orElse(0))
                    .isCloseTo(1, within(4 * sigma / Math.sqrt(values.length)));
            for (int step : new int[] {1, width, rows * width}) {
                double covariance = 0;
                int pairs = values.length - step;
                for (int i = 0; i < pairs; i++) {
                    covariance += (values[i] - 1) * (values[i + step] - 1);
                }
                // Of independent numbers, the product has variance (1/3)^2.
                assertThat(covariance / pairs).as("step %s", step).isCloseTo(0, within(4 / 3.0 / Math.sqrt(pairs)));
            }
        }
    }

    @Test
    void inferenceIsUntouched() {
        try (Model model = chain().build(Seed.of(5))) {
            Array input = numbers(4, 6);
            Array before = model.predict(input);
            MonteCarlo.of(10).predict(model, input);
            assertThat(model.predict(input)).isEqualTo(before);
        }
    }

    @Test
    void statisticsAreThoseOfTheSamples() {
        try (Model model = chain().build(Seed.of(5))) {
            MonteCarlo settings =
                    MonteCarlo.of(9).withBatchSize(2).withKeepsSamples(true).withQuantiles(0, .5, 1);
            UncertainPrediction prediction = settings.predict(model, numbers(5, 6));
            double[] samples = prediction.samples().toDoubles();
            assertThat(prediction.samples().shape().asArray()).containsExactly(9, 5, 3);
            assertThat(prediction.mean().shape().asArray()).containsExactly(5, 3);
            assertThat(prediction.mutualInformation().shape().asArray()).containsExactly(5);
            for (int i = 0; i < 15; i++) {
                List<Double> of = new ArrayList<>();
                for (int pass = 0; pass < 9; pass++) {
                    of.add(samples[pass * 15 + i]);
                }
                of.sort(null);
                double mean = of.stream().mapToDouble(v -> v).average().orElse(0);
                assertThat(prediction.mean().at(i)).isCloseTo(mean, within(1e-6));
                assertThat(prediction.quantile(0).at(i)).isEqualTo(of.get(0));
                assertThat(prediction.quantile(.5).at(i)).isEqualTo(of.get(4));
                assertThat(prediction.quantile(1).at(i)).isEqualTo(of.get(8));
            }
            assertThat(settings.predict(model, numbers(5, 6)).mean()).isEqualTo(prediction.mean());
            assertThat(settings.withFirstPass(9).predict(model, numbers(5, 6)).mean())
                    .isNotEqualTo(prediction.mean());
        }
    }

    /** By hand: two passes that are sure of opposite classes know nothing together; two that agree disagree on nothing. */
    @Test
    void entropiesTellNoiseFromIgnorance() {
        Statistics statistics = new Statistics(List.of(.025), false);
        statistics.add(Array.of(new double[] {1, 0, .5, .5, 0, 1, .5, .5}, 2, 2, 2));
        UncertainPrediction prediction = statistics.prediction();
        assertThat(prediction.mean().toDoubles()).containsOnly(.5);
        assertThat(prediction.standardDeviation().toDoubles()).containsExactly(.5, .5, 0, 0);
        assertThat(prediction.predictiveEntropy().toDoubles()).containsExactly(Math.log(2), Math.log(2));
        assertThat(prediction.mutualInformation().toDoubles()).containsExactly(Math.log(2), 0);
    }

    /** numpy.quantile([0, 1, 2, 3], 0.025) == 0.075; the entropy of a coin of 1/4 is 0.562335 nats. */
    @Test
    void quantilesInterpolateAndOneUnitIsACoin() {
        Statistics statistics = new Statistics(List.of(.025), false);
        statistics.add(Array.of(new double[] {3, 1, 0, 2}, 4, 1, 1));
        assertThat(statistics.prediction().quantile(.025).at(0)).isCloseTo(.075, within(1e-12));
        Statistics coin = new Statistics(List.of(), false);
        coin.add(Array.of(new double[] {.25, .25}, 2, 1, 1));
        assertThat(coin.prediction().predictiveEntropy().at(0)).isCloseTo(.5623351446, within(1e-9));
        assertThat(coin.prediction().mutualInformation().at(0)).isZero();
    }

    @Test
    void convolutionalNetworksKeepTheirShapes() {
        Architecture cnn = Sequential.of(
                Input.of(8, 8, 1),
                Conv2D.of(4, 3).withPadding(SAME),
                MaxPooling2D.of(2),
                Dropout.of(.25),
                Flatten.of(),
                Dense.of(1).withActivation(sigmoid()));
        try (Model model = cnn.build(Seed.of(1))) {
            UncertainPrediction prediction =
                    MonteCarlo.of(20).predict(model, numbers(3, 64).reshape(3, 8, 8, 1));
            assertThat(prediction.predictiveEntropy().shape().asArray()).containsExactly(3);
            assertThat(Arrays.stream(prediction.standardDeviation().toDoubles()))
                    .allMatch(value -> value > 0);
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonteCarlo.of(1))
                .withMessageContaining("passes must be at least 2, received 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonteCarlo.of(10).withQuantiles(1.5))
                .withMessageContaining("[0, 1], received 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonteCarlo.of(10).withBatchSize(0))
                .withMessageContaining("batchSize must be at least 1");
        try (Model sure = Sequential.of(Input.of(6), Dense.of(1)).build(Seed.of(1));
                Model unsure = shared(false).build(Seed.of(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MonteCarlo.of(10).predict(sure, numbers(2, 6)))
                    .withMessageContaining("MonteCarlo: expected a model with layers that draw random numbers")
                    .withMessageContaining("Dropout");
            UncertainPrediction prediction = MonteCarlo.of(10).predict(unsure, numbers(2, 6));
            assertThatIllegalStateException()
                    .isThrownBy(prediction::mutualInformation)
                    .withMessageContaining("softmax");
            assertThatIllegalStateException().isThrownBy(prediction::samples).withMessageContaining("withKeepsSamples");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> prediction.quantile(.3))
                    .withMessageContaining("[0.025, 0.5, 0.975]")
                    .withMessageContaining("0.3");
        }
    }

    private static Array row(Array samples, int pass) {
        return samples.rows(pass, pass + 1)
                .reshape(samples.shape()
                        .takeLast(samples.shape().numDimensions() - 1)
                        .asArray());
    }

    private static Array numbers(int rows, int width) {
        Random random = new Random(3);
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - .5f;
        }
        return Array.of(values, rows, width);
    }
}
