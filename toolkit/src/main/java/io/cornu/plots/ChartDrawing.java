package io.cornu.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Translates a chart into XChart's terms. */
final class ChartDrawing {
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP);
    private static final BasicStroke SOLID = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {7f, 4f}, 0f);
    private static final int MOST_MARKED_POINTS = 30;
    private static final int MOST_LABELED_POINTS = 10;
    private static final int MOST_BELOW = 4;

    private final LineChart chart;
    private final XYChart drawing;

    private ChartDrawing(LineChart chart) {
        this.chart = chart;
        this.drawing = new XYChartBuilder()
                .width(chart.width())
                .height(chart.height())
                .title(chart.title())
                .xAxisTitle(chart.xLabel())
                .yAxisTitle(chart.yLabel())
                .build();
    }

    static XYChart of(LineChart chart) {
        ChartDrawing drawing = new ChartDrawing(chart);
        drawing.style();
        drawing.range();
        for (int i = 0; i < chart.series().size(); i++) {
            drawing.add(i);
        }
        return drawing.drawing;
    }

    private void style() {
        XYStyler styler = drawing.getStyler();
        styler.setBaseFont(Palette.FONT);
        styler.setChartTitleFont(Palette.TITLE_FONT);
        styler.setAxisTitleFont(Palette.AXIS_FONT);
        styler.setAxisTickLabelsFont(Palette.FONT);
        styler.setLegendFont(Palette.FONT);
        styler.setChartFontColor(Palette.TEXT);
        styler.setAxisTickLabelsColor(Palette.TEXT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setAxisTickMarksColor(Palette.GRID);
        styler.setChartTitleVisible(!chart.title().isEmpty());
        styler.setChartTitleBoxVisible(false);
        styler.setXAxisTitleVisible(!chart.xLabel().isEmpty());
        styler.setYAxisTitleVisible(!chart.yLabel().isEmpty());
        styler.setChartPadding(12);
        styler.setMarkerSize(7);
        styler.setLocale(Locale.ROOT);
        styler.setXAxisDecimalPattern("#,##0.######");
        styler.setLegendPadding(12);
        boolean below = chart.series().size() <= MOST_BELOW;
        styler.setLegendVisible(chart.series().size() > 1);
        styler.setLegendPosition(below ? LegendPosition.OutsideS : LegendPosition.OutsideE);
        styler.setLegendLayout(below ? LegendLayout.Horizontal : LegendLayout.Vertical);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setYAxisLogarithmic(chart.logarithmic());
    }

    /** A single value has no range of its own. */
    private void range() {
        XYStyler styler = drawing.getStyler();
        double[] x = new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] y = x.clone();
        for (LineChart.Series series : chart.series()) {
            for (int i : drawable(series)) {
                include(x, series.x().get(i));
                include(y, series.y().get(i));
            }
        }
        if (x[0] > x[1]) {
            include(x, 0);
            include(x, 1);
            include(y, chart.logarithmic() ? 0.1 : 0);
            include(y, 1);
        }
        if (x[0] == x[1]) {
            styler.setXAxisMin(x[0] - 1);
            styler.setXAxisMax(x[1] + 1);
        }
        if (y[0] == y[1]) {
            double margin = y[0] == 0 ? 1 : Math.abs(y[0]) / 2;
            styler.setYAxisMin(y[0] - margin);
            styler.setYAxisMax(y[1] + margin);
        }
    }

    private static void include(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    private void add(int index) {
        LineChart.Series series = chart.series().get(index);
        List<Integer> points = drawable(series);
        if (points.isEmpty()) {
            return;
        }
        int size = series.x().size();
        double[] x = new double[size];
        double[] y = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = series.x().get(i);
            y[i] = isDrawable(series.y().get(i)) ? series.y().get(i) : Double.NaN;
        }
        if (size > MOST_LABELED_POINTS) {
            // XChart writes the labels of evenly spaced points so close that they touch, and those of any others
            // well apart: a thousandth of a step makes them others.
            x[0] += (x[1] - x[0]) / 1000;
        }
        Color color = Palette.line(index);
        Marker marker = MARKERS.get(index % MARKERS.size());
        XYSeries line = drawing.addSeries(series.name(), x, y);
        line.setLineColor(color);
        line.setMarkerColor(color);
        line.setLineStyle(index < Palette.size() ? SOLID : DASHED);
        line.setMarker(points.size() <= MOST_MARKED_POINTS ? marker : SeriesMarkers.NONE);
        List<Integer> lonely = points.size() <= MOST_MARKED_POINTS ? List.of() : isolated(points);
        if (!lonely.isEmpty()) {
            XYSeries dots = drawing.addSeries(
                    series.name() + " (single points)",
                    lonely.stream().mapToDouble(i -> x[i]).toArray(),
                    lonely.stream().mapToDouble(i -> y[i]).toArray());
            dots.setLineStyle(SeriesLines.NONE);
            dots.setMarker(marker);
            dots.setMarkerColor(color);
            dots.setShowInLegend(false);
        }
    }

    private List<Integer> drawable(LineChart.Series series) {
        return IntStream.range(0, series.y().size())
                .filter(i -> isDrawable(series.y().get(i)))
                .boxed()
                .toList();
    }

    private boolean isDrawable(double value) {
        return Double.isFinite(value) && (!chart.logarithmic() || value > 0);
    }

    private static List<Integer> isolated(List<Integer> points) {
        List<Integer> isolated = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            boolean before = i > 0 && points.get(i - 1) == points.get(i) - 1;
            boolean after = i + 1 < points.size() && points.get(i + 1) == points.get(i) + 1;
            if (!before && !after) {
                isolated.add(points.get(i));
            }
        }
        return isolated;
    }
}
