package io.cornu.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.Formulas;
import io.cornu.data.Array;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** By arithmetic; {@code ValueParityTest} compares with Keras. */
class ConstraintsTest {
    /** Columns of the norms 5 and 0.5. */
    private static final Array WEIGHT = Array.of(new float[] {3, .3f, -4, .4f}, 2, 2);

    static Stream<Arguments> projections() {
        return Stream.of(
                Arguments.of(Constraints.none(), new float[] {3, .3f, -4, .4f}),
                Arguments.of(Constraints.nonNeg(), new float[] {3, .3f, 0, .4f}),
                Arguments.of(Constraints.unitNorm(), new float[] {.6f, .6f, -.8f, .8f}),
                // 5 becomes 2, 0.5 stays.
                Arguments.of(Constraints.maxNorm(), new float[] {1.2f, .3f, -1.6f, .4f}),
                Arguments.of(Constraints.maxNorm(4), new float[] {2.4f, .3f, -3.2f, .4f}),
                // The whole has the norm sqrt(25.25) = 5.0249378.
                Arguments.of(Constraints.maxNorm(5.0249378 / 10).withAxis(0, 1), new float[] {.3f, .03f, -.4f, .04f}),
                // 5 becomes 3, 0.5 becomes 1; half of the way: 4 and 0.75.
                Arguments.of(Constraints.minMaxNorm(1, 3), new float[] {1.8f, .6f, -2.4f, .8f}),
                Arguments.of(Constraints.minMaxNorm(1, 3).withRate(.5), new float[] {2.4f, .45f, -3.2f, .6f}),
                // Rows of the norms 3.0149627 and 4.0199502.
                Arguments.of(
                        Constraints.unitNorm().withAxis(-1),
                        new float[] {.9950372f, .0995037f, -.9950372f, .0995037f}));
    }

    @ParameterizedTest
    @MethodSource("projections")
    void weightsAreProjected(Constraint constraint, float[] expected) {
        Array projected = Formulas.value(constraint::apply, WEIGHT);
        assertThat(projected.shape()).isEqualTo(WEIGHT.shape());
        assertThat(projected.toFloats()).containsExactly(expected, Offset.offset(2e-6f));
    }

    @Test
    void defaultsAreThoseOfKeras() {
        assertThat(Constraints.maxNorm()).isEqualTo(new MaxNorm(2, List.of(0)));
        assertThat(Constraints.minMaxNorm()).isEqualTo(new MinMaxNorm(0, 1, 1, List.of(0)));
        assertThat(Constraints.unitNorm()).isEqualTo(new UnitNorm(List.of(0)));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(() -> Constraints.maxNorm(-1), "MaxNorm", "maxValue", "-1.0"),
                wrong(() -> Constraints.maxNorm(Double.NaN), "MaxNorm", "maxValue", "NaN"),
                wrong(() -> Constraints.maxNorm().withAxis(), "MaxNorm", "axis", "[]"),
                wrong(() -> Constraints.unitNorm().withAxis(1, 1), "UnitNorm", "axis", "[1, 1]"),
                wrong(() -> Constraints.minMaxNorm(-1, 1), "MinMaxNorm", "minValue", "-1.0"),
                wrong(() -> Constraints.minMaxNorm(2, 1), "MinMaxNorm", "minValue", "1.0", "2.0"),
                wrong(() -> Constraints.minMaxNorm(0, Double.POSITIVE_INFINITY), "MinMaxNorm", "maxValue", "Infinity"),
                wrong(() -> Constraints.minMaxNorm().withRate(1.5), "MinMaxNorm", "rate", "[0, 1]", "1.5"),
                wrong(() -> Constraints.minMaxNorm().withRate(Double.NaN), "MinMaxNorm", "rate", "NaN"));
    }

    private static Arguments wrong(Supplier<Constraint> constraint, String... parts) {
        return Arguments.of(constraint, parts);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void impossibleArgumentsAreRefused(Supplier<Constraint> constraint, String[] parts) {
        assertThatIllegalArgumentException().isThrownBy(constraint::get).withMessageContainingAll(parts);
    }

    @Test
    void axesMustBeThereAndDifferent() {
        for (Constraint constraint : List.of(
                Constraints.maxNorm().withAxis(2),
                Constraints.unitNorm().withAxis(-3),
                Constraints.minMaxNorm().withAxis(0, -2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Formulas.value(constraint::apply, WEIGHT))
                    .withMessageContainingAll(constraint.getClass().getSimpleName(), "[-2, 2)", "(2, 2)", "withAxis");
        }
    }
}
