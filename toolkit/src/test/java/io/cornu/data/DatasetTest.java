package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    private static Dataset numbered(int size) {
        int[] numbers = IntStream.range(0, size).toArray();
        return Dataset.of(Array.of(numbers, size, 1), Array.of(numbers));
    }

    /** The same examples, read on demand. */
    static Dataset streamed(Dataset whole) {
        return new Dataset() {
            @Override
            public int size() {
                return whole.size();
            }

            @Override
            public Batch read(int[] examples) {
                return whole.read(examples);
            }
        };
    }

    private static int[] targets(Dataset dataset) {
        return dataset.read(IntStream.range(0, dataset.size()).toArray())
                .targets()
                .get(0)
                .toInts();
    }

    /** Sizes from {@code train_validation_split} of Keras 3.15.1; 20 * (1 - 0.9) is 1.9999999999999996. */
    @ParameterizedTest
    @CsvSource({
        "10, 0.1, 9",
        "100, 0.07, 93",
        "3, 0.5, 1",
        "1000, 0.29, 710",
        "60000, 0.3333333333333333, 40000",
        "7, 0.2, 5",
        "20, 0.9, 1"
    })
    void splitsWhereKerasDoes(int size, double share, int boundary) {
        for (Dataset whole : List.of(numbered(size), streamed(numbered(size)))) {
            Dataset.Split split = whole.split(share);
            assertThat(targets(split.train()))
                    .isEqualTo(IntStream.range(0, boundary).toArray());
            assertThat(targets(split.validation()))
                    .isEqualTo(IntStream.range(boundary, size).toArray());
        }
    }

    @Test
    void refusesSplitsWithNothingOnOneSide() {
        assertThatThrownBy(() -> numbered(10).split(0.95)).hasMessageContaining("10 examples");
        assertThatThrownBy(() -> numbered(10).split(0)).hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> numbered(10).split(1)).hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> numbered(10).split(Double.NaN)).hasMessageContaining("(0, 1)");
    }

    @Test
    void selectsInOrderAndFromWhatWasSelected() {
        for (Dataset whole : List.of(numbered(6), streamed(numbered(6)))) {
            Dataset chosen = whole.select(new int[] {5, 0, 5, 2});
            assertThat(targets(chosen)).containsExactly(5, 0, 5, 2);
            assertThat(targets(chosen.slice(1, 3))).containsExactly(0, 5);
            assertThatThrownBy(() -> chosen.read(new int[] {4})).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void keepsClassNames() {
        for (Dataset whole : List.of(numbered(6), streamed(numbered(6)))) {
            Dataset named = whole.withClassNames(List.of("a", "b"));
            assertThat(named.slice(0, 3).select(new int[] {1}).classNames()).containsExactly("a", "b");
            assertThat(named.map(batch -> batch).classNames()).containsExactly("a", "b");
        }
    }

    @Test
    void mapsNowInMemoryAndLaterWhereStreamed() {
        Dataset changed = numbered(4).map(DatasetTest::doubled);
        assertThat(changed.inMemory()).isPresent();
        assertThat(targets(changed)).containsExactly(0, 2, 4, 6);
        Dataset later = streamed(numbered(4)).map(DatasetTest::doubled);
        assertThat(later.inMemory()).isEmpty();
        assertThat(targets(later.slice(1, 4))).containsExactly(2, 4, 6);
    }

    private static Batch doubled(Batch batch) {
        int[] twice =
                IntStream.of(batch.targets().get(0).toInts()).map(n -> 2 * n).toArray();
        return new Batch(batch.inputs(), List.of(Array.of(twice)), Optional.empty());
    }

    @Test
    void refusesRowsThatDiffer() {
        Array three = Array.of(new float[3]);
        Array two = Array.of(new float[2]);
        assertThatThrownBy(() -> Dataset.of(three, two))
                .hasMessageContaining("3 rows in target 0")
                .hasMessageContaining("2");
        assertThatThrownBy(() -> Dataset.ofInputs(three, two)).hasMessageContaining("input 1");
        assertThatThrownBy(() -> Dataset.ofInputs(Array.scalar(1f))).hasMessageContaining("single number");
        assertThatThrownBy(() -> new Batch(List.of(three), List.of(), Optional.of(two)))
                .hasMessageContaining("sample weights");
    }
}
