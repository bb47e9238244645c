package io.cornu.losses;

import static io.cornu.losses.Losses.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Impossible losses, and shapes that no loss takes, are refused with a line that says what was expected. */
class LossErrorsTest {
    private static final Shape OUTPUTS = Shape.of(-1, 3);

    static Stream<Arguments> values() {
        return Stream.of(
                bad(() -> binaryCrossentropy().withLabelSmoothing(1), "BinaryCrossentropy: labelSmoothing", "1.0"),
                bad(() -> categoricalCrossentropy().withLabelSmoothing(-.1), "CategoricalCrossentropy", "-0.1"),
                bad(() -> binaryFocalCrossentropy().withAlpha(1.5), "BinaryFocalCrossentropy: alpha", "1.5"),
                bad(() -> binaryFocalCrossentropy().withGamma(-1), "BinaryFocalCrossentropy: gamma", "-1.0"),
                bad(() -> binaryFocalCrossentropy().withLabelSmoothing(2), "BinaryFocalCrossentropy", "[0, 1)", "2.0"),
                bad(() -> categoricalFocalCrossentropy().withAlpha(-1), "CategoricalFocalCrossentropy: alpha", "-1.0"),
                bad(() -> categoricalFocalCrossentropy().withAlpha(List.of()), "alpha must hold a number", "[]"),
                bad(() -> categoricalFocalCrossentropy().withGamma(Double.NaN), "gamma", "NaN"),
                bad(() -> categoricalGeneralizedCrossEntropy().withQ(0), "q must be in (0, 1)", "0.0"),
                bad(() -> categoricalGeneralizedCrossEntropy().withQ(1), "q must be in (0, 1)", "1.0"),
                bad(() -> huber().withDelta(0), "Huber: delta", "0.0"),
                bad(() -> tversky().withAlpha(-1), "Tversky: alpha", "-1.0"),
                bad(() -> tversky().withBeta(Double.POSITIVE_INFINITY), "Tversky: beta", "Infinity"),
                bad(() -> dice().withAxis(1, 1), "Dice: axis", "[1, 1]"),
                bad(() -> circle().withGamma(0), "Circle: gamma", "0.0"),
                bad(() -> circle().withMargin(1.2), "Circle: margin", "1.2"));
    }

    static Stream<Arguments> shapes() {
        Stream<Loss> alike = Stream.of(
                meanSquaredError(),
                meanAbsoluteError(),
                meanAbsolutePercentageError(),
                meanSquaredLogarithmicError(),
                huber(),
                logCosh(),
                hinge(),
                squaredHinge(),
                categoricalHinge(),
                cosineSimilarity(),
                klDivergence(),
                poisson(),
                binaryCrossentropy(),
                binaryFocalCrossentropy(),
                categoricalCrossentropy(),
                categoricalFocalCrossentropy(),
                dice(),
                tversky());
        Stream<Arguments> others = Stream.of(
                bad(() -> sparseCategoricalCrossentropy().check(OUTPUTS, OUTPUTS), "sparse_categorical", "(None, 3)"),
                bad(
                        () -> categoricalGeneralizedCrossEntropy().check(OUTPUTS, OUTPUTS),
                        "categorical_generalized_cross_entropy",
                        "(None, 3)"),
                bad(() -> circle().check(Shape.of(-1), Shape.of(-1, 2, 3)), "circle", "(None, 2, 3)", "Flatten"),
                bad(() -> circle().check(OUTPUTS, OUTPUTS), "circle", "(batch,)", "(None, 3)"),
                bad(() -> binaryCrossentropy().withAxis(2).check(OUTPUTS, OUTPUTS), "axis", "(None, 3)", "2"),
                bad(() -> binaryCrossentropy().withAxis(0).check(OUTPUTS, OUTPUTS), "not the batch", "0"),
                bad(() -> cosineSimilarity().withAxis(-2).check(OUTPUTS, OUTPUTS), "not the batch", "-2"),
                bad(() -> categoricalCrossentropy().withAxis(-3).check(OUTPUTS, OUTPUTS), "axis", "-3"),
                bad(
                        () -> categoricalFocalCrossentropy()
                                .withAlpha(List.of(.1, .2))
                                .check(OUTPUTS, OUTPUTS),
                        "alpha",
                        "3 classes"),
                bad(() -> dice().withAxis(1, -1).check(OUTPUTS, OUTPUTS), "dice", "once", "[1, -1]"),
                bad(() -> tversky().withAxis(4).check(OUTPUTS, OUTPUTS), "tversky", "[4]"));
        return Stream.concat(
                alike.map(loss -> bad(
                        () -> loss.withReduction(Reduction.SUM).check(Shape.of(-1, 2), OUTPUTS),
                        loss.name(),
                        "(None, 3)",
                        "(None, 2)")),
                others);
    }

    private static Arguments bad(ThrowingCallable code, String... words) {
        return Arguments.of(words[0], code, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"values", "shapes"})
    void areRefused(String name, ThrowingCallable code, String[] words) {
        assertThatIllegalArgumentException().isThrownBy(code).withMessageContainingAll(words);
    }

    @Test
    void theUsualReductionIsNoWrapper() {
        Loss sum = huber().withReduction(Reduction.SUM);
        assertThat(sum.reduction()).isEqualTo(Reduction.SUM);
        assertThat(sum.name()).isEqualTo("huber_loss");
        assertThat(sum.withReduction(Reduction.MEAN)).isEqualTo(huber().withReduction(Reduction.MEAN));
        assertThat(sum.withReduction(Reduction.SUM_OVER_BATCH_SIZE)).isEqualTo(huber());
        Loss sparse = sparseCategoricalCrossentropy().withIgnoredClass(9).withReduction(Reduction.SUM);
        assertThat(sparse.classes(OUTPUTS)).isEqualTo(3);
        assertThat(sparse.ignoredClass()).hasValue(9);
    }
}
