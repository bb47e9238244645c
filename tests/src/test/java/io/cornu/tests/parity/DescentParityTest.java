package io.cornu.tests.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cornu.data.DataType;
import io.cornu.landscapes.Descent;
import io.cornu.landscapes.DescentPath;
import io.cornu.landscapes.DescentPath.Step;
import io.cornu.landscapes.Landscapes;
import io.cornu.landscapes.PlaneFunction;
import io.cornu.optimizers.Adadelta;
import io.cornu.optimizers.Adafactor;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.AdamW;
import io.cornu.optimizers.Adamax;
import io.cornu.optimizers.Ftrl;
import io.cornu.optimizers.Lamb;
import io.cornu.optimizers.Lion;
import io.cornu.optimizers.Muon;
import io.cornu.optimizers.Nadam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.RMSprop;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.ScheduleFreeAdamW;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.tests.python.NeedsPython;
import io.cornu.tests.python.PythonWorker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks down functions of two numbers are those of Keras' own optimizers, place by place, in float64. The options are
 * written out for Python: those that are left out are the defaults of both sides.
 */
@NeedsPython
class DescentParityTest {
    private static final int STEPS = 60;
    private static final double TOLERANCE = 1e-6;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** The same optimizer on both sides. */
    private record Case(PlaneFunction function, Optimizer optimizer, Map<String, Object> options) {
        Map<String, Object> request() {
            return Map.of(
                    "function", function.name(),
                    "optimizer", optimizer.getClass().getSimpleName(),
                    "options", options,
                    "start", List.of(function.start().x(), function.start().y()),
                    "steps", STEPS);
        }

        Descent descent() {
            return Descent.of(function, optimizer).withDataType(DataType.FLOAT64).withSteps(STEPS);
        }
    }

    private static List<Case> cases() {
        PlaneFunction valley = Landscapes.valley();
        List<Case> cases = new ArrayList<>();
        onValley().forEach((optimizer, options) -> cases.add(new Case(valley, optimizer, options)));
        for (PlaneFunction function : Landscapes.all()) {
            cases.add(new Case(function, Adam.of(.05), Map.of("learning_rate", .05)));
            cases.add(new Case(
                    function,
                    SGD.of(.001).withMomentum(.9).withNesterov(true).withClipnorm(5),
                    Map.of("learning_rate", .001, "momentum", .9, "nesterov", true, "clipnorm", 5)));
        }
        return cases;
    }

    private static Map<Optimizer, Map<String, Object>> onValley() {
        Map<Optimizer, Map<String, Object>> cases = new LinkedHashMap<>();
        // The seven of the course text, with its rate, 0.001, and with one at which they differ.
        for (double rate : new double[] {.001, .02}) {
            Map<String, Object> plain = Map.of("learning_rate", rate);
            cases.put(SGD.of(rate), plain);
            cases.put(SGD.of(rate).withMomentum(.95), Map.of("learning_rate", rate, "momentum", .95));
            cases.put(
                    SGD.of(rate).withMomentum(.95).withNesterov(true),
                    Map.of("learning_rate", rate, "momentum", .95, "nesterov", true));
            cases.put(Adagrad.of(rate), plain);
            cases.put(RMSprop.of(rate), plain);
            cases.put(Adam.of(rate), plain);
            cases.put(Nadam.of(rate), plain);
        }
        Map<String, Object> plain = Map.of("learning_rate", .03);
        cases.put(AdamW.of(.03), plain);
        cases.put(Adamax.of(.03), plain);
        cases.put(Adafactor.of(.03), plain);
        cases.put(Ftrl.of(.03), plain);
        cases.put(Lamb.of(.03), plain);
        cases.put(Lion.of(.03), plain);
        cases.put(Muon.of(.03), plain);
        cases.put(ScheduleFreeAdamW.of(.03), plain);
        cases.put(Adadelta.of(1), Map.of("learning_rate", 1.0));
        cases.put(RMSprop.of(.03).withRho(.9), Map.of("learning_rate", .03, "rho", .9));
        cases.put(
                Adam.of(.03).withClipvalue(2).withWeightDecay(.1),
                Map.of("learning_rate", .03, "clipvalue", 2, "weight_decay", .1));
        cases.put(
                SGD.of(.01).withGradientAccumulationSteps(4),
                Map.of("learning_rate", .01, "gradient_accumulation_steps", 4));
        Map<String, Object> decay = Map.of("initial_learning_rate", .04, "decay_steps", 20, "decay_rate", .5);
        cases.put(
                SGD.of(ExponentialDecay.of(.04, 20, .5)).withMomentum(.5),
                Map.of(
                        "momentum",
                        .5,
                        "schedule",
                        Map.of(
                                "module",
                                "keras.optimizers.schedules",
                                "class_name",
                                "ExponentialDecay",
                                "config",
                                decay)));
        return cases;
    }

    @Test
    void everyPlaceOfEveryWalkIsThatOfKeras(PythonWorker python) {
        List<Case> cases = cases();
        JsonNode walks = python.call(
                "valley",
                "paths",
                folder,
                Map.of("cases", cases.stream().map(Case::request).toList()));
        assertThat(walks.size()).isEqualTo(cases.size());
        for (int i = 0; i < cases.size(); i++) {
            DescentPath ours = cases.get(i).descent().run();
            requireClose(cases.get(i).optimizer() + " on " + cases.get(i).function().name(), ours, walks.get(i));
        }
    }

    private static void requireClose(String what, DescentPath ours, JsonNode keras) {
        assertThat(ours.steps()).as(what).hasSize(STEPS + 1);
        for (Step step : ours.steps()) {
            String where = what + ", step " + step.number();
            JsonNode point = keras.get("points").get(step.number());
            assertThat(step.point().x()).as(where).isCloseTo(point.get(0).asDouble(), within(TOLERANCE));
            assertThat(step.point().y()).as(where).isCloseTo(point.get(1).asDouble(), within(TOLERANCE));
            double cost = keras.get("costs").get(step.number()).asDouble();
            // As far from another as the places are, by the slope.
            assertThat(step.cost()).as(where).isCloseTo(cost, within(TOLERANCE * (1 + step.gradientNorm())));
        }
        assertThat(ours.end().point().distance(ours.steps().get(0).point()))
                .as(what + " goes somewhere")
                .isGreaterThan(.003);
    }
}
