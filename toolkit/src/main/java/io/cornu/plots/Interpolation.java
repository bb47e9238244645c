package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Values between points that lie anywhere: linear in each triangle of a {@link Triangulation}, so that the points keep
 * their values and a plane is a plane.
 */
final class Interpolation {
    /** The outermost points, which Axis keeps 4 % of the range away from the edges, lie on lines; so do those of grids. */
    private static final int LINES = 136;
    /** What is no farther apart is one point, with the mean of the values. */
    private static final double SAME = 1e-9;

    private final Axis horizontal;
    private final Axis vertical;
    private final double[] x;
    private final double[] y;
    private final double[] values;
    private final Triangulation triangulation;

    private Interpolation(Axis horizontal, Axis vertical, List<double[]> points) {
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.x = points.stream().mapToDouble(point -> point[0]).toArray();
        this.y = points.stream().mapToDouble(point -> point[1]).toArray();
        this.values = points.stream().mapToDouble(point -> point[2]).toArray();
        this.triangulation = new Triangulation(x, y);
    }

    /** Values over the rectangle around a plot's points, their colors; nothing if the points lie in a row. */
    static Optional<Grid> of(ScatterPlot plot) {
        int[] shown = known(plot);
        Axis across = Axis.around(Arrays.stream(shown).mapToDouble(plot.x()::get), plot.logarithmicX(), 1);
        Axis up = Axis.around(Arrays.stream(shown).mapToDouble(plot.y()::get), plot.logarithmicY(), 1);
        Map<List<Long>, double[]> sums = new LinkedHashMap<>();
        for (int i : shown) {
            double x = across.share(plot.x().get(i));
            double y = up.share(plot.y().get(i));
            double[] sum = sums.computeIfAbsent(
                    List.of(Math.round(x / SAME), Math.round(y / SAME)), missing -> new double[] {x, y, 0, 0});
            sum[2] += plot.colors().get(i);
            sum[3]++;
        }
        List<double[]> points = sums.values().stream()
                .map(sum -> new double[] {sum[0], sum[1], sum[2] / sum[3]})
                .toList();
        if (points.size() < 3) {
            return Optional.empty();
        }
        Interpolation interpolation = new Interpolation(across, up, points);
        return interpolation.triangulation.hull().isEmpty() ? Optional.empty() : Optional.of(interpolation.grid());
    }

    /** Which points have a place on the axes and a value. */
    private static int[] known(ScatterPlot plot) {
        return IntStream.range(0, plot.colors().size())
                .filter(i -> Axis.shows(plot.x().get(i), plot.logarithmicX())
                        && Axis.shows(plot.y().get(i), plot.logarithmicY())
                        && Double.isFinite(plot.colors().get(i)))
                .toArray();
    }

    /** Those points without their values. */
    static Series places(ScatterPlot plot) {
        int[] known = known(plot);
        return new Series(
                "points",
                Arrays.stream(known).mapToObj(plot.x()::get).toList(),
                Arrays.stream(known).mapToObj(plot.y()::get).toList());
    }

    private Grid grid() {
        double[][] grid = new double[LINES][LINES];
        for (double[] row : grid) {
            Arrays.fill(row, Double.NaN);
        }
        triangulation.triangles().forEach(triangle -> fill(grid, triangle));
        for (int row = 0; row < LINES; row++) {
            for (int column = 0; column < LINES; column++) {
                if (Double.isNaN(grid[row][column])) {
                    grid[row][column] = outside(share(column), share(row));
                }
            }
        }
        List<double[]> outline = new ArrayList<>();
        for (int point : triangulation.hull()) {
            outline.add(new double[] {place(horizontal, x[point]), place(vertical, y[point])});
        }
        return new Grid(places(horizontal), places(vertical), grid, outline);
    }

    private static double share(int line) {
        return line / (LINES - 1.0);
    }

    private static double[] places(Axis axis) {
        return IntStream.range(0, LINES)
                .mapToDouble(line -> place(axis, share(line)))
                .toArray();
    }

    private static double place(Axis axis, double share) {
        return axis.logarithmic()
                ? axis.low() * Math.pow(axis.high() / axis.low(), share)
                : axis.low() + share * (axis.high() - axis.low());
    }

    private void fill(double[][] grid, int[] triangle) {
        int a = triangle[0];
        int b = triangle[1];
        int c = triangle[2];
        double twice = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
        double[] across = {Math.min(x[a], Math.min(x[b], x[c])), Math.max(x[a], Math.max(x[b], x[c]))};
        double[] up = {Math.min(y[a], Math.min(y[b], y[c])), Math.max(y[a], Math.max(y[b], y[c]))};
        for (int row = first(up[0]); row < LINES && share(row) <= up[1]; row++) {
            for (int column = first(across[0]); column < LINES && share(column) <= across[1]; column++) {
                double ofB = ((share(column) - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (share(row) - y[a])) / twice;
                double ofC = ((x[b] - x[a]) * (share(row) - y[a]) - (share(column) - x[a]) * (y[b] - y[a])) / twice;
                if (ofB >= -SAME && ofC >= -SAME && ofB + ofC <= 1 + SAME) {
                    grid[row][column] = values[a] + ofB * (values[b] - values[a]) + ofC * (values[c] - values[a]);
                }
            }
        }
    }

    private static int first(double place) {
        return Math.max(0, (int) Math.ceil(place * (LINES - 1)));
    }

    /** The value where the edge of all triangles is nearest. */
    private double outside(double px, double py) {
        double nearest = Double.POSITIVE_INFINITY;
        double value = Double.NaN;
        List<Integer> hull = triangulation.hull();
        for (int i = 0; i < hull.size(); i++) {
            int a = hull.get(i);
            int b = hull.get((i + 1) % hull.size());
            double dx = x[b] - x[a];
            double dy = y[b] - y[a];
            double along = ((px - x[a]) * dx + (py - y[a]) * dy) / (dx * dx + dy * dy);
            double share = Math.max(0, Math.min(1, along));
            double distance = Math.hypot(x[a] + share * dx - px, y[a] + share * dy - py);
            if (distance < nearest) {
                nearest = distance;
                value = values[a] + share * (values[b] - values[a]);
            }
        }
        return value;
    }
}
