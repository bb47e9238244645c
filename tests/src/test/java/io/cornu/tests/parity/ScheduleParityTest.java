package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.schedules.CosineDecay;
import io.cornu.schedules.CosineDecayRestarts;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.InverseTimeDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.PiecewiseConstantDecay;
import io.cornu.schedules.PolynomialDecay;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schedule of Keras over 1,000 steps. Python gets the configuration, written out in full here, by
 * {@code from_config}; that our codecs write the same is shown by the optimizers' files.
 */
@NeedsPython
class ScheduleParityTest {
    private static final int STEPS = 1000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static Stream<Arguments> cases() {
        return Stream.of(
                of(ExponentialDecay.of(.1, 100, .5), "initial_learning_rate:.1, decay_steps:100, decay_rate:.5"),
                of(
                        ExponentialDecay.of(.1, 100, .5).withStaircase(true),
                        "initial_learning_rate:.1, decay_steps:100, decay_rate:.5, staircase:true"),
                of(
                        ExponentialDecay.natural(.1, .01),
                        "initial_learning_rate:.1, decay_steps:1, decay_rate:0.9900498337491681"),
                of(InverseTimeDecay.of(.1, 100, .5), "initial_learning_rate:.1, decay_steps:100, decay_rate:.5"),
                of(
                        InverseTimeDecay.of(.1, 7, .5).withStaircase(true),
                        "initial_learning_rate:.1, decay_steps:7, decay_rate:.5, staircase:true"),
                of(PolynomialDecay.of(.1, 500), "initial_learning_rate:.1, decay_steps:500"),
                of(
                        PolynomialDecay.of(.1, 500).withEndLearningRate(.01).withPower(.5),
                        "initial_learning_rate:.1, decay_steps:500, end_learning_rate:.01, power:.5"),
                of(
                        PolynomialDecay.of(.1, 300).withPower(2).withCycle(true),
                        "initial_learning_rate:.1, decay_steps:300, power:2.0, cycle:true"),
                of(CosineDecay.of(.1, 600), "initial_learning_rate:.1, decay_steps:600"),
                of(CosineDecay.of(.1, 600).withAlpha(.2), "initial_learning_rate:.1, decay_steps:600, alpha:.2"),
                of(
                        CosineDecay.of(0, 600).withWarmup(.1, 200),
                        "initial_learning_rate:0.0, decay_steps:600, warmup_target:.1, warmup_steps:200"),
                of(
                        CosineDecay.of(.3, 500).withWarmup(.1, 300).withAlpha(.1),
                        "initial_learning_rate:.3, decay_steps:500, warmup_target:.1, warmup_steps:300, alpha:.1"),
                of(
                        CosineDecay.of(.1, 500).withWarmup(.2, 0),
                        "initial_learning_rate:.1, decay_steps:500, warmup_target:.2, warmup_steps:0"),
                of(CosineDecayRestarts.of(.1, 100), "initial_learning_rate:.1, first_decay_steps:100"),
                of(
                        CosineDecayRestarts.of(.1, 150).withTMul(1).withMMul(.8),
                        "initial_learning_rate:.1, first_decay_steps:150, t_mul:1.0, m_mul:.8"),
                of(
                        CosineDecayRestarts.of(.1, 64)
                                .withTMul(1.5)
                                .withMMul(.5)
                                .withAlpha(.1),
                        "initial_learning_rate:.1, first_decay_steps:64, t_mul:1.5, m_mul:.5, alpha:.1"),
                of(
                        PiecewiseConstantDecay.of(List.of(100L, 250L, 900L), List.of(.1, .05, .2, .001)),
                        "boundaries:[100, 250, 900], values:[.1, .05, .2, .001]"),
                of(PiecewiseConstantDecay.of(List.of(0L), List.of(.1, .05)), "boundaries:[0], values:[.1, .05]"));
    }

    private static Arguments of(LearningRate schedule, String config) {
        String json = config.replaceAll("(\\w+):", "\"$1\":").replaceAll("([:\\[ ])\\.", "$10.");
        return Arguments.of(schedule, "{" + json + "}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void ratesAreThoseOfKeras(LearningRate schedule, String config, PythonWorker python) throws IOException {
        Map<String, Object> object = Map.of(
                "module", "keras.optimizers.schedules",
                "class_name", schedule.getClass().getSimpleName(),
                "config", new ObjectMapper().readTree(config));
        JsonNode keras = python.call("optimizers", "schedule", folder, Map.of("config", object, "steps", STEPS));
        assertThat(keras.get("values").size()).isEqualTo(STEPS);
        double largest = 0;
        for (int step = 0; step < STEPS; step++) {
            largest = Math.max(largest, keras.get("values").get(step).asDouble());
        }
        for (int step = 0; step < STEPS; step++) {
            double expected = keras.get("values").get(step).asDouble();
            // Relative to the schedule's top: near its end, 1 + cos has few digits left in float32.
            assertThat(schedule.at(step)).as("step " + step).isCloseTo(expected, within(1e-6 * largest));
        }
    }
}
