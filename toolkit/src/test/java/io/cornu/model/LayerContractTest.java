package io.cornu.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.Golden;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.layers.Phase;
import io.cornu.model.LayerCases.LayerCase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The layers whose numbers Keras wrote down: {@code layers.py} beside {@code layers.csv}. */
class LayerContractTest extends LayerContract {
    private static final Map<String, LayerCase> CASES = LayerCases.all();
    private static final Map<String, List<Map<String, String>>> GOLDEN =
            Golden.byColumn(LayerContractTest.class, "layers.csv", "case");

    @Override
    List<LayerCase> cases() {
        return List.copyOf(CASES.values());
    }

    @Test
    void everyCaseIsPlayed() {
        assertThat(CASES.keySet()).isEqualTo(GOLDEN.keySet()).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numbersAreThoseOfKeras(LayerCase layer) {
        List<Map<String, String>> rows = Objects.requireNonNull(GOLDEN.get(layer.name()));
        try (GradientProbe probe = probe(layer, DataType.FLOAT64)) {
            for (Map<String, String> row : rows) {
                String what = Golden.text(row, "what");
                Array value =
                        switch (what) {
                            case "inference" -> probe.output(Phase.INFERENCE);
                            case "training" -> probe.output(Phase.TRAINING);
                            default ->
                                Objects.requireNonNull(
                                        probe.updates(Phase.TRAINING).get("layer/" + what));
                        };
                assertThat(value.shape().asArray()).isEqualTo(Numbers.shape(row, "shape"));
                // The file has ten digits; slopes and ceilings of rectifiers are float32 numbers in TensorFlow or
                // Keras.
                Numbers.requireClose(
                        what, value, Golden.numbers(row, "values"), layer.name().contains("relu") ? 1e-7 : 1e-9);
            }
            // Keras' rows "training" are there only where training differs.
            boolean mustDiffer = layer.name().equals("dropout")
                    || rows.stream().anyMatch(row -> Golden.text(row, "what").equals("training"));
            assertThat(probe.output(Phase.TRAINING).equals(probe.output(Phase.INFERENCE)))
                    .isNotEqualTo(mustDiffer);
            assertThat(probe.updates(Phase.INFERENCE)).isEmpty();
            assertThat(probe.updates(Phase.MONTE_CARLO)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void frozenBatchNormalizationIsThatOfInference(DataType type) {
        LayerCase layer = Objects.requireNonNull(CASES.get("batch_normalization_rank_4"));
        try (GradientProbe probe = probe(layer, type)) {
            probe.model().freeze(name -> true);
            assertThat(probe.output(Phase.TRAINING)).isEqualTo(probe.output(Phase.INFERENCE));
            assertThat(probe.updates(Phase.TRAINING)).isEmpty();
            Array coefficients = coefficients(probe.output(Phase.INFERENCE).size());
            assertThat(probe.gradients(Phase.TRAINING, coefficients)).containsOnlyKeys("input_0");
            if (type == DataType.FLOAT64) {
                requireGradient(probe, Phase.TRAINING);
            }
        }
    }

    @Test
    void dropoutDropsInATrainingNetworkEvenIfFrozen() {
        LayerCase layer = Objects.requireNonNull(CASES.get("dropout"));
        try (GradientProbe probe = probe(layer, DataType.FLOAT32)) {
            probe.model().freeze(name -> true);
            assertThat(probe.output(Phase.TRAINING)).isNotEqualTo(probe.output(Phase.INFERENCE));
        }
    }
}
