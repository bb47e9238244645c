package io.cornu.tests.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MomentsTest {
    private static final double NAN = Double.NaN;

    /** Welch's t is 3.80 with 3.99 degrees of freedom; tables have 2.78 for 4 at 95 %. */
    @Test
    void welchTellsMeansApart() {
        assertThat(Moments.of(List.of(1.0, 1.1, 1.2)).agreesWith(Moments.of(List.of(0.75, 0.9, 0.7))))
                .isFalse();
    }

    /** Twice the spread, and t is 2.60. */
    @Test
    void welchTakesSpreadForChance() {
        assertThat(Moments.of(List.of(1.0, 1.2, 1.4)).agreesWith(Moments.of(List.of(0.7, 1.0, 0.6))))
                .isTrue();
    }

    @Test
    void whatIsNoNumberAgreesWithWhatIsNone() {
        Moments none = Moments.of(List.of(NAN, NAN, NAN));
        assertThat(none.agreesWith(Moments.of(List.of(1.0, NAN, 2.0)))).isTrue();
        assertThat(none.agreesWith(Moments.of(List.of(1.0, 1.0, 1.0)))).isFalse();
        assertThat(Moments.of(List.of(1.0, 1.0, 1.0)).agreesWith(none)).isFalse();
    }
}
