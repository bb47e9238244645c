package io.cornu.plots;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Title and axes around a rectangle that is left to others.
 *
 * @param area the rectangle, in pixels
 * @param horizontal what places it shows from edge to edge
 * @param vertical what places it shows from bottom to top
 */
record AxesFrame(Rectangle2D area, Axis horizontal, Axis vertical) {
    private static final String NOTHING = "nothing";
    private static final int MOST_TICKS = 6;

    /**
     * Draws a frame.
     *
     * @param graphics where to draw it
     * @param plot title, labels and places
     * @param width the width to fill
     * @param height the height to fill
     */
    static AxesFrame paint(Graphics2D graphics, ContourPlot plot, int width, int height) {
        return plot.logarithmicX() || plot.logarithmicY()
                ? logarithmic(graphics, plot, width, height)
                : linear(graphics, plot, width, height);
    }

    /** XChart lays logarithmic axes out from power to power, with the rectangle somewhere between them. */
    private static AxesFrame logarithmic(Graphics2D graphics, ContourPlot plot, int width, int height) {
        Canvas canvas = new Canvas(graphics);
        Grid grid = plot.grid();
        Axis horizontal = Axis.of(grid.xLow(), grid.xHigh(), plot.logarithmicX(), MOST_TICKS);
        Axis vertical = Axis.of(grid.yLow(), grid.yHigh(), plot.logarithmicY(), MOST_TICKS);
        PlotArea area = PlotArea.within(
                canvas,
                width,
                height,
                canvas.title(plot.title(), width),
                plot.xLabel(),
                plot.yLabel(),
                PlotArea.labelWidth(canvas, vertical),
                Canvas.BASE * Canvas.LINE,
                0);
        area.horizontal(horizontal);
        area.vertical(vertical);
        return new AxesFrame(
                new Rectangle2D.Double(area.left(), area.top(), area.width(), area.height()), horizontal, vertical);
    }

    private static AxesFrame linear(Graphics2D graphics, ContourPlot plot, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(plot.title())
                .xAxisTitle(plot.xLabel())
                .yAxisTitle(plot.yLabel())
                .build();
        Grid grid = plot.grid();
        style(chart.getStyler(), plot);
        // XChart needs something to draw. It disappears under what is drawn into the rectangle.
        XYSeries nothing =
                chart.addSeries(NOTHING, uneven(grid.xLow(), grid.xHigh()), uneven(grid.yLow(), grid.yHigh()));
        nothing.setMarker(SeriesMarkers.NONE);
        nothing.setLineStyle(SeriesLines.NONE);
        chart.paint(graphics, width, height);
        double left = chart.getScreenXFromChart(grid.xLow());
        double right = chart.getScreenXFromChart(grid.xHigh());
        double top = chart.getScreenYFromChart(grid.yHigh());
        double bottom = chart.getScreenYFromChart(grid.yLow());
        return new AxesFrame(
                new Rectangle2D.Double(left, top, right - left, bottom - top),
                new Axis(grid.xLow(), grid.xHigh(), false, List.of()),
                new Axis(grid.yLow(), grid.yHigh(), false, List.of()));
    }

    /** XChart labels evenly spaced points themselves, and for others round numbers. */
    private static double[] uneven(double low, double high) {
        return new double[] {low, low + (high - low) / 3, high};
    }

    private static void style(XYStyler styler, ContourPlot plot) {
        Grid grid = plot.grid();
        styler.setBaseFont(Palette.FONT);
        styler.setChartTitleFont(Palette.TITLE_FONT);
        styler.setAxisTitleFont(Palette.AXIS_FONT);
        styler.setAxisTickLabelsFont(Palette.FONT);
        styler.setChartFontColor(Palette.TEXT);
        styler.setAxisTickLabelsColor(Palette.TEXT);
        styler.setAxisTickMarksColor(Palette.GRID);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesVisible(false);
        styler.setPlotContentSize(1);
        styler.setPlotMargin(0);
        styler.setChartTitleVisible(!plot.title().isEmpty());
        styler.setChartTitleBoxVisible(false);
        styler.setXAxisTitleVisible(!plot.xLabel().isEmpty());
        styler.setYAxisTitleVisible(!plot.yLabel().isEmpty());
        styler.setChartPadding(12);
        styler.setLocale(Locale.ROOT);
        styler.setXAxisDecimalPattern("#,##0.######");
        styler.setYAxisDecimalPattern("#,##0.######");
        styler.setXAxisMin(grid.xLow());
        styler.setXAxisMax(grid.xHigh());
        styler.setYAxisMin(grid.yLow());
        styler.setYAxisMax(grid.yHigh());
        styler.setLegendVisible(false);
    }

    double x(double place) {
        return area.getX() + area.getWidth() * horizontal.share(place);
    }

    double y(double place) {
        return area.getMaxY() - area.getHeight() * vertical.share(place);
    }
}
