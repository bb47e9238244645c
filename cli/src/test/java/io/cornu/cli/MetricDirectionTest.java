package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.losses.Losses;
import io.cornu.metrics.LossMetric;
import io.cornu.metrics.Metric;
import io.cornu.metrics.Metric.Direction;
import io.cornu.metrics.Metrics;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricDirectionTest {
    /** Every metric of {@code keras.metrics} that counts errors or is a loss, as it is called there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss",
                "val_loss",
                "test_loss",
                "out_1_loss",
                "mean_squared_error",
                "root_mean_squared_error",
                "val_mae",
                "mse",
                "mean_absolute_error_1",
                "kl_divergence",
                "logcosh",
                "poisson",
                "hinge",
                "val_squared_hinge",
                "brier_score",
                "binary_crossentropy",
                "val_false_negatives",
                "false_positives_1"
            })
    void lossesAndErrorsAreBetterLow(String name) {
        assertThat(MetricDirection.of(name)).isEqualTo(Direction.DOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accuracy", "val_auc", "test_f1_score", "true_positives", "r2_score", "cosine_similarity"})
    void othersAreBetterHigh(String name) {
        assertThat(MetricDirection.of(name)).isEqualTo(Direction.UP);
    }

    @Test
    void theModelsOwnMetricsDecideWhateverTheyAreCalled() {
        List<Metric> metrics = List.of(
                LossMetric.of(Losses.meanSquaredError()).withName("good"),
                Metrics.truePositives().withName("no_error"));
        try (Model model = Sequential.of(Input.of(2), Dense.of(1)).build(Seed.of(1))) {
            CompiledModel compiled =
                    model.compile(SGD.of(.1), Losses.meanSquaredError(), metrics.toArray(Metric[]::new));
            assertThat(MetricDirection.of("val_good", compiled)).isEqualTo(Direction.DOWN);
            assertThat(MetricDirection.of("test_no_error", compiled)).isEqualTo(Direction.UP);
            assertThat(MetricDirection.of("unknown", compiled)).isEqualTo(Direction.UP);
            assertThat(MetricDirection.known(compiled)).containsExactly("loss", "good", "no_error");
        }
    }
}
