package io.cornu.optimizers.fullbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions whose minimum is known: Rosenbrock's, whose only one is 0 at (1, 1, ...), and a bowl. */
class FullBatchOptimizersTest {
    /** A function to minimize, with what came of every iteration. */
    private abstract static class Surface implements Search {
        private final double[] start;
        private final int iterations;
        private final RandomGenerator random = new Random(5);
        final List<double[]> path = new ArrayList<>();

        Surface(int iterations, double... start) {
            this.iterations = iterations;
            this.start = start;
        }

        @Override
        public double[] start() {
            return start.clone();
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public boolean next(double[] weights) {
            path.add(weights);
            return path.size() < iterations;
        }

        double last() {
            return loss(path.get(path.size() - 1));
        }
    }

    private static final class Rosenbrock extends Surface {
        Rosenbrock(int iterations, double... start) {
            super(iterations, start);
        }

        @Override
        public double loss(double[] w) {
            double sum = 0;
            for (int i = 0; i + 1 < w.length; i++) {
                double valley = w[i + 1] - w[i] * w[i];
                sum += 100 * valley * valley + (1 - w[i]) * (1 - w[i]);
            }
            return sum;
        }

        @Override
        public double[] gradient(double[] w) {
            double[] gradient = new double[w.length];
            for (int i = 0; i + 1 < w.length; i++) {
                double valley = w[i + 1] - w[i] * w[i];
                gradient[i] += -400 * w[i] * valley - 2 * (1 - w[i]);
                gradient[i + 1] += 200 * valley;
            }
            return gradient;
        }
    }

    /** The sum of squared distances from 0.5; without a gradient. */
    private static final class Bowl extends Surface {
        Bowl(int iterations, double... start) {
            super(iterations, start);
        }

        @Override
        public double loss(double[] w) {
            return Arrays.stream(w).map(x -> (x - .5) * (x - .5)).sum();
        }

        @Override
        public double[] gradient(double[] weights) {
            throw new AssertionError("a search without gradients asked for one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 50})
    void lbfgsFindsTheMinimumOfRosenbrock(int dimensions) {
        double[] start = new double[dimensions];
        Arrays.fill(start, -1.2);
        Rosenbrock surface = new Rosenbrock(2000, start);
        new LBFGS(1e-15).minimize(surface);
        assertThat(surface.path).hasSizeLessThan(2000);
        assertThat(surface.last()).isLessThan(1e-5);
        for (double weight : surface.path.get(surface.path.size() - 1)) {
            assertThat(weight).isCloseTo(1, within(1e-2));
        }
    }

    static List<FullBatchOptimizer> withoutGradients() {
        return List.of(LocalRandomSearch.of(.1), GeneticSearch.of());
    }

    @ParameterizedTest
    @MethodSource("withoutGradients")
    void searchesWithoutGradientsGetNear(FullBatchOptimizer optimizer) {
        // From a distance of 1.2 (Euclidean) to less than the length of a step.
        Bowl surface = new Bowl(50, 0, 0, 0, 0, 1, 1);
        optimizer.minimize(surface);
        assertThat(surface.path).hasSize(50);
        assertThat(surface.last()).isLessThan(.01);
    }

    @ParameterizedTest
    @MethodSource("withoutGradients")
    void lossNeverGrowsAndTheSameSeedGivesTheSamePath(FullBatchOptimizer optimizer) {
        Bowl first = new Bowl(20, 0, 1, 0);
        Bowl second = new Bowl(20, 0, 1, 0);
        optimizer.minimize(first);
        optimizer.minimize(second);
        for (int i = 0; i < 20; i++) {
            assertThat(second.path.get(i)).isEqualTo(first.path.get(i));
            assertThat(first.loss(first.path.get(i)))
                    .isLessThanOrEqualTo(first.loss(i == 0 ? first.start() : first.path.get(i - 1)));
        }
    }

    @Test
    void lbfgsEndsAtAMinimum() {
        Rosenbrock surface = new Rosenbrock(100, 1, 1);
        LBFGS.of().minimize(surface);
        assertThat(surface.path).isEmpty();
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new LBFGS(-1)).hasMessageContaining("LBFGS").hasMessageContaining("tolerance");
        assertThatThrownBy(() -> LocalRandomSearch.of(0)).hasMessageContaining("stepSize");
        assertThatThrownBy(() -> LocalRandomSearch.of(1).withTries(0)).hasMessageContaining("tries");
        assertThatThrownBy(() -> GeneticSearch.of().withPopulation(3)).hasMessageContaining("population");
        assertThatThrownBy(() -> GeneticSearch.of().withRange(0)).hasMessageContaining("range");
        assertThatThrownBy(() -> GeneticSearch.of().withMutation(1)).hasMessageContaining("mutation");
    }
}
