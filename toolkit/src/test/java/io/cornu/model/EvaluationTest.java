package io.cornu.model;

import static io.cornu.Golden.number;
import static io.cornu.Golden.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.Golden;
import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataType;
import io.cornu.data.Dataset;
import io.cornu.layers.Activation;
import io.cornu.layers.Input;
import io.cornu.losses.BinaryCrossentropy;
import io.cornu.losses.CategoricalCrossentropy;
import io.cornu.losses.Loss;
import io.cornu.losses.Losses;
import io.cornu.losses.MeanSquaredError;
import io.cornu.losses.SparseCategoricalCrossentropy;
import io.cornu.metrics.Metrics;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/**
 * What evaluating gives, against Keras: the means over batches of which the last is short, which accuracy is meant,
 * and what weights do. {@code losses.py} beside {@code evaluations.csv}.
 */
class EvaluationTest {
    private static final Map<String, List<Map<String, String>>> GOLDEN =
            Golden.byColumn(EvaluationTest.class, "evaluations.csv", "case");

    private static final SparseCategoricalCrossentropy SPARSE = Losses.sparseCategoricalCrossentropy();
    private static final CategoricalCrossentropy CATEGORICAL = Losses.categoricalCrossentropy();
    private static final BinaryCrossentropy BINARY = Losses.binaryCrossentropy();
    private static final MeanSquaredError SQUARES = new MeanSquaredError();

    private static final Map<String, Loss> LOSSES = Map.ofEntries(
            Map.entry("sparse", SPARSE),
            Map.entry("sparse_column", SPARSE),
            Map.entry("sparse_weighted", SPARSE),
            Map.entry("sparse_logits_rank_3", SPARSE.withFromLogits(true)),
            Map.entry("categorical", CATEGORICAL),
            Map.entry("categorical_weighted", CATEGORICAL.withLabelSmoothing(0.1)),
            Map.entry("binary_one", BINARY),
            Map.entry("binary_one_flat", BINARY),
            Map.entry("binary_one_weighted", BINARY),
            Map.entry("binary_several", BINARY),
            Map.entry("mse_flat", SQUARES),
            Map.entry("mse_weighted", SQUARES),
            Map.entry("mse_no_weight_at_all", SQUARES));

    static Set<String> cases() {
        return GOLDEN.keySet();
    }

    @Test
    void everyCaseIsPlayed() {
        assertThat(LOSSES.keySet()).isEqualTo(GOLDEN.keySet());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreThoseOfKeras(String name) {
        List<Map<String, String>> rows = Objects.requireNonNull(GOLDEN.get(name));
        Map<String, String> first = rows.get(0);
        Array predictions = Numbers.array(first, "predictions", "shape");
        Optional<Array> weights = text(first, "weights").isEmpty()
                ? Optional.empty()
                : Optional.of(Array.of(Golden.numbers(first, "weights")));
        Dataset data = Dataset.of(
                new Batch(List.of(predictions), List.of(Numbers.array(first, "targets", "target_shape")), weights));
        Shape example = predictions.shape().takeLast(predictions.shape().numDimensions() - 1);
        Compilation.Output asked = new Compilation.Output(
                Objects.requireNonNull(LOSSES.get(name)), 1, List.of(Metrics.accuracy()), List.of(Metrics.accuracy()));
        try (Model model = Sequential.of(Input.of(example.asArray()), Activation.of(Activations.linear()))
                .build(BuildOptions.of(Seed.of(1)).withDataType(DataType.FLOAT64))) {
            Map<String, Double> values =
                    model.compile(new Compilation(SGD.of(0.1), List.of(asked))).evaluate(data, 4);
            assertThat(values.keySet())
                    .isEqualTo(rows.stream().map(row -> text(row, "metric")).collect(Collectors.toSet()));
            for (Map<String, String> row : rows) {
                double expected = number(row, "value");
                // Keras' accuracies are float32, some in the metric's own sums.
                assertThat(values.get(text(row, "metric")))
                        .as(text(row, "metric"))
                        .isCloseTo(expected, within(2e-7 * Math.max(1, expected)));
            }
        }
    }
}
