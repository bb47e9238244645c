package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.data.Array;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassReportTest {
    /** Answers 0 0 1 2 0. */
    private static final Array PREDICTION = Array.of(
            new float[] {
                .8f, .1f, .1f, 0,
                .5f, .4f, .1f, 0,
                .1f, .7f, .2f, 0,
                .1f, .1f, .8f, 0,
                .4f, .3f, .3f, 0
            },
            5,
            4);

    @Test
    void countsByHand() {
        List<ClassReport.Row> rows =
                ClassReport.of(Array.of(new int[] {0, 1, 1, 2, 0}), PREDICTION, List.of("cat", "dog"));
        assertThat(rows)
                .containsExactly(
                        // Three are said to be cats and two of them are; both cats are found. F1 = 2 (2/3) 1 / (5/3).
                        new ClassReport.Row("cat", 2 / 3., 1, .8, 2),
                        // The one said to be a dog is; one of two dogs is found.
                        new ClassReport.Row("dog", 1, .5, 2 / 3., 2),
                        new ClassReport.Row("2", 1, 1, 1, 1),
                        // Nobody said it and nobody is: 0 where scikit-learn warns and says 0.
                        new ClassReport.Row("3", 0, 0, 0, 0));
    }

    @Test
    void columnsAndOneHotRowsCountAsNumbers() {
        List<ClassReport.Row> expected = ClassReport.of(Array.of(new int[] {0, 1, 1, 2, 0}), PREDICTION, List.of());
        assertThat(ClassReport.of(Array.of(new int[] {0, 1, 1, 2, 0}, 5, 1), PREDICTION, List.of()))
                .isEqualTo(expected);
        Array oneHot = Array.of(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0}, 5, 4);
        assertThat(ClassReport.of(oneHot, PREDICTION, List.of())).isEqualTo(expected);
    }

    @Test
    void tableHasOneLineAClass() {
        String table = ClassReport.table(List.of(new ClassReport.Row("cat", 2 / 3., 1, .8, 2)))
                .toString();
        assertThat(table).contains("precision", "recall", "f1", "examples");
        assertThat(table).containsPattern("cat +0\\.667 +1\\.000 +0\\.800 +2");
    }
}
