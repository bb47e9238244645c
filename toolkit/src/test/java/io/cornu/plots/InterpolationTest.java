package io.cornu.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpolationTest {
    /** Points at 0, 0.2, ... 1 of a range lie on every 25th line from the 5th on: the range and 4 % at each end are 135. */
    private static final int FIRST = 5;

    private static final int EVERY = 25;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private static ScatterPlot scatter(double[][] points) {
        return ScatterPlot.of("t", "x", "y", column(points, 0), column(points, 1))
                .withColors("value", column(points, 2));
    }

    private static double[] column(double[][] points, int column) {
        return java.util.Arrays.stream(points)
                .mapToDouble(point -> point[column])
                .toArray();
    }

    private static Grid grid(ScatterPlot plot) {
        return ContourPlot.between(plot).orElseThrow().grid();
    }

    /** The corners of a square, and others in it. */
    private static double[][] random(int count, DoubleBinaryOperator value) {
        Random random = new Random(7);
        double[][] points = new double[count][];
        double[][] corners = {{0, 0}, {1, 0}, {0, 1}, {1, 1}};
        for (int i = 0; i < count; i++) {
            double x = i < 4 ? corners[i][0] : random.nextDouble();
            double y = i < 4 ? corners[i][1] : random.nextDouble();
            points[i] = new double[] {x, y, value.applyAsDouble(x, y)};
        }
        return points;
    }

    @Test
    void aPlaneIsAPlaneAndGoesOnToTheNearestEdgeOutside() {
        Grid grid = grid(scatter(random(60, (x, y) -> 3 + 2 * x - 5 * y)));
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                double x = Math.max(0, Math.min(1, grid.x(column)));
                double y = Math.max(0, Math.min(1, grid.y(row)));
                assertThat(grid.at(row, column)).isCloseTo(3 + 2 * x - 5 * y, within(1e-9));
            }
        }
        assertThat(grid.outline()).hasSize(4);
    }

    @Test
    void planesOfLogarithmsAreThoseOfLogarithmicAxes() {
        double[][] points = random(40, (x, y) -> x + y);
        for (double[] point : points) {
            point[0] = Math.pow(10, 3 * point[0] - 4);
        }
        ContourPlot plot =
                ContourPlot.between(scatter(points).withLogarithmicX(true)).orElseThrow();
        Grid grid = plot.grid();
        assertThat(plot.logarithmicX()).isTrue();
        // From 1e-4 to 1e-1, and 4 % of three powers at each end.
        assertThat(grid.x(0)).isCloseTo(Math.pow(10, -4.12), within(1e-12));
        for (int row = FIRST; row <= FIRST + 125; row++) {
            for (int column = FIRST; column <= FIRST + 125; column++) {
                double x = (Math.log10(grid.x(column)) + 4) / 3;
                assertThat(grid.at(row, column)).isCloseTo(x + grid.y(row), within(1e-9));
            }
        }
    }

    @Test
    void pointsKeepTheirValuesAndThoseOfOnePlaceHaveTheirMean() {
        Random random = new Random(5);
        List<double[]> points = new ArrayList<>();
        double[][] values = new double[6][6];
        for (int i = 0; i < 36; i++) {
            values[i / 6][i % 6] = random.nextGaussian();
            points.add(new double[] {i % 6 / 5.0, i / 6 / 5.0, values[i / 6][i % 6]});
        }
        points.add(new double[] {.4, .6, values[3][2] + 4});
        points.add(new double[] {.4, .6, Double.NaN});
        points.add(new double[] {Double.NaN, .6, 1});
        values[3][2] += 2;

        Grid grid = grid(scatter(points.toArray(double[][]::new)));

        for (int i = 0; i < 36; i++) {
            assertThat(grid.at(FIRST + EVERY * (i / 6), FIRST + EVERY * (i % 6)))
                    .isCloseTo(values[i / 6][i % 6], within(1e-9));
        }
    }

    @Test
    void nothingBetweenPointsInARow() {
        assertThat(ContourPlot.between(scatter(new double[][] {{0, 0, 1}, {1, 1, 2}})))
                .isEmpty();
        assertThat(ContourPlot.between(
                        scatter(new double[][] {{0, 0, 1}, {.3, .3, 2}, {.5, .5, 2}, {1, 1, 4}, {1, 1, 5}})))
                .isEmpty();
        assertThat(ContourPlot.between(scatter(new double[][] {{2, 0, 1}, {2, .3, 2}, {2, 1, 3}})))
                .isEmpty();
        assertThat(ContourPlot.between(scatter(new double[0][]))).isEmpty();
    }

    @Test
    void noPointLiesInTheCircleOfATriangleAndNoRoomIsLeft() {
        for (double[][] points : List.of(random(4, (x, y) -> 0), random(200, (x, y) -> 0), rows(), withRowFirst())) {
            double[] x = column(points, 0);
            double[] y = column(points, 1);
            Triangulation triangulation = new Triangulation(x, y);
            double area = 0;
            for (int[] t : triangulation.triangles()) {
                double own = (x[t[1]] - x[t[0]]) * (y[t[2]] - y[t[0]]) - (y[t[1]] - y[t[0]]) * (x[t[2]] - x[t[0]]);
                assertThat(own).as("counterclockwise").isPositive();
                area += own / 2;
                double[] circle = circle(x, y, t);
                for (int i = 0; i < x.length; i++) {
                    assertThat(Math.hypot(x[i] - circle[0], y[i] - circle[1])).isGreaterThan(circle[2] * (1 - 1e-6));
                }
            }
            assertThat(area).as("of the unit square").isCloseTo(1, within(1e-9));
        }
    }

    /** 7 by 7 places, as a search on a grid has them: every square has a circle through its four corners. */
    private static double[][] rows() {
        double[][] points = new double[49][];
        for (int i = 0; i < 49; i++) {
            points[i] = new double[] {i % 7 / 6.0, i / 7 / 6.0};
        }
        return points;
    }

    /** Many in a row before there is one beside it, in the direction in which points are taken. */
    private static double[][] withRowFirst() {
        return new double[][] {{0, 0}, {0, .25}, {0, .5}, {0, 1}, {1, 0}, {1, 1}, {.2, 0}, {.4, 0}};
    }

    private static double[] circle(double[] x, double[] y, int[] t) {
        double bx = x[t[1]] - x[t[0]];
        double by = y[t[1]] - y[t[0]];
        double cx = x[t[2]] - x[t[0]];
        double cy = y[t[2]] - y[t[0]];
        double d = 2 * (bx * cy - by * cx);
        double ux = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
        double uy = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
        return new double[] {x[t[0]] + ux, y[t[0]] + uy, Math.hypot(ux, uy)};
    }

    @Test
    void nothingIsDrawnBeyondTheOutermostPoints() throws IOException {
        // A triangle whose right angle is at the bottom left: the top right half is empty.
        ContourPlot plot = ContourPlot.between(scatter(new double[][] {{1, 1, 1}, {1, 100, 2}, {100, 1, 3}})
                        .withLogarithmicX(true)
                        .withLogarithmicY(true))
                .orElseThrow()
                .withLinearLevels(1);
        Path file = folder.resolve("triangle.png");
        plot.writePng(file);
        BufferedImage image = ImageIO.read(file.toFile());
        int below = count(image, ColorScale.SEQUENTIAL.at(0).getRGB());
        int above = count(image, ColorScale.SEQUENTIAL.at(1).getRGB());
        // The level is 2 = (1 + 3) / 2: its line goes from the corner that has 2 to the middle of the opposite side.
        assertThat(below / (double) above).isCloseTo(1, within(.02));
        assertThat(image.getRGB(2 * 520, 2 * 120)).as("top right").isEqualTo(0xFFFFFFFF);
    }

    private static int count(BufferedImage image, int color) {
        int count = 0;
        // Left of the bar that explains the colors.
        for (int column = 0; column < image.getWidth() - 180; column++) {
            for (int row = 0; row < image.getHeight(); row++) {
                count += image.getRGB(column, row) == color ? 1 : 0;
            }
        }
        return count;
    }
}
