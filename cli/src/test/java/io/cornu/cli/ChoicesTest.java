package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cornu.activations.Activations;
import io.cornu.data.Array;
import io.cornu.layers.Dense;
import io.cornu.layers.Input;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ChoicesTest {
    private static final Array NUMBERS = Array.of(new int[] {1});
    private static final Array ONE_HOT = Array.of(new float[] {0, 1, 0}, 1, 3);

    @Test
    void optimizersHaveTheRatesOfKeras() {
        // keras.optimizers: Adam and RMSprop 0.001, SGD 0.01.
        assertThat(optimizer()).isEqualTo(Adam.of(.001));
        assertThat(optimizer("--optimizer", "RMSprop")).isEqualTo(RMSprop.of(.001));
        assertThat(optimizer("--optimizer", "sgd")).isEqualTo(SGD.of(.01));
        assertThat(optimizer(
                        "--optimizer",
                        "sgd",
                        "--learning-rate",
                        ".1",
                        "--momentum",
                        ".9",
                        "--nesterov",
                        "--clipnorm",
                        "1"))
                .isEqualTo(SGD.of(.1).withMomentum(.9).withNesterov(true).withClipnorm(1));
    }

    @Test
    void optionsChangeTheFilesOptimizer() {
        SGD own = SGD.of(.05).withMomentum(.8);
        assertThat(Choices.overridden(own, settings("--nesterov"))).isEqualTo(own.withNesterov(true));
        assertThat(Choices.overridden(own, settings("--momentum", ".5"))).isEqualTo(own.withMomentum(.5));
        assertThat(Choices.overridden(Adam.of(.01), settings("--clipnorm", "2")))
                .isEqualTo(Adam.of(.01).withClipnorm(2));
        assertThatThrownBy(() -> Choices.overridden(Adam.of(.01), settings("--momentum", ".5")))
                .hasMessageContaining("--momentum")
                .hasMessageContaining("Adam");
    }

    @ParameterizedTest
    @CsvSource({
        "softmax, number, sparse_categorical_crossentropy",
        "softmax, one-hot, categorical_crossentropy",
        "sigmoid, one-hot, binary_crossentropy",
        "linear, one-hot, mean_squared_error",
        "relu, one-hot, mean_squared_error"
    })
    void usualLossFollowsLastLayerAndTargets(String activation, String target, String expected) {
        LayerGraph graph = Sequential.of(
                        Input.of(4),
                        Dense.of(3)
                                .withActivation(
                                        switch (activation) {
                                            case "softmax" -> Activations.softmax();
                                            case "sigmoid" -> Activations.sigmoid();
                                            case "relu" -> Activations.relu();
                                            default -> Activations.linear();
                                        }))
                .graph();
        assertThat(Choices.usualLoss(graph, 0, List.of(target.equals("number") ? NUMBERS : ONE_HOT))
                        .name())
                .isEqualTo(expected);
        assertThatThrownBy(() -> Choices.usualLoss(graph, 0, List.of())).hasMessageContaining("expected 1 target");
    }

    @Test
    void regressionHasNoAccuracy() {
        assertThat(Choices.measured(Choices.loss("mse")).metrics()).isEmpty();
        assertThat(Choices.measured(Choices.loss("binary_crossentropy")).metrics())
                .hasSize(1);
    }

    private static Optimizer optimizer(String... options) {
        return Choices.optimizer(settings(options), new ScheduleChoice.Length(10, 100));
    }

    private static TrainSettings settings(String... options) {
        return CommandLine.populateCommand(new TrainOptions(), options).settings();
    }
}
