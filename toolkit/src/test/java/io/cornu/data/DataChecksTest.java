package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataChecksTest {
    private static final int SIZE = 1000;

    @ParameterizedTest
    @EnumSource(
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"},
            value = DataType.class)
    void namesTheFirstExampleThatIsNotFinite(DataType type) {
        float[] numbers = new float[SIZE * 2];
        Array labels = Array.of(new int[SIZE]);
        assertThatCode(() -> DataChecks.requireFinite(
                        Dataset.of(Array.of(numbers, SIZE, 2).cast(type), labels)))
                .doesNotThrowAnyException();
        numbers[2 * 777 + 1] = Float.NaN;
        numbers[2 * 778] = Float.POSITIVE_INFINITY;
        Dataset broken = Dataset.of(Array.of(numbers, SIZE, 2).cast(type), labels);
        assertThatThrownBy(() -> DataChecks.requireFinite(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN in input 0 of example 777");
        assertThatThrownBy(() -> DataChecks.requireFinite(DatasetTest.streamed(broken.slice(778, SIZE))))
                .hasMessageContaining("Infinity in input 0 of example 0");
    }

    @Test
    void looksAtTargetsAndWeightsToo() {
        Array good = Array.of(new float[] {1, 2});
        Array bad = Array.of(new float[] {1, Float.NEGATIVE_INFINITY});
        assertThatThrownBy(() -> DataChecks.requireFinite(Dataset.of(good, bad)))
                .hasMessageContaining("-Infinity in target 0 of example 1");
        Batch weighted = new Batch(List.of(good), List.of(good), Optional.of(bad));
        assertThatThrownBy(() -> DataChecks.requireFinite(weighted, new int[] {40, 41}))
                .hasMessageContaining("weights")
                .hasMessageContaining("example 41");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 10, 0.5, 1e300})
    void namesTheFirstLabelOutside(double bad) {
        double[] labels = new double[SIZE];
        labels[SIZE - 2] = 9;
        Array inputs = Array.of(new float[SIZE]);
        assertThatCode(() -> DataChecks.requireLabels(Dataset.of(inputs, Array.of(labels)), 0, 10))
                .doesNotThrowAnyException();
        labels[SIZE - 1] = bad;
        assertThatThrownBy(() -> DataChecks.requireLabels(Dataset.of(inputs, Array.of(labels)), 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 9")
                .hasMessageContaining("example 999");
        assertThatThrownBy(() -> DataChecks.requireLabels(Dataset.of(inputs, Array.of(labels, SIZE, 1)), 0, 10))
                .hasMessageContaining("example 999");
    }

    @Test
    void refusesNaNAsLabel() {
        Dataset dataset = Dataset.of(Array.of(new float[1]), Array.of(new float[] {Float.NaN}));
        assertThatThrownBy(() -> DataChecks.requireLabels(dataset, 0, 10)).hasMessageContaining("received NaN");
    }
}
