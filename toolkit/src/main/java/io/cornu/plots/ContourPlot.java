package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function of two numbers from above: bands or lines of equal values, with paths over it.
 *
 * <p>A path begins with a ring and ends with a dot; what leaves the picture is cut off, and where a number is not finite
 * the path ends.
 *
 * <pre>{@code
 * ContourPlot.of("Valley", Grid.sample(-3, 3, -3, 3, 121, (x, y) -> 20 * x * x + y * y))
 *         .withLogarithmicLevels(20)
 *         .plus(descent)
 *         .writeSvg(Path.of("valley.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the horizontal axis shows; empty for nothing
 * @param yLabel what the vertical axis shows; empty for nothing
 * @param grid the values
 * @param levels the values that divide the bands, rising, at least one; 20 at equal distances by default
 * @param filled whether there are colored bands, as by default, or only the lines between them
 * @param paths the paths
 * @param marks places to be marked, such as minima, as points; none by default
 * @param points places to be marked as small dots, such as those whose values are known; none by default
 * @param logarithmicX whether the horizontal axis is logarithmic; it is not by default
 * @param logarithmicY whether the vertical axis is logarithmic; it is not by default
 * @param width the width in pixels, 200 to 8000; 720 by default
 * @param height the height in pixels, 150 to 8000; 600 by default
 */
@RecordBuilder
public record ContourPlot(
        String title,
        String xLabel,
        String yLabel,
        Grid grid,
        List<Double> levels,
        boolean filled,
        List<Series> paths,
        List<Series> marks,
        List<Series> points,
        boolean logarithmicX,
        boolean logarithmicY,
        int width,
        int height)
        implements Figure, ContourPlotBuilder.With {
    private static final int DEFAULT_LEVELS = 20;
    private static final int MOST_LEVELS = 200;

    /** Logarithmic levels lie within so many powers of ten. */
    private static final double DECADES = 4;

    /**
     * Checks names, levels and sizes.
     *
     * @throws IllegalArgumentException if two paths, marks or points have the same name, levels do not rise, a logarithmic
     *     axis would not begin above 0, or the size is out of range
     */
    public ContourPlot {
        levels = List.copyOf(levels);
        paths = List.copyOf(paths);
        marks = List.copyOf(marks);
        points = List.copyOf(points);
        String where = "contour plot '" + title + "'";
        List<String> names = new ArrayList<>();
        paths.forEach(path -> names.add(path.name()));
        marks.forEach(mark -> names.add(mark.name()));
        points.forEach(some -> names.add(some.name()));
        Arguments.require(names.stream().distinct().count() == names.size(), where, "names must differ", names);
        Arguments.require(
                !levels.isEmpty() && levels.size() <= MOST_LEVELS, where, "levels must be 1 to 200", levels.size());
        for (int i = 0; i < levels.size(); i++) {
            boolean rises = i == 0 || levels.get(i) > levels.get(i - 1);
            Arguments.require(
                    Double.isFinite(levels.get(i)) && rises, where, "levels must rise and be finite", levels.get(i));
        }
        Arguments.require(
                !(logarithmicX && grid.xLow() <= 0 || logarithmicY && grid.yLow() <= 0),
                where,
                "places on a logarithmic axis must be above 0",
                grid);
        Arguments.require(width >= 200 && width <= 8000, where, "width must be 200 to 8000", width);
        Arguments.require(height >= 150 && height <= 8000, where, "height must be 150 to 8000", height);
    }

    /**
     * Colored bands with 20 levels at equal distances.
     *
     * @param title the title; empty for none
     * @param grid the values
     * @return the plot, without paths
     */
    public static ContourPlot of(String title, Grid grid) {
        return new ContourPlot(
                title,
                "x",
                "y",
                grid,
                linear(grid, DEFAULT_LEVELS),
                true,
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                720,
                600);
    }

    /**
     * Colored bands between points whose values are known, which are drawn over them: linear in the triangles that the
     * points form (Delaunay), on axes as they are drawn, and nothing beyond the outermost points.
     *
     * @param points places, and their values as colors; several in one place count as one with their mean
     * @return the plot with the points' title, labels and axes, or nothing where fewer than three places are known or all
     *     lie in a row
     */
    public static Optional<ContourPlot> between(ScatterPlot points) {
        return Interpolation.of(points).map(grid -> of(points.title(), grid)
                .withXLabel(points.xLabel())
                .withYLabel(points.yLabel())
                .withLogarithmicX(points.logarithmicX())
                .withLogarithmicY(points.logarithmicY())
                .withPoints(List.of(Interpolation.places(points))));
    }

    private static List<Double> linear(Grid grid, int count) {
        return spread(grid, count, share -> share);
    }

    private static List<Double> spread(Grid grid, int count, java.util.function.DoubleUnaryOperator curve) {
        Arguments.require(
                count >= 1 && count <= MOST_LEVELS, "ContourPlot", "the number of levels must be 1 to 200", count);
        double low = grid.lowest();
        double high = grid.highest();
        List<Double> levels = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            double level = low + (high - low) * curve.applyAsDouble(i / (count + 1.0));
            if (Double.isFinite(level) && (levels.isEmpty() || level > levels.get(levels.size() - 1))) {
                levels.add(level);
            }
        }
        return levels.isEmpty() ? List.of(low) : levels;
    }

    /**
     * The same plot with levels at equal distances between the smallest and the largest value.
     *
     * @param count how many, 1 to 200
     * @return a copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public ContourPlot withLinearLevels(int count) {
        return withLevels(linear(grid, count));
    }

    /**
     * The same plot with levels whose distances from the smallest value grow by the same factor, over four powers of ten:
     * for functions with a flat bottom and steep walls.
     *
     * @param count how many, 1 to 200
     * @return a copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public ContourPlot withLogarithmicLevels(int count) {
        return withLevels(spread(grid, count, share -> Math.pow(10, -DECADES * (1 - share))));
    }

    /**
     * This plot and one more path.
     *
     * @param path where it leads
     * @return a new plot
     * @throws IllegalArgumentException if there is a path of this name
     */
    public ContourPlot plus(Series path) {
        List<Series> more = new ArrayList<>(paths);
        more.add(path);
        return withPaths(more);
    }

    /**
     * Writes the drawing with its paths growing from their beginnings to their ends, all of them in the same time and each
     * step of one in the same time, over and over. Nothing else is needed to see it, and for people who asked their
     * machine for less motion it stands still.
     *
     * @param file the SVG file to make or replace; its directory must exist
     * @param seconds how long it takes, above 0
     * @throws IOException if it cannot be written, or if this machine has no font to draw text with
     * @throws IllegalArgumentException if the time is not above 0
     */
    public void writeAnimatedSvg(Path file, double seconds) throws IOException {
        AnimatedContour.write(this, Arguments.positive("writeAnimatedSvg", "seconds", seconds), file);
    }
}
