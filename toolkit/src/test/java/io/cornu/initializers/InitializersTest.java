package io.cornu.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

class InitializersTest {
    /** A dense kernel: fan_in = 200, fan_out = 300. */
    private static final Shape DENSE = Shape.of(200, 300);

    /** A convolution of 5 x 3 points from 20 channels to 100: fan_in = 15 x 20 = 300, fan_out = 15 x 100 = 1500. */
    private static final Shape CONVOLUTION = Shape.of(5, 3, 20, 100);

    static Stream<Arguments> cases() {
        return Stream.of(
                // variance = 1 / ((200 + 300) / 2), 2 / 200, 1 / 200
                Arguments.of(Initializers.glorotUniform(), DENSE, 1 / 250.0, true),
                Arguments.of(Initializers.glorotNormal(), DENSE, 1 / 250.0, false),
                Arguments.of(Initializers.heUniform(), DENSE, 2 / 200.0, true),
                Arguments.of(Initializers.heNormal(), DENSE, 2 / 200.0, false),
                Arguments.of(Initializers.lecunUniform(), DENSE, 1 / 200.0, true),
                Arguments.of(Initializers.lecunNormal(), DENSE, 1 / 200.0, false),
                // variance = 1 / ((300 + 1500) / 2), 2 / 300, 1 / 300
                Arguments.of(Initializers.glorotUniform(), CONVOLUTION, 1 / 900.0, true),
                Arguments.of(Initializers.glorotNormal(), CONVOLUTION, 1 / 900.0, false),
                Arguments.of(Initializers.heUniform(), CONVOLUTION, 2 / 300.0, true),
                Arguments.of(Initializers.heNormal(), CONVOLUTION, 2 / 300.0, false),
                Arguments.of(Initializers.lecunUniform(), CONVOLUTION, 1 / 300.0, true),
                Arguments.of(Initializers.lecunNormal(), CONVOLUTION, 1 / 300.0, false),
                Arguments.of(new VarianceScaling(1, Mode.FAN_OUT, Distribution.UNIFORM), CONVOLUTION, 1 / 1500.0, true),
                // A vector's fans are its length.
                Arguments.of(Initializers.heUniform(), Shape.of(20_000), 2 / 20_000.0, true));
    }

    /** Keras' limits: sqrt(3 variance), or two standard deviations of the normal before it is truncated. */
    @ParameterizedTest
    @MethodSource("cases")
    void distributionIsTheOneStated(Initializer initializer, Shape shape, double variance, boolean isUniform) {
        float[] values = initializer.initialize(shape, Seed.of(5).generator());
        assertThat(values).hasSize((int) shape.size());
        double sum = 0;
        double squares = 0;
        double largest = 0;
        double smallest = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            largest = Math.max(largest, value);
            smallest = Math.min(smallest, value);
        }
        int n = values.length;
        double limit = isUniform ? Math.sqrt(3 * variance) : 2 * Math.sqrt(variance) / .87962566103423978;
        // Four standard errors; that of the mean square is at most sqrt(2 / n) of it, for no distribution here has
        // heavier tails than the normal.
        assertThat(sum / n).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
        assertThat(squares / n).isCloseTo(variance, within(4 * variance * Math.sqrt(2.0 / n)));
        assertThat(largest).isLessThanOrEqualTo(limit * (1 + 1e-6)).isGreaterThan(limit * 0.98);
        assertThat(smallest).isGreaterThanOrEqualTo(-limit * (1 + 1e-6)).isLessThan(-limit * 0.98);
    }

    @Test
    void untruncatedNormalGoesFarther() {
        float[] values = new VarianceScaling(1, Mode.FAN_IN, Distribution.UNTRUNCATED_NORMAL)
                .initialize(DENSE, Seed.of(5).generator());
        int far = 0;
        for (float value : values) {
            far += Math.abs(value) > 3 * Math.sqrt(1 / 200.0) ? 1 : 0;
        }
        // 0.27 % of 60,000 lie beyond three standard deviations: 162, give or take 4 x 12.7.
        assertThat(far).isBetween(111, 213);
    }

    @Test
    void sameGeneratorGivesTheSameValues() {
        Initializer initializer = Initializers.glorotUniform();
        float[] values = initializer.initialize(DENSE, Seed.of(1).generator());
        assertThat(initializer.initialize(DENSE, Seed.of(1).generator())).isEqualTo(values);
        assertThat(initializer.initialize(DENSE, Seed.of(2).generator())).isNotEqualTo(values);
    }

    @Test
    void constants() {
        Shape shape = Shape.of(2, 2);
        assertThat(Initializers.zeros().initialize(shape, Seed.of(1).generator()))
                .containsExactly(0, 0, 0, 0);
        assertThat(Initializers.ones().initialize(shape, Seed.of(1).generator()))
                .containsExactly(1, 1, 1, 1);
        assertThat(Constant.of(2.5).initialize(Shape.scalar(), Seed.of(1).generator()))
                .containsExactly(2.5f);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Constant.of(Double.NaN))
                .withMessageContainingAll("Constant", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VarianceScaling(0, Mode.FAN_IN, Distribution.UNIFORM))
                .withMessageContainingAll("VarianceScaling", "scale", "0.0");
    }

    @Test
    void kerasNames() {
        assertThat(Stream.of(
                                Initializers.glorotUniform(),
                                Initializers.glorotNormal(),
                                Initializers.heUniform(),
                                Initializers.heNormal(),
                                Initializers.lecunUniform(),
                                Initializers.lecunNormal(),
                                new VarianceScaling(3, Mode.FAN_IN, Distribution.UNIFORM),
                                new VarianceScaling(1, Mode.FAN_AVG, Distribution.UNTRUNCATED_NORMAL))
                        .map(initializer -> ((VarianceScaling) initializer).kerasName()))
                .containsExactly(
                        "glorot_uniform",
                        "glorot_normal",
                        "he_uniform",
                        "he_normal",
                        "lecun_uniform",
                        "lecun_normal",
                        "variance_scaling",
                        "variance_scaling");
    }

    @Test
    void givenAxesAreTheFans() {
        // fan_in = 5 x 3 = 15, fan_out = 20 x 100 = 2000.
        VarianceScaling scaling = Initializers.varianceScaling()
                .withDistribution(Distribution.UNIFORM)
                .withInputAxes(List.of(0, 1))
                .withOutputAxes(List.of(2, -1));
        assertThat(limit(scaling)).isCloseTo(Math.sqrt(3 / 15.0), withinPercentage(1));
        assertThat(limit(scaling.withMode(Mode.FAN_OUT))).isCloseTo(Math.sqrt(3 / 2000.0), withinPercentage(1));
        // Keras takes no notice of one alone.
        assertThat(limit(scaling.withOutputAxes(List.of()))).isCloseTo(Math.sqrt(3 / 300.0), withinPercentage(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scaling.initialize(Shape.of(2, 2), Seed.of(1).generator()))
                .withMessageContainingAll("VarianceScaling", "[-2, 2)", "(2, 2)", "2");
    }

    private static double limit(Initializer initializer) {
        double largest = 0;
        for (float value : initializer.initialize(CONVOLUTION, Seed.of(5).generator())) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    static Stream<Arguments> plainDistributions() {
        return Stream.of(
                Arguments.of(new RandomNormal(2, .5), 2, .5, 1.5),
                Arguments.of(Initializers.randomNormal(), 0, .05, .15),
                // A uniform distribution's deviation is its width by the square root of 12.
                Arguments.of(RandomUniform.of(2, 3), 2.5, 1 / Math.sqrt(12), .5),
                Arguments.of(Initializers.randomUniform(), 0, .1 / Math.sqrt(12), .05),
                Arguments.of(new TruncatedNormal(2, .5), 2, .5 * .87962566103423978, 1),
                Arguments.of(Initializers.truncatedNormal(), 0, .05 * .87962566103423978, .1));
    }

    @ParameterizedTest
    @MethodSource("plainDistributions")
    void plainDistributionsHaveTheMomentsStated(Initializer initializer, double mean, double deviation, double reach) {
        float[] values = initializer.initialize(DENSE, Seed.of(5).generator());
        int n = values.length;
        double sum = 0;
        double squares = 0;
        double farthest = 0;
        for (float value : values) {
            sum += value - mean;
            squares += (value - mean) * (value - mean);
            farthest = Math.max(farthest, Math.abs(value - mean));
        }
        assertThat(sum / n).isCloseTo(0, within(4 * deviation / Math.sqrt(n)));
        assertThat(Math.sqrt(squares / n)).isCloseTo(deviation, within(4 * deviation / Math.sqrt(2.0 * n)));
        assertThat(farthest).isGreaterThan(.98 * reach);
        if (!(initializer instanceof RandomNormal)) {
            assertThat(farthest).isLessThanOrEqualTo(reach * (1 + 1e-6));
        }
    }

    @Test
    void identityMatrices() {
        assertThat(Identity.of(2).initialize(Shape.of(2, 3), Seed.of(1).generator()))
                .containsExactly(2, 0, 0, 0, 2, 0);
        assertThat(Identity.of().initialize(Shape.of(3, 2), Seed.of(1).generator()))
                .containsExactly(1, 0, 0, 1, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Identity.of().initialize(Shape.of(3), Seed.of(1).generator()))
                .withMessageContainingAll("Identity", "two dimensions", "(3,)");
    }

    @Test
    void orthogonalMatricesKeepLengths() {
        for (Shape shape : List.of(Shape.of(40, 30), Shape.of(30, 40), Shape.of(3, 3, 4, 20), Shape.of(2, 2, 2, 50))) {
            float[] values = Orthogonal.of(3).initialize(shape, Seed.of(4).generator());
            int columns = (int) shape.get(-1);
            int rows = values.length / columns;
            boolean isTall = rows >= columns;
            for (int i = 0; i < Math.min(rows, columns); i++) {
                for (int j = 0; j <= i; j++) {
                    double product = 0;
                    for (int k = 0; k < Math.max(rows, columns); k++) {
                        product += isTall
                                ? (double) values[k * columns + i] * values[k * columns + j]
                                : (double) values[i * columns + k] * values[j * columns + k];
                    }
                    assertThat(product).as(shape + " " + i + " " + j).isCloseTo(i == j ? 9 : 0, within(1e-5));
                }
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Orthogonal.of().initialize(Shape.of(3), Seed.of(1).generator()))
                .withMessageContainingAll("Orthogonal", "two dimensions", "(3,)");
    }

    /** A coordinate of a random point on a sphere is evenly distributed (Archimedes), and so is each entry here. */
    @Test
    void orthogonalMatricesAreAllAsLikely() {
        RandomGenerator random = Seed.of(4).generator();
        int draws = 4000;
        double[] sums = new double[9];
        int[][] thirds = new int[9][3];
        for (int draw = 0; draw < draws; draw++) {
            float[] values = Orthogonal.of().initialize(Shape.of(3, 3), random);
            for (int i = 0; i < 9; i++) {
                sums[i] += values[i];
                thirds[i][(int) Math.min(2, (values[i] + 1) * 1.5)]++;
            }
        }
        for (int i = 0; i < 9; i++) {
            // The variance is 1/3; a third of the draws lies in each third of [-1, 1].
            assertThat(sums[i] / draws).isCloseTo(0, within(4 * Math.sqrt(1 / 3.0 / draws)));
            for (int count : thirds[i]) {
                assertThat((double) count / draws).isCloseTo(1 / 3.0, within(4 * Math.sqrt(2 / 9.0 / draws)));
            }
        }
    }

    @Test
    void impossibleArgumentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomNormal.of(-1))
                .withMessageContainingAll("RandomNormal", "standardDeviation", "-1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomNormal.of(1).withMean(Double.NaN))
                .withMessageContainingAll("RandomNormal", "mean", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TruncatedNormal.of(Double.POSITIVE_INFINITY))
                .withMessageContainingAll("TruncatedNormal", "standardDeviation", "Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TruncatedNormal.of(1).withMean(Double.NaN))
                .withMessageContainingAll("TruncatedNormal", "mean", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomUniform.of(2, 1))
                .withMessageContainingAll("RandomUniform", "minValue", "1.0", "2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomUniform.of(0, Double.NaN))
                .withMessageContainingAll("RandomUniform", "maxValue", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Orthogonal.of(Double.NaN))
                .withMessageContainingAll("Orthogonal", "gain", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identity.of(Double.NaN))
                .withMessageContainingAll("Identity", "gain", "NaN");
    }
}
