package io.cornu.landscapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.DataType;
import io.cornu.landscapes.DescentPath.Step;
import io.cornu.optimizers.Adagrad;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.Optimizer;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.UpdateStep;
import io.cornu.optimizers.fullbatch.LBFGS;
import io.cornu.plots.LineChart;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.PiecewiseConstantDecay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.types.family.TFloating;

class DescentTest {
    private static final PlaneFunction VALLEY = Landscapes.valley();

    /** x(n + 1) = (1 - 40 rate) x(n), y(n + 1) = (1 - 2 rate) y(n). */
    @Test
    void gradientDescentShrinksBothCoordinates() {
        DescentPath path = Descent.of(VALLEY, SGD.of(0.01))
                .withDataType(DataType.FLOAT64)
                .withSteps(30)
                .run();
        assertThat(path.steps()).hasSize(31);
        for (Step step : path.steps()) {
            double x = -3 * Math.pow(0.6, step.number());
            double y = -3 * Math.pow(0.98, step.number());
            requireAt(step, x, y, 1e-6);
            assertThat(step.cost()).isCloseTo(20 * x * x + y * y, within(1e-5 * step.cost()));
            assertThat(step.gradientNorm()).isCloseTo(Math.hypot(40 * x, 2 * y), within(1e-5 * step.gradientNorm()));
        }
        assertThat(path.steps().get(0).learningRate()).isNaN();
        assertThat(path.steps().get(1).learningRate()).isEqualTo(0.01);
        assertThat(path.hasDiverged()).isFalse();
        assertThat(path.distanceToMinimum()).isCloseTo(3 * Math.pow(0.98, 30), within(1e-5));
        // 20 (3 0.6)^2 + (3 0.98)^2 = 73.4; after two steps 31.6.
        assertThat(path.stepsTo(189)).isZero();
        assertThat(path.stepsTo(50)).isEqualTo(2);
        assertThat(path.stepsTo(-1)).isEqualTo(-1);
    }

    /** v = 0.9 v - 0.01 g; Nesterov's goes on to w + 0.9 v - 0.01 g. */
    @Test
    void momentumAndNesterovMakeTheirFirstStepsByHand() {
        Descent descent = Descent.of(VALLEY, SGD.of(0.01).withMomentum(0.9)).withSteps(2);
        // g = (-120, -6), v = (1.2, .06), then g = (-72, -5.88), v = (1.08 + .72, .054 + .0588).
        List<Step> momentum = descent.run().steps();
        requireAt(momentum.get(1), -1.8, -2.94, 1e-5);
        requireAt(momentum.get(2), 0, -2.8272, 1e-5);
        // -3 + .9 1.2 + 1.2 = -.72 and -3 + .054 + .06; g = (-28.8, -5.772), v = (1.368, .11172).
        List<Step> nesterov = descent.withOptimizer(
                        SGD.of(0.01).withMomentum(0.9).withNesterov(true))
                .run()
                .steps();
        requireAt(nesterov.get(1), -0.72, -2.886, 1e-5);
        requireAt(nesterov.get(2), -0.72 + 0.9 * 1.368 + 0.288, -2.886 + 0.9 * 0.11172 + 0.05772, 1e-5);
    }

    /** Adam's first step is the rate along each axis, downhill: the sign that the course text has wrong. */
    @Test
    void adaptiveOptimizersBeginWithTheRateAlongEachAxis() {
        Point start = Point.of(2, -1);
        for (Optimizer optimizer : List.of(Adam.of(0.1), Adagrad.of(0.1).withInitialAccumulatorValue(0))) {
            Step first = Descent.of(VALLEY, optimizer)
                    .withStart(start)
                    .withSteps(1)
                    .run()
                    .end();
            requireAt(first, 1.9, -0.9, 1e-5);
        }
    }

    @Test
    void clippingTakesTheNormOfBothCoordinates() {
        Step first = Descent.of(VALLEY, SGD.of(1).withClipnorm(0.5))
                .withSteps(1)
                .run()
                .end();
        double norm = Math.hypot(120, 6);
        requireAt(first, -3 + 0.5 * 120 / norm, -3 + 0.5 * 6 / norm, 1e-5);
    }

    @Test
    void schedulesSetTheRateOfEachStep() {
        LearningRate schedule = PiecewiseConstantDecay.of(List.of(1L), List.of(0.02, 0.001));
        List<Step> steps =
                Descent.of(VALLEY, SGD.of(schedule)).withSteps(4).run().steps();
        assertThat(steps.stream().map(Step::learningRate)).containsExactly(Double.NaN, 0.02, 0.02, 0.001, 0.001);
        requireAt(steps.get(4), -3 * 0.2 * 0.2 * 0.96 * 0.96, -3 * 0.96 * 0.96 * 0.998 * 0.998, 1e-5);
    }

    @Test
    void walksThatRunAwayEndAndSaySo() {
        // x grows by a factor of -39 a step: float32 overflows after 24 of them, the cost after 12.
        DescentPath away = Descent.of(VALLEY, SGD.of(1)).run();
        assertThat(away.hasDiverged()).isTrue();
        assertThat(away.steps().size()).isLessThan(40);
        DescentPath down = Descent.of(Landscapes.saddle(), SGD.of(0.1)).run();
        assertThat(down.hasDiverged()).isTrue();
        assertThat(down.distanceToMinimum()).isNaN();
        assertThat(Descent.of(Landscapes.saddle(), SGD.of(0.1))
                        .withSteps(10)
                        .run()
                        .hasDiverged())
                .isFalse();
    }

    static List<PlaneFunction> functions() {
        return LandscapesTest.functions();
    }

    /** A step of rate 1 of plain descent is the gradient as TensorFlow has it. */
    @ParameterizedTest
    @MethodSource("functions")
    void theEngineSeesTheSameGradient(PlaneFunction function) {
        Domain domain = function.domain();
        Point start = new Point(0.7 * domain.xLow() + 0.3 * domain.xHigh(), 0.4 * domain.yLow() + 0.6 * domain.yHigh());
        Step step = Descent.of(function, SGD.of(1))
                .withDataType(DataType.FLOAT64)
                .withStart(start)
                .withSteps(1)
                .run()
                .end();
        Point gradient = function.gradient(start);
        requireAt(step, start.x() - gradient.x(), start.y() - gradient.y(), 1e-12 * (1 + gradient.norm()));
    }

    @Test
    void searchesWalkToo() {
        DescentPath path = Descent.of(Landscapes.rosenbrock(), LBFGS.of())
                .withDataType(DataType.FLOAT64)
                .run();
        assertThat(path.steps().size()).isBetween(10, 101);
        assertThat(path.distanceToMinimum()).isLessThan(1e-3);
        assertThat(path.end().learningRate()).isNaN();
    }

    /** One of the user's own, in a few lines. */
    private record SignDescent(LearningRate learningRate) implements Optimizer {
        @Override
        public <T extends TFloating> void update(UpdateStep<T> step) {
            var change = step.tf().math.mul(step.learningRate(), step.tf().math.sign(step.gradient()));
            step.assign(step.tf().math.sub(step.weight(), change));
        }
    }

    @Test
    void ownOptimizersWalkAndProgressIsTold() {
        List<Integer> heard = new ArrayList<>();
        DescentPath path = Descent.of(VALLEY, new SignDescent(LearningRate.constant(0.5)))
                .withSteps(5)
                .run(heard::add);
        requireAt(path.end(), -0.5, -0.5, 1e-6);
        assertThat(heard).containsExactly(1, 2, 3, 4, 5);
        assertThatIllegalStateException()
                .isThrownBy(() -> Descent.of(VALLEY, SGD.of(0.1)).run(step -> {
                    throw new IllegalStateException("enough");
                }))
                .withMessage("enough");
    }

    @Test
    void impossibleWalksAreRefused() {
        Descent descent = Descent.of(VALLEY, SGD.of(0.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> descent.withSteps(0))
                .withMessage("Descent: steps must be at least 1, received 0.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> descent.withStart(Point.of(0, Double.NaN)))
                .withMessageContaining("start must be two finite numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> descent.withDataType(DataType.BFLOAT16))
                .withMessageContaining("received bfloat16");
    }

    private static void requireAt(Step step, double x, double y, double tolerance) {
        assertThat(step.point().x()).as("x of step " + step.number()).isCloseTo(x, within(tolerance));
        assertThat(step.point().y()).as("y of step " + step.number()).isCloseTo(y, within(tolerance));
    }

    @Test
    void costsOfALongWalkAreThinnedAndEndWhereRoundingBegins() {
        // Each step leaves 0.96 of y and 0.2 of x: after 2,000, y^2 is 9 * 0.96^4000, some 1e-70.
        Descents walks = new Descents(Map.of(
                "descent",
                Descent.of(Landscapes.valley(), SGD.of(0.02)).withSteps(2000).run()));

        LineChart.Series costs = walks.costs().series().get(0);

        assertThat(costs.x()).hasSize(501).startsWith(0.0, 4.0).endsWith(2000.0);
        assertThat(costs.y().get(0)).isGreaterThan(1);
        assertThat(costs.y().get(500)).isNaN();
        assertThat(costs.y().stream().filter(Double::isFinite))
                .allMatch(cost -> cost >= 1e-16 * costs.y().get(0))
                .hasSizeGreaterThan(50);
    }
}
