package io.cornu.landscapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.runtime.Seed;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LandscapesTest {
    /** All that can be computed with, once. */
    record Mixture() implements PlaneFunction {
        @Override
        public String name() {
            return "mixture";
        }

        @Override
        public Domain domain() {
            return Domain.square(1);
        }

        @Override
        public <N> N value(Arithmetic<N> math, N x, N y) {
            N wave = math.multiply(math.sine(math.times(x, 3)), math.cosine(math.subtract(x, y)));
            N root = math.squareRoot(math.plus(math.square(y), 1.5));
            return math.add(math.divide(wave, root), math.exponential(math.multiply(x, y)));
        }
    }

    static List<PlaneFunction> functions() {
        List<PlaneFunction> all = new java.util.ArrayList<>(Landscapes.all());
        all.add(Landscapes.valley(3, 0.5));
        all.add(new Mixture());
        return all;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void gradientIsThatOfFiniteDifferences(PlaneFunction function) {
        RandomGenerator random = Seed.of(5).generator();
        Domain domain = function.domain();
        double h = 1e-5;
        for (int i = 0; i < 20; i++) {
            double x = random.nextDouble(domain.xLow(), domain.xHigh());
            double y = random.nextDouble(domain.yLow(), domain.yHigh());
            double byX = (function.at(Point.of(x + h, y)) - function.at(Point.of(x - h, y))) / (2 * h);
            double byY = (function.at(Point.of(x, y + h)) - function.at(Point.of(x, y - h))) / (2 * h);
            Point gradient = function.gradient(Point.of(x, y));
            double tolerance = 1e-6 * (1 + Math.hypot(byX, byY));
            assertThat(gradient.x()).isCloseTo(byX, within(tolerance));
            assertThat(gradient.y()).isCloseTo(byY, within(tolerance));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void minimaAreFlatAndLowAndInTheDomain(PlaneFunction function) {
        for (Point minimum : function.minima()) {
            assertThat(function.at(minimum)).isCloseTo(0, within(1e-20));
            assertThat(function.gradient(minimum).norm()).isLessThan(1e-10);
            assertThat(function.domain().contains(minimum)).isTrue();
            for (int i = 0; i < 8; i++) {
                double angle = i * Math.PI / 4;
                Point near = Point.of(minimum.x() + 0.01 * Math.cos(angle), minimum.y() + 0.01 * Math.sin(angle));
                assertThat(function.at(near)).isGreaterThan(function.at(minimum));
            }
        }
        assertThat(function.domain().contains(function.start())).isTrue();
    }

    /** 20 9 + 9; (1 + 1.2)^2 + 100 (1 - 1.44)^2; 1.5^2 + 2.25^2 + 2.625^2; 2.25 - 0.0001; 11^2 + 7^2. */
    @Test
    void valuesAtTheUsualStartsAreThoseOfTheFormulas() {
        assertThat(Landscapes.all().stream().map(each -> each.at(each.start())).toList())
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
                .containsExactly(189.0, 24.2, 14.203125, 2.2499, 170.0);
    }

    @Test
    void functionsHaveNames() {
        assertThat(Landscapes.named("Beale").name()).isEqualTo("beale");
        assertThat(Landscapes.all().stream().map(PlaneFunction::name))
                .containsExactly("valley", "rosenbrock", "beale", "saddle", "himmelblau");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Landscapes.named("rosenbruck"))
                .withMessageContaining("received 'rosenbruck'")
                .withMessageContaining("Did you mean 'rosenbrock'?");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Landscapes.valley(0, 1))
                .withMessageContaining("a must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Domain(1, 1, 0, 1))
                .withMessageContaining("received 1.0 to 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Domain.square(Double.NaN))
                .withMessageContaining("finite");
    }
}
