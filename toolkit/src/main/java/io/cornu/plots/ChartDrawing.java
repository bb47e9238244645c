package io.cornu.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
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
    private static final BasicStroke DASHED =
            new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {7f, 4f}, 0f);
    private static final int MOST_MARKED_POINTS = 30;
    private static final int MOST_LABELED_POINTS = 10;
    private static final int MOST_BELOW = 4;
    private static final double LETTER = 7.5;
    private static final int LONGEST_NAME = 26;
    /** How high the name of a series is in the legend, without the room around it. */
    private static final double LEGEND_LINE = 17;

    private static final int MOST_NAMES = 40;
    /** How wide a logarithmic axis must be for powers of ten to be marks enough. */
    private static final double DECADES_ALONE = 50;

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
        ChartDrawing drawing = new ChartDrawing(chart.logarithmicX() ? positive(chart) : chart);
        drawing.style();
        drawing.range();
        for (int i = 0; i < chart.series().size(); i++) {
            drawing.addBand(i);
        }
        for (int i = 0; i < chart.series().size(); i++) {
            drawing.add(i);
        }
        return drawing.drawing;
    }

    /** The chart without the points that have no place on a logarithmic axis. */
    private static LineChart positive(LineChart chart) {
        return chart.withSeries(chart.series().stream()
                .map(series -> {
                    int[] kept = IntStream.range(0, series.x().size())
                            .filter(i -> series.x().get(i) > 0)
                            .toArray();
                    return new LineChart.Series(
                            series.name(),
                            picked(series.x(), kept),
                            picked(series.y(), kept),
                            series.spread().isEmpty() ? List.of() : picked(series.spread(), kept));
                })
                .toList());
    }

    private static List<Double> picked(List<Double> values, int[] indices) {
        return Arrays.stream(indices).mapToObj(values::get).toList();
    }

    private void style() {
        XYStyler styler = drawing.getStyler();
        styler.setBaseFont(Palette.FONT);
        styler.setChartTitleFont(Palette.TITLE_FONT);
        styler.setAxisTitleFont(Palette.AXIS_FONT);
        styler.setAxisTickLabelsFont(Palette.FONT);
        styler.setChartFontColor(Palette.TEXT);
        styler.setAxisTickLabelsColor(Palette.TEXT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(Palette.THIN);
        styler.setAxisTickMarksColor(Palette.GRID);
        styler.setChartTitleVisible(!chart.title().isEmpty());
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(8);
        styler.setXAxisTitleVisible(!chart.xLabel().isEmpty());
        styler.setYAxisTitleVisible(!chart.yLabel().isEmpty());
        styler.setChartPadding(12);
        styler.setMarkerSize(7);
        styler.setLocale(Locale.ROOT);
        if (!chart.logarithmicX()) {
            styler.setXAxisDecimalPattern("#,##0.######");
        }
        boolean below = chart.series().size() <= MOST_BELOW;
        double wide = chart.series().stream()
                .mapToDouble(series -> series.name().length() * LETTER + 60)
                .sum();
        styler.setLegendVisible(chart.series().size() > 1);
        styler.setLegendPosition(below ? LegendPosition.OutsideS : LegendPosition.OutsideE);
        styler.setLegendLayout(below && wide < chart.width() ? LegendLayout.Horizontal : LegendLayout.Vertical);
        fitLegend(styler, below);
        if (styler.getLegendLayout() == LegendLayout.Horizontal) {
            // As much as it takes to see which name belongs to which line.
            styler.setLegendPadding(12);
        }
        styler.setLegendBorderColor(Color.WHITE);
        styler.setYAxisLogarithmic(chart.logarithmic());
        styler.setXAxisLogarithmic(chart.logarithmicX());
        styler.setSeriesColors(new Color[] {Palette.line(0)});
    }

    /** Names stand closer, and are smaller, where there are many. */
    private void fitLegend(XYStyler styler, boolean below) {
        int every = Math.max(1, every());
        double names = 0;
        double lines = 0;
        for (int i = 0; i < chart.series().size(); i += every) {
            names++;
            lines += broken(chart.series().get(i).name(), below).lines().count();
        }
        double room = chart.height() - 60;
        double padding = (room - lines * LEGEND_LINE) / Math.max(1, names);
        styler.setLegendPadding((int) Math.max(1, Math.min(below ? 6 : 12, padding)));
        styler.setLegendFont(Palette.FONT.deriveFont((float) Math.max(6, Math.min(13, (room - names) / lines / 1.35))));
    }

    /** Of more series than a legend can name, every second, third... */
    private int every() {
        return (chart.series().size() + MOST_NAMES - 1) / MOST_NAMES;
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
            include(x, chart.logarithmicX() ? 0.1 : 0);
            include(x, 1);
            include(y, chart.logarithmic() ? 0.1 : 0);
            include(y, 1);
        }
        if (!chart.logarithmicX() && x[1] > x[0]) {
            int digits = (int) Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(x[1] - x[0]))));
            styler.setxAxisTickLabelsFormattingFunction(value -> rounded(value, digits));
        }
        if (x[0] == x[1]) {
            styler.setXAxisMin(chart.logarithmicX() ? x[0] / 2 : x[0] - 1);
            styler.setXAxisMax(chart.logarithmicX() ? x[0] * 2 : x[1] + 1);
        }
        // Beside each other, 8 and 9 and 10 would touch.
        styler.setXAxisLogarithmicDecadeOnly(x[1] / x[0] >= DECADES_ALONE / 10);
        styler.setYAxisLogarithmicDecadeOnly(y[1] / y[0] >= DECADES_ALONE);
        double largest = Math.max(Math.abs(y[0]), Math.abs(y[1]));
        if (!chart.logarithmic() && largest >= 1e-3 && largest < 1e6) {
            styler.setYAxisDecimalPattern("#,##0.######");
        }
        if (y[0] == y[1]) {
            double margin = y[0] == 0 ? 1 : Math.abs(y[0]) / 2;
            styler.setYAxisMin(y[0] - margin);
            styler.setYAxisMax(y[1] + margin);
        }
    }

    /** A place without what {@link #add} adds to the first. */
    private static String rounded(double value, int digits) {
        BigDecimal place = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN);
        return place.signum() == 0 ? "0" : place.stripTrailingZeros().toPlainString();
    }

    private static void include(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    /** The band around a curve: one polygon for each part without gaps. */
    private void addBand(int index) {
        LineChart.Series series = chart.series().get(index);
        if (series.spread().isEmpty()) {
            return;
        }
        double lowest = chart.logarithmic() ? lowest() : Double.NEGATIVE_INFINITY;
        int from = 0;
        for (int i = 0; i <= series.x().size(); i++) {
            boolean isDrawn = i < series.x().size()
                    && isDrawable(series.y().get(i))
                    && Double.isFinite(series.spread().get(i));
            if (!isDrawn) {
                addBand(index, series, from, i, lowest);
                from = i + 1;
            }
        }
    }

    private void addBand(int index, LineChart.Series series, int from, int to, double lowest) {
        int size = to - from;
        if (size < 2) {
            return;
        }
        double[] x = new double[2 * size];
        double[] y = new double[2 * size];
        for (int i = 0; i < size; i++) {
            double value = series.y().get(from + i);
            double spread = series.spread().get(from + i);
            x[i] = series.x().get(from + i);
            y[i] = value + spread;
            x[2 * size - 1 - i] = x[i];
            y[2 * size - 1 - i] = Math.max(lowest, value - spread);
        }
        XYSeries band = drawing.addSeries(series.name() + " (band from " + from + ")", x, y);
        band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(Palette.transparent(Palette.line(index), 50));
        band.setLineStyle(SeriesLines.NONE);
        band.setMarker(SeriesMarkers.NONE);
        band.setShowInLegend(false);
    }

    /** What a band that reaches down to 0 ends at where 0 cannot be shown. */
    private double lowest() {
        double smallest = Double.POSITIVE_INFINITY;
        for (LineChart.Series series : chart.series()) {
            for (int i = 0; i < series.y().size(); i++) {
                double value = series.y().get(i);
                double spread = series.spread().isEmpty() ? 0 : series.spread().get(i);
                for (double each : new double[] {value, value - spread}) {
                    smallest = isDrawable(each) ? Math.min(smallest, each) : smallest;
                }
            }
        }
        return smallest;
    }

    /** XChart wants names that are not empty. */
    private static String key(LineChart.Series series) {
        return series.name().isEmpty() ? " " : series.name();
    }

    /** A long name in several lines, at underscores and the like where there are any. */
    private String broken(String name, boolean below) {
        int longest = below ? (int) Math.max(LONGEST_NAME, (chart.width() - 120) / LETTER) : LONGEST_NAME;
        StringBuilder lines = new StringBuilder();
        String rest = name;
        while (rest.length() > longest) {
            int at = longest;
            while (at > longest / 2 && " /_-,:".indexOf(rest.charAt(at - 1)) < 0) {
                at--;
            }
            at = at > longest / 2 ? at : longest;
            lines.append(rest, 0, at).append('\n');
            rest = rest.substring(at);
        }
        return lines.append(rest).toString();
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
        if (size > MOST_LABELED_POINTS && !chart.logarithmicX()) {
            // XChart writes the labels of evenly spaced points so close that they touch, and those of any others
            // well apart: a little more makes them others, which nobody sees.
            double step = x[1] - x[0];
            x[0] += Math.min(step / 2, Math.max(step, x[size - 1] - x[0]) / 1000);
        }
        Color color = Palette.line(index);
        Marker marker = MARKERS.get(index % MARKERS.size());
        XYSeries line = drawing.addSeries(key(series), x, y);
        line.setLabel(broken(series.name(), chart.series().size() <= MOST_BELOW));
        line.setShowInLegend(index % every() == 0);
        line.setLineColor(color);
        line.setMarkerColor(color);
        line.setLineStyle(index < Palette.size() ? Palette.LINE : DASHED);
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
