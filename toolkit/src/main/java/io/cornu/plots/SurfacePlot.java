package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * A function of two numbers as a surface in space, with paths on it, seen from afar.
 *
 * <pre>{@code
 * SurfacePlot.of("Valley", Grid.sample(-3, 3, -3, 3, 61, (x, y) -> 20 * x * x + y * y))
 *         .withAzimuth(-60)
 *         .writePng(Path.of("valley.png"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the first axis shows; empty for nothing
 * @param yLabel what the second axis shows; empty for nothing
 * @param zLabel what the vertical axis shows; empty for nothing
 * @param grid the values; large grids are drawn with 60 lines each way
 * @param paths the paths, whose heights are those of the surface
 * @param azimuth from where it is seen, in degrees around the vertical axis; -60 by default
 * @param elevation from how high it is seen, in degrees above the floor, -90 to 90; 30 by default
 * @param logarithmic whether heights are the logarithms of the distances from the smallest value, over four powers of
 *     ten; not by default
 * @param width the width in pixels, 200 to 8000; 720 by default
 * @param height the height in pixels, 150 to 8000; 600 by default
 */
@RecordBuilder
public record SurfacePlot(
        String title,
        String xLabel,
        String yLabel,
        String zLabel,
        Grid grid,
        List<Series> paths,
        double azimuth,
        double elevation,
        boolean logarithmic,
        int width,
        int height)
        implements Figure, SurfacePlotBuilder.With {
    /**
     * Checks names, angles and sizes.
     *
     * @throws IllegalArgumentException if two paths have the same name, or an angle or the size is out of range
     */
    public SurfacePlot {
        paths = List.copyOf(paths);
        String where = "surface plot '" + title + "'";
        List<String> names = paths.stream().map(Series::name).toList();
        Arguments.require(names.stream().distinct().count() == names.size(), where, "names must differ", names);
        Arguments.require(Double.isFinite(azimuth), where, "azimuth must be finite", azimuth);
        Arguments.require(elevation >= -90 && elevation <= 90, where, "elevation must be in [-90, 90]", elevation);
        Arguments.require(width >= 200 && width <= 8000, where, "width must be 200 to 8000", width);
        Arguments.require(height >= 150 && height <= 8000, where, "height must be 150 to 8000", height);
    }

    /**
     * A surface seen from the usual corner.
     *
     * @param title the title; empty for none
     * @param grid the values
     * @return the plot, without paths
     */
    public static SurfacePlot of(String title, Grid grid) {
        return new SurfacePlot(title, "x", "y", "", grid, List.of(), -60, 30, false, 720, 600);
    }

    /**
     * This plot and one more path.
     *
     * @param path where it leads
     * @return a new plot
     * @throws IllegalArgumentException if there is a path of this name
     */
    public SurfacePlot plus(Series path) {
        List<Series> more = new ArrayList<>(paths);
        more.add(path);
        return withPaths(more);
    }
}
