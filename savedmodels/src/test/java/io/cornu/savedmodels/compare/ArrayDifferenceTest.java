package io.cornu.savedmodels.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import org.junit.jupiter.api.Test;

/** Expected values by hand. */
class ArrayDifferenceTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void largestRelativeAndNorm() {
        ArrayDifference difference =
                ArrayDifference.of(Array.of(new float[] {1, -8, 0, 4}), Array.of(new float[] {1, -5, 4, 4}));
        // Differences 0, 3, 4, 0: the largest 4 at place 2, of 8 at most; the norm the root of 9 + 16.
        assertThat(difference).isEqualTo(new ArrayDifference(4, 2, 4, .5, 2, 5));
        assertThat(difference.isZero()).isFalse();
        assertThat(difference.isWithin(.5)).isTrue();
        assertThat(difference.isWithin(.49)).isFalse();
    }

    @Test
    void smallNumbersAreMeasuredAbsolutely() {
        ArrayDifference difference = ArrayDifference.of(Array.of(new double[] {0}), Array.of(new double[] {1e-6}));
        assertThat(difference.relative()).isInfinite();
        assertThat(difference.isWithin(1e-5)).isTrue();
        assertThat(difference.isWithin(1e-7)).isFalse();
    }

    @Test
    void numbersThatAreNoneAreEqualOnlyToTheirLike() {
        Array odd = Array.of(new float[] {NAN, INFINITY, -INFINITY, 1});
        assertThat(ArrayDifference.of(odd, odd).isZero()).isTrue();
        for (float[] other : new float[][] {
            {1, INFINITY, -INFINITY, 1},
            {NAN, -INFINITY, -INFINITY, 1},
            {NAN, INFINITY, 0, 1},
            {NAN, INFINITY, -INFINITY, NAN}
        }) {
            ArrayDifference difference = ArrayDifference.of(odd, Array.of(other));
            assertThat(difference.largest()).isInfinite();
            assertThat(difference.isWithin(1e9)).isFalse();
            assertThat(difference.equal()).isEqualTo(3);
        }
    }

    @Test
    void typesDoNotMatterButShapesDo() {
        Array floats = Array.of(new float[] {1, 2}, 2, 1);
        assertThat(ArrayDifference.of(floats, floats.cast(DataType.FLOAT64)).isZero())
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArrayDifference.of(floats, Array.of(new float[] {1, 2})))
                .withMessageContainingAll("(2, 1)", "(2,)");
        assertThat(ArrayDifference.of(Array.of(new float[0]), Array.of(new float[0]))
                        .isZero())
                .isTrue();
    }

    @Test
    void statisticsLeaveOutWhatIsNoNumber() {
        WeightStatistics statistics =
                WeightStatistics.of("w", Array.of(new float[] {NAN, 0, 2, INFINITY, 4, 0, -1, -INFINITY}, 2, 4));
        // 0, 2, 4, 0, -1: mean 1, squares 1 + 1 + 9 + 1 + 4 = 16 over 5.
        assertThat(statistics.mean()).isEqualTo(1);
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(3.2), within(1e-12));
        assertThat(statistics.smallest()).isEqualTo(-1);
        assertThat(statistics.largest()).isEqualTo(4);
        assertThat(statistics.zeros()).isEqualTo(2);
        assertThat(statistics.notNumbers()).isEqualTo(1);
        assertThat(statistics.infinite()).isEqualTo(2);
        assertThat(statistics.size()).isEqualTo(8);
        // The difference of two large sums would say 0, or a root of something below.
        assertThat(WeightStatistics.of("w", Array.of(new double[] {1e9, 1e9 + 1}))
                        .deviation())
                .isEqualTo(.5);
        assertThat(WeightStatistics.of("w", Array.of(new float[] {NAN})).mean()).isNaN();
    }
}
