package io.cornu.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianRegressionTest {
    private static final boolean[] CHOICES = {false, false, true};

    private static double function(double[] point) {
        return Math.sin(5 * point[0]) + point[1] * point[1] + (point[2] == 1 ? .5 : 0);
    }

    private static GaussianRegression fitted() {
        SplittableRandom random = new SplittableRandom(3);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            points.add(new double[] {random.nextDouble(), random.nextDouble(), random.nextInt(3)});
        }
        double[] values =
                points.stream().mapToDouble(GaussianRegressionTest::function).toArray();
        return GaussianRegression.fit(points, values, CHOICES);
    }

    @Test
    void aSmoothFunctionIsLearnedFromThirtyPoints() {
        GaussianRegression regression = fitted();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20; i++) {
            double[] point = {random.nextDouble(), random.nextDouble(), random.nextInt(3)};
            assertThat(regression.at(point).mean()).isCloseTo(function(point), within(.15));
        }
    }

    @Test
    void theGradientOfTheImprovementIsItsSlope() {
        ExpectedImprovement improvement = new ExpectedImprovement(fitted(), 1.5);
        double[] point = {.3, .6, 1};
        double[] gradient = new double[3];
        improvement.at(point, gradient);
        for (int axis = 0; axis < 2; axis++) {
            double[] up = point.clone();
            double[] down = point.clone();
            up[axis] += 1e-6;
            down[axis] -= 1e-6;
            double slope = (improvement.at(up) - improvement.at(down)) / 2e-6;
            assertThat(gradient[axis]).as("axis " + axis).isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void believingTakesAwayTheDoubt() {
        GaussianRegression regression = fitted();
        double[] point = {.05, .95, 2};
        GaussianRegression believing = regression.believing(List.of(point));
        assertThat(believing.at(point).variance())
                .isLessThan(.01 * regression.at(new double[] {.05, .95, 2}).variance() + 1e-5);
    }

    @Test
    void theImprovementHasItsClosedForm() {
        // E[max(0, x + z)] = z Phi(z) + phi(z); at 0 that is 1 / sqrt(2 pi).
        assertThat(ExpectedImprovement.logImprovement(0)).isCloseTo(-.5 * Math.log(2 * Math.PI), within(1e-15));
        // The two branches meet.
        assertThat(ExpectedImprovement.logImprovement(-25 - 1e-9))
                .isCloseTo(ExpectedImprovement.logImprovement(-25 + 1e-9), within(1e-4));
    }
}
