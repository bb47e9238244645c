package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth from NumPy in float64: {@code scaling()} in {@code make_data_fixtures.py}. */
class ScalingTest {
    private static final int TRAIN = 600;

    private final Map<String, Array> cases;

    ScalingTest() throws IOException {
        cases = NumpyArchives.read(Fixtures.path("npz/scaling.npz"));
    }

    private Array array(String name) {
        return Objects.requireNonNull(cases.get(name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "table"})
    void standardizesWithStatisticsOfTrainOnly(String name) {
        Dataset whole = Dataset.ofInputs(array(name));
        FittedScaling scaling = Scaling.standardize().fit(whole.slice(0, TRAIN));
        assertThat(scaling).isEqualTo(Scaling.standardize().fit(DatasetTest.streamed(whole.slice(0, TRAIN))));
        assertClose(scaling.inputs().get(0).mean(), array(name + "_mean").toDoubles());
        assertClose(
                scaling.inputs().get(0).deviation(), array(name + "_deviation").toDoubles());

        Array scaled = scaling.apply(whole).inMemory().orElseThrow().inputs().get(0);
        assertThat(scaled.dataType()).isEqualTo(DataType.FLOAT32);
        assertThat(scaled.shape()).isEqualTo(array(name).shape());
        if (name.equals("images")) {
            double[] expected = array("images_scaled").toDoubles();
            for (int i = 0; i < expected.length; i++) {
                assertThat(scaled.at(i)).isCloseTo(expected[i], within(1e-6));
            }
        }
        Dataset later = scaling.apply(DatasetTest.streamed(whole));
        assertThat(later.inMemory()).isEmpty();
        assertThat(later.read(new int[] {5, 650}).inputs().get(0)).isEqualTo(scaled.gather(new int[] {5, 650}));
    }

    private static void assertClose(List<Double> received, double[] expected) {
        assertThat(received).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(received.get(i)).isCloseTo(expected[i], within(1e-11 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void dividesBy255() {
        Array images = array("images");
        Dataset scaled = Scaling.unit().fit(Dataset.ofInputs(images)).apply(Dataset.of(images, images));
        Batch all = scaled.inMemory().orElseThrow();
        assertThat(all.inputs()).containsExactly(array("unit"));
        assertThat(all.targets()).containsExactly(images);
    }

    @Test
    void leavesAlone() {
        Dataset dataset = Dataset.ofInputs(array("images"));
        assertThat(Scaling.none().fit(dataset).apply(dataset)).isSameAs(dataset);
    }

    @Test
    void scalesEveryInputByItself() {
        Batch both = new Batch(List.of(array("images"), array("table")), List.of(), Optional.empty());
        FittedScaling scaling = Scaling.standardize().fit(Dataset.of(both));
        assertThat(scaling.inputs().get(0).mean()).hasSize(3);
        assertThat(scaling.inputs().get(1).mean()).hasSize(2);
        assertThat(scaling.apply(both).inputs()).hasSize(2);
        assertThatThrownBy(() -> scaling.apply(List.of(array("images")))).hasMessageContaining("expected 2 inputs");
        assertThatThrownBy(() -> scaling.apply(List.of(array("table"), array("table"))))
                .hasMessageContaining("3 channels");
    }

    @Test
    void refusesWhatHasNoStatistics() {
        Dataset empty = Dataset.ofInputs(Array.of(new float[0], 0, 2));
        assertThatThrownBy(() -> Scaling.standardize().fit(empty)).hasMessageContaining("received none");
        Dataset broken = Dataset.ofInputs(Array.of(new float[] {1, 2, 3, Float.NaN}, 2, 2));
        assertThatThrownBy(() -> Scaling.standardize().fit(broken)).hasMessageContaining("channel 1");
    }

    @Test
    void hasNames() {
        assertThat(Scaling.of("standardize")).isEqualTo(Scaling.standardize());
        assertThat(Scaling.of("unit")).isEqualTo(Scaling.unit());
        assertThat(Scaling.of("none")).isEqualTo(Scaling.none());
        assertThatThrownBy(() -> Scaling.of("standardise")).hasMessageContaining("Did you mean 'standardize'?");
    }

    @Test
    void encodesClassesAsKeras() {
        int[] labels = {2, 0, 1, 2};
        assertThat(OneHot.of(4).apply(Array.of(labels))).isEqualTo(array("one_hot"));
        assertThat(OneHot.of(4).apply(Array.of(labels, 4, 1))).isEqualTo(array("one_hot_column"));
        assertThat(OneHot.of(3).apply(Array.of(labels, 2, 2))).isEqualTo(array("one_hot_map"));
        Dataset dataset = Dataset.of(Array.of(new float[4]), Array.of(labels));
        assertThat(OneHot.of(4).apply(dataset).read(new int[] {0, 1, 2, 3}).targets())
                .containsExactly(array("one_hot"));
        assertThatThrownBy(() -> OneHot.of(2).apply(Array.of(labels))).hasMessageContaining("received 2 in row 0");
        assertThatThrownBy(() -> OneHot.of(0)).hasMessageContaining("at least 1");
    }
}
