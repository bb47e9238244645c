package io.cornu.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.plots.LineChart;
import io.cornu.plots.SchedulePlot;
import io.cornu.schedules.CyclicalLR.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates by arithmetic, which stands beside each; Keras' schedules are compared with Keras itself elsewhere. */
class ScheduleTest {
    private static final LearningRate COUNT = step -> step;

    static Stream<Arguments> rates() {
        OneCycle cycle = OneCycle.of(1, 101).withRiseShare(.4).withDivisor(10).withFinalDivisor(100);
        CyclicalLR triangles = CyclicalLR.of(.1, .5, 10);
        return Stream.of(
                // 0.1 e^(-0.5 * 4)
                at(ExponentialDecay.natural(.1, .5), 4, .1 * Math.exp(-2)),
                // 0.1 / (1 + 0.5 * 6)^2 = 0.1 / 16
                at(PowerDecay.of(.1, .5, 2), 6, .1 / 16),
                at(PowerDecay.of(.1, .5, 2), 0, .1),
                // a power of 1 is Keras' inverse time decay
                at(PowerDecay.of(.1, .5, 1), 7, InverseTimeDecay.of(.1, 1, .5).at(7)),
                at(CosineAnnealing.of(.5, .1, 20), 0, .5),
                // in the middle: cos(pi / 2) = 0
                at(CosineAnnealing.of(.5, .1, 20), 10, .3),
                at(CosineAnnealing.of(.5, .1, 20), 20, .1),
                at(CosineAnnealing.of(.5, .1, 20), 500, .1),
                at(cycle, 0, .1),
                // half the way up, along the cosine: (0.1 + 1) / 2
                at(cycle, 20, .55),
                at(cycle, 40, 1),
                // half the way down: (1 + 0.001) / 2
                at(cycle, 70, .5005),
                at(cycle, 100, .001),
                at(cycle, 10_000, .001),
                // a quarter of the way up, along a line: 0.1 + 0.9 / 4
                at(cycle.withLinear(true), 10, .325),
                at(triangles, 0, .1),
                at(triangles, 5, .3),
                at(triangles, 10, .5),
                at(triangles, 15, .3),
                at(triangles, 20, .1),
                at(triangles, 30, .5),
                // the second triangle is half as high: 0.1 + 0.4 / 2
                at(triangles.withMode(Mode.TRIANGULAR2), 10, .5),
                at(triangles.withMode(Mode.TRIANGULAR2), 30, .3),
                at(triangles.withMode(Mode.TRIANGULAR2), 50, .2),
                // 0.1 + 0.4 * 0.9^10
                at(triangles.withMode(Mode.EXP_RANGE).withGamma(.9), 10, .1 + .4 * Math.pow(.9, 10)),
                // the rise goes to the first rate of what follows
                at(LearningRate.constant(.2).warmedUp(4), 0, 0),
                at(LearningRate.constant(.2).warmedUp(4), 1, .05),
                at(LearningRate.constant(.2).warmedUp(4), 4, .2),
                at(WarmUp.of(4, LearningRate.constant(.2)).withFrom(.1), 2, .15),
                at(COUNT.warmedUp(10), 13, 3),
                // each of a chain counts its own steps
                at(COUNT.then(5, COUNT.then(3, LearningRate.constant(9))), 4, 4),
                at(COUNT.then(5, COUNT.then(3, LearningRate.constant(9))), 5, 0),
                at(COUNT.then(5, COUNT.then(3, LearningRate.constant(9))), 7, 2),
                at(COUNT.then(5, COUNT.then(3, LearningRate.constant(9))), 8, 9),
                at(COUNT.perEpoch(100), 99, 0),
                at(COUNT.perEpoch(100), 250, 2),
                // the last step of the first decay, and the first of the second, of twice its length
                at(CosineDecayRestarts.of(1, 100), 100, 1),
                at(CosineDecayRestarts.of(1, 100), 200, .5),
                at(PiecewiseConstantDecay.of(List.of(10L), List.of(.5, .1)), 10, .5),
                at(PiecewiseConstantDecay.of(List.of(10L), List.of(.5, .1)), 11, .1));
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("rates")
    void ratesAreThoseOfArithmetic(LearningRate schedule, long step, double expected) {
        assertThat(schedule.at(step)).isCloseTo(expected, within(1e-12));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                wrong(() -> ExponentialDecay.of(-1, 10, .5), "ExponentialDecay", "initialLearningRate", "-1.0"),
                wrong(() -> ExponentialDecay.of(.1, 0, .5), "ExponentialDecay", "decaySteps", "at least 1", "0"),
                wrong(() -> ExponentialDecay.of(.1, 10, -.5), "ExponentialDecay", "decayRate", "-0.5"),
                wrong(() -> ExponentialDecay.natural(.1, Double.NaN), "ExponentialDecay", "decayRate", "NaN"),
                wrong(() -> InverseTimeDecay.of(.1, 0, .5), "InverseTimeDecay", "decaySteps", "0"),
                wrong(() -> InverseTimeDecay.of(.1, 1, -.5), "InverseTimeDecay", "decayRate", "-0.5"),
                wrong(() -> PolynomialDecay.of(.1, 0), "PolynomialDecay", "decaySteps", "0"),
                wrong(() -> PolynomialDecay.of(.1, 1).withPower(0), "PolynomialDecay", "power", "0.0"),
                wrong(() -> PolynomialDecay.of(.1, 1).withEndLearningRate(-1), "PolynomialDecay", "end", "-1.0"),
                wrong(() -> CosineDecay.of(.1, 0), "CosineDecay", "decaySteps", "0"),
                wrong(() -> CosineDecay.of(.1, 1).withAlpha(-1), "CosineDecay", "alpha", "-1.0"),
                wrong(() -> CosineDecay.of(.1, 1).withWarmup(-1, 1), "CosineDecay", "warmupTarget", "-1.0"),
                wrong(() -> CosineDecay.of(.1, 1).withWarmup(1, -1), "CosineDecay", "warmupSteps", "-1"),
                wrong(() -> CosineDecayRestarts.of(.1, 0), "CosineDecayRestarts", "firstDecaySteps", "0"),
                wrong(() -> CosineDecayRestarts.of(.1, 1).withTMul(.5), "CosineDecayRestarts", "tMul", "0.5"),
                wrong(() -> CosineDecayRestarts.of(.1, 1).withMMul(-1), "CosineDecayRestarts", "mMul", "-1.0"),
                wrong(() -> PiecewiseConstantDecay.of(List.of(1L), List.of(.1)), "one value more", "1 values"),
                wrong(() -> PiecewiseConstantDecay.of(List.of(), List.of(.1)), "boundaries", "0 boundaries"),
                wrong(() -> PiecewiseConstantDecay.of(List.of(5L, 5L), List.of(.1, .2, .3)), "rise", "[5, 5]"),
                wrong(() -> PiecewiseConstantDecay.of(List.of(5L), List.of(.1, -.2)), "each value", "-0.2"),
                wrong(() -> PowerDecay.of(.1, -1, 1), "PowerDecay", "speed", "-1.0"),
                wrong(() -> PowerDecay.of(.1, 1, -1), "PowerDecay", "power", "-1.0"),
                wrong(() -> CosineAnnealing.of(.1, .2, 5), "CosineAnnealing", "minLearningRate", "0.2"),
                wrong(() -> CosineAnnealing.of(.1, 0, 0), "CosineAnnealing", "steps", "0"),
                wrong(() -> OneCycle.of(0, 10), "OneCycle", "maxLearningRate", "0.0"),
                wrong(() -> OneCycle.of(.1, 1), "OneCycle", "totalSteps must be at least 2", "1"),
                wrong(() -> OneCycle.of(.1, 9).withRiseShare(1), "OneCycle", "riseShare", "1.0"),
                wrong(() -> OneCycle.of(.1, 9).withDivisor(.5), "OneCycle", "divisor", "0.5"),
                wrong(() -> OneCycle.of(.1, 9).withFinalDivisor(.5), "OneCycle", "finalDivisor", "0.5"),
                wrong(() -> CyclicalLR.of(.2, .1, 5), "CyclicalLR", "maxLearningRate", "0.1"),
                wrong(() -> CyclicalLR.of(.1, .2, 0), "CyclicalLR", "stepSize", "0"),
                wrong(() -> CyclicalLR.of(.1, .2, 1).withGamma(1.5), "CyclicalLR", "gamma", "1.5"),
                wrong(() -> COUNT.warmedUp(0), "WarmUp", "steps", "0"),
                wrong(() -> WarmUp.of(1, COUNT).withFrom(-1), "WarmUp", "from", "-1.0"),
                wrong(() -> COUNT.then(0, COUNT), "Chain", "steps", "0"),
                wrong(() -> COUNT.perEpoch(0), "PerEpoch", "stepsPerEpoch", "0"),
                wrong(() -> SchedulePlot.of(COUNT, 0), "SchedulePlot", "steps", "0"));
    }

    @ParameterizedTest(name = "{index} {1}")
    @MethodSource("mistakes")
    void wrongArgumentsAreNamed(ThrowingCallable call, List<String> parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContainingAll(parts.toArray(String[]::new))
                .withMessageContaining("received");
    }

    @Test
    void aPlotShowsEveryStepOfAShortScheduleAndTheEndsOfALong(@TempDir Path folder) throws IOException {
        LineChart few = SchedulePlot.of(COUNT, 3);
        assertThat(few.series().get(0).x()).containsExactly(0., 1., 2.);
        assertThat(few.series().get(0).y()).containsExactly(0., 1., 2.);
        List<Double> many = SchedulePlot.curve("count", COUNT, 1_000_000).x();
        assertThat(many).hasSizeLessThan(10_000).startsWith(0.).endsWith(999_999.);
        Path file = folder.resolve("rate.svg");
        few.plus(SchedulePlot.curve("cycle", OneCycle.of(1, 3), 3)).writeSvg(file);
        assertThat(Files.readString(file)).contains("<svg");
    }

    private static Arguments at(LearningRate schedule, long step, double expected) {
        return Arguments.of(schedule, step, expected);
    }

    private static Arguments wrong(ThrowingCallable call, String... parts) {
        return Arguments.of(call, List.of(parts));
    }
}
