package io.cornu.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.initializers.VarianceScaling.Distribution;
import io.cornu.initializers.VarianceScaling.Mode;
import io.cornu.runtime.Seed;
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
}
