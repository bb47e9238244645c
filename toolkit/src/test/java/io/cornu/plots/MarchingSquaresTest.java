package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.plots.MarchingSquares.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarchingSquaresTest {
    @Test
    void levelOfAPlaneIsAStraightLine() {
        Grid plane = Grid.sample(0, 1, 0, 2, 11, (x, y) -> x);
        List<Line> lines = MarchingSquares.lines(plane, 0.33);
        assertThat(lines).hasSize(1);
        Line line = lines.get(0);
        assertThat(line.isClosed()).isFalse();
        assertThat(line.points()).hasSize(11).allSatisfy(point -> assertThat(point[0])
                .isCloseTo(0.33, within(1e-12)));
        // The larger values are on the left: it goes down.
        assertThat(line.points().get(0)[1]).isEqualTo(2);
        assertThat(line.points().get(10)[1]).isZero();
    }

    @Test
    void levelOfABowlIsAClosedCircle() {
        Grid bowl = Grid.sample(-2, 2, -2, 2, 81, (x, y) -> x * x + y * y);
        List<Line> lines = MarchingSquares.lines(bowl, 1);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).isClosed()).isTrue();
        for (double[] point : lines.get(0).points()) {
            // Between two points of x^2 that are h apart, a straight line is h^2 / 8 too high at most.
            assertThat(Math.hypot(point[0], point[1])).isCloseTo(1, within(0.05 * 0.05 / 8 + 1e-12));
        }
        // Clockwise, for what is outside is higher; and the circle's area.
        assertThat(area(lines)).isCloseTo(-Math.PI, within(0.01));
    }

    @Test
    void fourMinimaHaveFourLines() {
        Grid himmelblau = Grid.sample(-5, 5, -5, 5, 201, (x, y) ->
                Math.pow(x * x + y - 11, 2) + Math.pow(x + y * y - 7, 2));
        assertThat(MarchingSquares.lines(himmelblau, 5)).hasSize(4).allMatch(Line::isClosed);
    }

    /** Opposite corners of 1, the others 0: the middle is 0.5. */
    @Test
    void saddlesAreDividedByTheirMiddle() {
        for (double[][] corners : new double[][][] {{{1, 0}, {0, 1}}, {{0, 1}, {1, 0}}}) {
            Grid square = Grid.of(new double[] {0, 1}, new double[] {0, 1}, corners);
            // Above the middle the high corners are apart: twice the triangle of 1 - level.
            assertThat(MarchingSquares.lines(square, 0.6)).hasSize(2);
            assertThat(area(MarchingSquares.areas(square, 0.6))).isCloseTo(0.4 * 0.4, within(1e-9));
            // Below it they meet: all but twice the triangle of level.
            assertThat(MarchingSquares.lines(square, 0.4)).hasSize(2);
            assertThat(area(MarchingSquares.areas(square, 0.4))).isCloseTo(1 - 0.4 * 0.4, within(1e-9));
        }
    }

    @Test
    void areasAreClosedAlongTheEdges() {
        Grid plane = Grid.sample(0, 1, 0, 2, 11, (x, y) -> x);
        List<Line> areas = MarchingSquares.areas(plane, 0.25);
        assertThat(areas).hasSize(1).allMatch(Line::isClosed);
        assertThat(area(areas)).isCloseTo(1.5, within(1e-9));
        assertThat(area(MarchingSquares.areas(plane, -1))).isCloseTo(2, within(1e-9));
        assertThat(MarchingSquares.areas(plane, 1.5)).isEmpty();
        // A square with a hole.
        Grid bowl = Grid.sample(-1, 1, -1, 1, 201, (x, y) -> x * x + y * y);
        assertThat(MarchingSquares.areas(bowl, 0.25)).hasSize(2);
        assertThat(area(MarchingSquares.areas(bowl, 0.25))).isCloseTo(4 - Math.PI / 4, within(1e-3));
    }

    @Test
    void whatIsNotFiniteHasNoLines() {
        Grid broken = Grid.sample(0, 4, 0, 4, 5, (x, y) -> x == 2 && y == 2 ? Double.NaN : x);
        // A row of four squares, two of which touch the middle, cut in two at each of the two of the middle.
        assertThat(MarchingSquares.lines(broken, 1.5)).hasSize(2);
        Grid wall = Grid.sample(0, 1, 0, 1, 3, (x, y) -> x == 1 ? Double.POSITIVE_INFINITY : 0);
        assertThat(area(MarchingSquares.areas(wall, 1))).isBetween(0.2, 0.5);
        Grid nothing = Grid.sample(0, 1, 0, 1, 3, (x, y) -> Double.NaN);
        assertThat(MarchingSquares.areas(nothing, 0)).isEmpty();
    }

    /** The shoelace formula: positive counterclockwise. */
    private static double area(List<Line> lines) {
        double twice = 0;
        for (Line line : lines) {
            int size = line.points().size();
            for (int i = 0; i < size; i++) {
                double[] a = line.points().get(i);
                double[] b = line.points().get((i + 1) % size);
                twice += a[0] * b[1] - b[0] * a[1];
            }
        }
        return twice / 2;
    }
}
