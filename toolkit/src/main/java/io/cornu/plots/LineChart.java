package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Curves over a common axis.
 *
 * <p>The points of a curve are joined in the order given. Where a value is not a number or infinite, or not
 * positive on a logarithmic axis, the line has a gap; a point between two gaps is drawn as a dot, and so is a
 * curve of a single point. Curves of few points have all of them marked. Points whose place has no logarithm are left
 * out where the horizontal axis is logarithmic.
 *
 * <pre>{@code
 * LineChart.of("Loss", "epoch", "loss")
 *         .plus("training", 0.61, 0.43, 0.38)
 *         .plus("validation", 0.52, 0.47, 0.46)
 *         .writeSvg(Path.of("loss.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the horizontal axis shows; empty for nothing
 * @param yLabel what the vertical axis shows; empty for nothing
 * @param series the curves; one without any point to draw is left out of the picture
 * @param logarithmic whether the vertical axis is logarithmic; it is not by default
 * @param logarithmicX whether the horizontal axis is logarithmic; it is not by default
 * @param width the width in pixels, 200 to 8000; 640 by default
 * @param height the height in pixels, 150 to 8000; 480 by default
 */
@RecordBuilder
public record LineChart(
        String title,
        String xLabel,
        String yLabel,
        List<Series> series,
        boolean logarithmic,
        boolean logarithmicX,
        int width,
        int height)
        implements Figure, LineChartBuilder.With {
    private static final int DEFAULT_WIDTH = 640;
    private static final int DEFAULT_HEIGHT = 480;
    private static final int LARGEST = 8000;

    /**
     * One curve, and perhaps a band around it.
     *
     * @param name what the legend calls it; different from that of the other curves
     * @param x where its points lie
     * @param y their values, as many
     * @param spread how far the band reaches above and below each value, such as the standard deviation over seeds;
     *     empty for no band, and no band where it is not a number
     */
    public record Series(String name, List<Double> x, List<Double> y, List<Double> spread) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if there are not as many values as places, a place is not finite, or a
         *     spread is negative
         */
        public Series {
            x = List.copyOf(x);
            y = List.copyOf(y);
            spread = List.copyOf(spread);
            Arguments.require(
                    spread.isEmpty() || spread.size() == y.size(),
                    "series '" + name + "'",
                    "expected a spread for each of " + y.size() + " values, or none",
                    spread.size());
            Arguments.require(
                    spread.stream().noneMatch(each -> each < 0),
                    "series '" + name + "'",
                    "spreads must not be negative",
                    spread);
            Arguments.require(
                    x.size() == y.size(), "series '" + name + "'", "expected " + x.size() + " values", y.size());
            Arguments.require(
                    x.stream().allMatch(Double::isFinite), "series '" + name + "'", "places must be finite", x);
        }

        /**
         * A curve without a band.
         *
         * @param name what the legend calls it; different from that of the other curves
         * @param x where its points lie
         * @param y their values, as many
         * @throws IllegalArgumentException if there are not as many values as places, or a place is not finite
         */
        public Series(String name, List<Double> x, List<Double> y) {
            this(name, x, y, List.of());
        }

        /**
         * The same curve with a band.
         *
         * @param deviations how far it reaches above and below each value
         * @return a copy
         * @throws IllegalArgumentException if there are not as many as values, or one is negative
         */
        public Series withSpread(double... deviations) {
            return new Series(
                    name, x, y, Arrays.stream(deviations).boxed().toList());
        }
    }

    /**
     * Checks names and sizes.
     *
     * @throws IllegalArgumentException if two curves have the same name or the size is out of range
     */
    public LineChart {
        series = List.copyOf(series);
        List<String> names = series.stream().map(Series::name).toList();
        Arguments.require(
                names.stream().distinct().count() == names.size(), "chart '" + title + "'", "names must differ", names);
        Arguments.require(
                width >= 200 && width <= LARGEST, "chart '" + title + "'", "width must be 200 to 8000", width);
        Arguments.require(
                height >= 150 && height <= LARGEST, "chart '" + title + "'", "height must be 150 to 8000", height);
    }

    /**
     * A chart without curves.
     *
     * @param title the title; empty for none
     * @param xLabel what the horizontal axis shows; empty for nothing
     * @param yLabel what the vertical axis shows; empty for nothing
     * @return the chart
     */
    public static LineChart of(String title, String xLabel, String yLabel) {
        return new LineChart(title, xLabel, yLabel, List.of(), false, false, DEFAULT_WIDTH, DEFAULT_HEIGHT);
    }

    /**
     * This chart and one more curve.
     *
     * @param curve the curve
     * @return a new chart
     * @throws IllegalArgumentException if there is a curve of this name
     */
    public LineChart plus(Series curve) {
        List<Series> more = new ArrayList<>(series);
        more.add(curve);
        return withSeries(more);
    }

    /**
     * This chart and one more curve, whose points lie at 1, 2, 3 and so on, as epochs do.
     *
     * @param name what the legend calls it
     * @param y the values
     * @return a new chart
     * @throws IllegalArgumentException if there is a curve of this name
     */
    public LineChart plus(String name, double... y) {
        List<Double> x =
                IntStream.rangeClosed(1, y.length).mapToObj(Double::valueOf).toList();
        return plus(new Series(name, x, Arrays.stream(y).boxed().toList()));
    }
}
