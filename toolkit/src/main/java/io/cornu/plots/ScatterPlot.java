package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Points, colored by a third value if there is one.
 *
 * <p>Points with a place that an axis cannot show are left out: what is not finite, and what is not positive on a
 * logarithmic one. Points whose color is not a number are gray.
 *
 * <pre>{@code
 * ScatterPlot.of("Trials", "learning rate", "accuracy", rates, accuracies)
 *         .withLogarithmicX(true)
 *         .withColors("dropout", dropouts)
 *         .writeSvg(Path.of("trials.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the horizontal axis shows; empty for nothing
 * @param yLabel what the vertical axis shows; empty for nothing
 * @param x where the points lie
 * @param y their values, as many
 * @param colorLabel what the color shows; empty for nothing
 * @param colors the third value, as many; empty for points of one color
 * @param categories the names of the horizontal places 0, 1 and so on; empty, the default, for numbers
 * @param logarithmicX whether the horizontal axis is logarithmic; it is not by default
 * @param logarithmicY whether the vertical axis is logarithmic; it is not by default
 * @param width the width in pixels, 200 to 8000; 640 by default
 * @param height the height in pixels, 150 to 8000; 480 by default
 */
@RecordBuilder
public record ScatterPlot(
        String title,
        String xLabel,
        String yLabel,
        List<Double> x,
        List<Double> y,
        String colorLabel,
        List<Double> colors,
        List<String> categories,
        boolean logarithmicX,
        boolean logarithmicY,
        int width,
        int height)
        implements Figure, ScatterPlotBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if there are not as many values or colors as places, a place has no
     *     category where there are some, or the size is out of range
     */
    public ScatterPlot {
        x = List.copyOf(x);
        y = List.copyOf(y);
        colors = List.copyOf(colors);
        categories = List.copyOf(categories);
        String where = "chart '" + title + "'";
        Arguments.require(x.size() == y.size(), where, "expected " + x.size() + " values", y.size());
        Arguments.require(
                colors.isEmpty() || colors.size() == x.size(),
                where,
                "expected " + x.size() + " colors, or none",
                colors.size());
        Arguments.require(
                categories.isEmpty() || !logarithmicX,
                where,
                "categories must not lie on a logarithmic axis",
                categories);
        for (double place : categories.isEmpty() ? List.<Double>of() : x) {
            Arguments.require(
                    !Double.isFinite(place) || place >= 0 && place < categories.size() && place == Math.rint(place),
                    where,
                    "places must be numbers of the " + categories.size() + " categories",
                    place);
        }
        Sizes.require(title, width, height);
    }

    /**
     * Points of one color.
     *
     * @param title the title; empty for none
     * @param xLabel what the horizontal axis shows; empty for nothing
     * @param yLabel what the vertical axis shows; empty for nothing
     * @param x where the points lie
     * @param y their values, as many
     * @return the plot
     * @throws IllegalArgumentException if there are not as many values as places
     */
    public static ScatterPlot of(String title, String xLabel, String yLabel, double[] x, double[] y) {
        return new ScatterPlot(
                title,
                xLabel,
                yLabel,
                Sizes.list(x),
                Sizes.list(y),
                "",
                List.of(),
                List.of(),
                false,
                false,
                Sizes.WIDTH,
                Sizes.HEIGHT);
    }

    /**
     * The same points colored by a value.
     *
     * @param label what it is
     * @param values one for each point
     * @return a copy
     * @throws IllegalArgumentException if there are not as many as points
     */
    public ScatterPlot withColors(String label, double... values) {
        return withColors(Sizes.list(values)).withColorLabel(label);
    }
}
