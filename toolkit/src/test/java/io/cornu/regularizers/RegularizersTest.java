package io.cornu.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Formulas;
import io.cornu.data.Array;
import io.cornu.regularizers.OrthogonalRegularizer.Mode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** By arithmetic; {@code ValueParityTest} compares with Keras, gradients included. */
class RegularizersTest {
    /** Rows at 45 degrees from each other, at 90 and at 45; columns (1, 0, 2) and (0, -3, 2). */
    private static final Array WEIGHT = Array.of(new float[] {1, 0, 0, -3, 2, 2}, 3, 2);

    static Stream<Arguments> penalties() {
        return Stream.of(
                Arguments.of(Regularizers.none(), 0),
                Arguments.of(Regularizers.l1(.5), .5 * 8),
                Arguments.of(Regularizers.l2(.5), .5 * 18),
                Arguments.of(Regularizers.l1L2(.5, .25), .5 * 8 + .25 * 18),
                // Cosines of rows: 0, sqrt(1/2), -sqrt(1/2).
                Arguments.of(Regularizers.orthogonalRegularizer(.3), .3 * Math.sqrt(2) / 3),
                // 2 x 2 / (sqrt(5) sqrt(13))
                Arguments.of(
                        Regularizers.orthogonalRegularizer(.3).withMode(Mode.COLUMNS), .3 * 4 / Math.sqrt(5 * 13)));
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void penaltiesAreThoseOfTheFormulas(Regularizer regularizer, double expected) {
        Array penalty = Formulas.value(regularizer::penalty, WEIGHT);
        assertThat(penalty.shape().numDimensions()).isZero();
        assertThat(penalty.at(0)).isCloseTo(expected, within(1e-6 * Math.max(1, expected)));
    }

    @Test
    void impossibleFactorsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regularizers.l1(-1))
                .withMessageContainingAll("L1L2", "l1", "-1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regularizers.l2(Double.NaN))
                .withMessageContainingAll("L1L2", "l2", "NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regularizers.l1L2(0, Double.POSITIVE_INFINITY))
                .withMessageContainingAll("L1L2", "l2", "Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regularizers.orthogonalRegularizer(-.01))
                .withMessageContainingAll("OrthogonalRegularizer", "factor", "-0.01");
    }

    @Test
    void anglesNeedAMatrixOfTwoVectors() {
        OrthogonalRegularizer rows = Regularizers.orthogonalRegularizer(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Formulas.value(rows::penalty, WEIGHT.reshape(1, 6)))
                .withMessageContainingAll("OrthogonalRegularizer", "two rows", "(1, 6)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Formulas.value(rows.withMode(Mode.COLUMNS)::penalty, WEIGHT.reshape(6, 1)))
                .withMessageContainingAll("two columns", "(6, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Formulas.value(rows::penalty, WEIGHT.reshape(3, 2, 1)))
                .withMessageContainingAll("matrix", "(3, 2, 1)");
    }
}
