package io.cornu.models.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.optimizers.fullbatch.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Newton's method on functions whose minima are known by hand. */
class NewtonTest {
    /** A function, and where each iteration ended. */
    private record Watched(
            double[] start,
            ToDoubleFunction<double[]> function,
            Function<double[], double[]> slope,
            int most,
            List<double[]> places)
            implements Search {
        @Override
        public double loss(double[] weights) {
            return function.applyAsDouble(weights);
        }

        @Override
        public double[] gradient(double[] weights) {
            return slope.apply(weights);
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public boolean next(double[] weights) {
            places.add(weights.clone());
            return places.size() < most;
        }
    }

    private static List<double[]> walk(
            double[] start, ToDoubleFunction<double[]> function, Function<double[], double[]> slope, int most) {
        Watched watched = new Watched(start, function, slope, most, new ArrayList<>());
        new Newton().minimize(watched);
        return watched.places();
    }

    /** x^2 + xy + 50 y^2 - 3x: smallest where 2x + y = 3 and x + 100y = 0, at (300/199, -3/199). */
    @Test
    void reachesTheMinimumOfAQuadraticInOneStep() {
        double[] end = walk(
                        new double[] {5, -7},
                        w -> w[0] * w[0] + w[0] * w[1] + 50 * w[1] * w[1] - 3 * w[0],
                        w -> new double[] {2 * w[0] + w[1] - 3, w[0] + 100 * w[1]},
                        1)
                .get(0);
        assertThat(end[0]).isCloseTo(300 / 199.0, within(1e-3));
        assertThat(end[1]).isCloseTo(-3 / 199.0, within(1e-3));
    }

    /** x^2 + (y^2 - 1)^2 has a saddle at (0, 0), to which the pure method goes from nearby, and minima at (0, +-1). */
    @Test
    void leavesSaddles() {
        List<double[]> places = walk(
                new double[] {.5, .1},
                w -> w[0] * w[0] + (w[1] * w[1] - 1) * (w[1] * w[1] - 1),
                w -> new double[] {2 * w[0], 4 * w[1] * (w[1] * w[1] - 1)},
                20);
        double[] end = places.get(places.size() - 1);
        assertThat(end[0]).isCloseTo(0, within(1e-3));
        assertThat(end[1]).isCloseTo(1, within(1e-3));
    }

    /** At a minimum there is no way down: nothing is reported. */
    @Test
    void endsAtTheMinimum() {
        assertThat(walk(new double[] {0}, w -> w[0] * w[0], w -> new double[] {2 * w[0]}, 5))
                .isEmpty();
    }

    /** Second derivatives of x^2 y: 2y, 2x and 0; central differences of its gradient (2xy, x^2) are exact. */
    @Test
    void measuresCurvature() {
        Watched search = new Watched(
                new double[] {2, 3},
                w -> w[0] * w[0] * w[1],
                w -> new double[] {2 * w[0] * w[1], w[0] * w[0]},
                1,
                new ArrayList<>());
        double[][] curvature = Newton.curvature(search, new double[] {2, 3});
        assertThat(curvature[0]).containsExactly(new double[] {6, 4}, within(1e-9));
        assertThat(curvature[1]).containsExactly(new double[] {4, 0}, within(1e-9));
    }
}
