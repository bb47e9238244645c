package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Chawla et al. 2002 promise, by arithmetic. */
class SmoteTest {
    /** Class 0 of 6 examples far away, class 1 of 4 on a line. */
    private static final Array INPUTS = Array.of(
            new float[] {100, 100, 101, 100, 102, 100, 103, 100, 104, 100, 105, 100, 0, 0, 1, 0, 3, 0, 7, 0}, 10, 2);

    private static final Array LABELS = Array.of(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1});

    private static Dataset data() {
        return Dataset.of(INPUTS, LABELS);
    }

    @Test
    void classesBecomeAsLargeAsTheLargestAndOriginalsStay() {
        Batch all = Smote.of(1).resample(data(), 1).inMemory().orElseThrow();
        assertThat(all.size()).isEqualTo(12);
        assertThat(all.inputs().get(0).rows(0, 10)).isEqualTo(INPUTS);
        assertThat(all.targets().get(0).toInts()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void madeUpExamplesLieBetweenAnExampleAndItsNearestNeighbor() {
        // With one neighbor: 0 -> 1, 1 -> 0, 3 -> 1, 7 -> 3: everything from 0 to 7, and nothing of class 0.
        Batch all = Smote.of(1)
                .withWanted(Map.of(1, 2004))
                .resample(data(), 7)
                .inMemory()
                .orElseThrow();
        double[] made = all.inputs().get(0).rows(10, 2010).toDoubles();
        int[] counts = new int[3];
        for (int i = 0; i < 2000; i++) {
            assertThat(made[2 * i]).isBetween(0., 7.);
            assertThat(made[2 * i + 1]).isZero();
            counts[made[2 * i] <= 1 ? 0 : made[2 * i] <= 3 ? 1 : 2]++;
        }
        // Half start at 0 or 1 and stay between them; a quarter each from 3 towards 1 and from 7 towards 3. 4 sigma.
        assertThat(counts[0] / 2000.).isCloseTo(.5, within(4 * Math.sqrt(.25 / 2000)));
        assertThat(counts[1] / 2000.).isCloseTo(.25, within(4 * Math.sqrt(.1875 / 2000)));
        assertThat(counts[2] / 2000.).isCloseTo(.25, within(4 * Math.sqrt(.1875 / 2000)));
        double mean = Arrays.stream(made).sum() / 2000;
        // (0.5 + 0.5 + 2 + 5) / 4 = 2, with a variance below 5.
        assertThat(mean).isCloseTo(2, within(4 * Math.sqrt(5. / 2000)));
    }

    @Test
    void allNeighborsAreUsedAndNoOthers() {
        // From 7 with two neighbors: 3 and 1, never 0. Points from 7 towards 1 have gaps of their own in two
        // dimensions.
        Array square = Array.of(new float[] {0, 0, 0, 1, 1, 0, 50, 50, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 9, 2);
        Array labels = Array.of(new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0});
        Batch all = Smote.of(2)
                .withWanted(Map.of(1, 404))
                .resample(Dataset.of(square, labels), 3)
                .inMemory()
                .orElseThrow();
        double[] made = all.inputs().get(0).rows(9, 409).toDoubles();
        Set<String> directions = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            double x = made[2 * i];
            double y = made[2 * i + 1];
            boolean isFromFar = x > 1 || y > 1;
            // (50, 50) is as near to (0, 1) as to (1, 0), and farther from (0, 0): |50 x - 49 y| = 50 on those lines.
            if (isFromFar) {
                double side = (50 - y) * 50 - (50 - x) * 49;
                double other = (50 - x) * 50 - (50 - y) * 49;
                assertThat(Math.min(Math.abs(side), Math.abs(other))).isLessThan(1e-3);
                directions.add(Math.abs(side) < 1e-3 ? "down" : "left");
            } else {
                assertThat(x == 0 || y == 0 || Math.abs(x + y - 1) < 1e-6).isTrue();
            }
        }
        assertThat(directions).containsExactlyInAnyOrder("down", "left");
    }

    @Test
    void oneHotTargetsAndWeightsFollow() {
        Array oneHot = OneHot.of(2).apply(LABELS);
        Array weights = Array.of(new float[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2});
        Batch all = Smote.of(2)
                .resample(Dataset.of(new Batch(List.of(INPUTS), List.of(oneHot), Optional.of(weights))), 1)
                .inMemory()
                .orElseThrow();
        assertThat(all.targets().get(0).rows(10, 12).toFloats()).containsExactly(0, 1, 0, 1);
        assertThat(all.sampleWeights().orElseThrow().rows(10, 12).toFloats()).containsExactly(2, 2);
    }

    @Test
    void seedsRepeat() {
        Array first = inputs(Smote.of(2).resample(data(), 1));
        assertThat(inputs(Smote.of(2).resample(data(), 1))).isEqualTo(first);
        assertThat(inputs(Smote.of(2).resample(data(), 2))).isNotEqualTo(first);
    }

    private static Array inputs(Dataset data) {
        return data.inMemory().orElseThrow().inputs().get(0);
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Smote.of(0)).hasMessage("Smote: neighbors must be at least 1, received 0.");
        assertThatThrownBy(() -> Smote.of(4).resample(data(), 1))
                .hasMessageContaining("more than 4 examples of class 1")
                .hasMessageContaining("received 4. Use fewer neighbors.");
        assertThatThrownBy(() -> Smote.of(1).withWanted(Map.of(0, 3)).resample(data(), 1))
                .hasMessageContaining("class 0 of 1 to 3 examples, received 6");
        assertThatThrownBy(() -> Smote.of(1).withWanted(Map.of(7, 3)).resample(data(), 1))
                .hasMessageContaining("class 7 of 1 to 3 examples, received 0");
        assertThatThrownBy(() -> Smote.of(1).resample(Dataset.ofInputs(INPUTS), 1))
                .hasMessageContaining("expected one input and one target, received 1 and 0");
        assertThatThrownBy(() -> Smote.of(1).resample(data().slice(0, 0), 1)).hasMessageContaining("received none");
    }
}
