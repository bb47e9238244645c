package io.cornu.plots;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.IntStream;

/** Draws histograms: filled where there is one set, filled and outlined where several lie over each other. */
final class HistogramDrawing {
    private HistogramDrawing() {}

    static void paint(Histogram histogram, Canvas canvas) {
        List<String> names =
                histogram.sets().stream().map(Histogram.Values::name).toList();
        double top = canvas.legend(names, canvas.title(histogram.title(), histogram.width()), histogram.width());
        List<Double> edges = histogram.edges();
        List<List<Integer>> counts = IntStream.range(0, histogram.sets().size())
                .mapToObj(histogram::counts)
                .toList();
        int most = counts.stream()
                .flatMap(List::stream)
                .mapToInt(count -> count)
                .max()
                .orElse(1);
        Axis y = Axis.of(0, Math.max(1, most) * 1.05, false, 6);
        Axis x = Axis.of(edges.get(0), edges.get(histogram.bins()), false, 7);
        PlotArea area = PlotArea.within(
                canvas,
                histogram,
                top,
                histogram.xLabel(),
                histogram.yLabel(),
                PlotArea.labelWidth(canvas, y),
                Canvas.BASE * Canvas.LINE,
                14);
        area.vertical(y);
        area.horizontal(x);
        for (int set = 0; set < counts.size(); set++) {
            Path2D outline = new Path2D.Double();
            outline.moveTo(area.left(), area.bottom());
            Color color = Palette.line(set);
            for (int bin = 0; bin < histogram.bins(); bin++) {
                double left = area.x(x, edges.get(bin));
                double right = area.x(x, edges.get(bin + 1));
                double height = area.y(y, counts.get(set).get(bin));
                outline.lineTo(left, height);
                outline.lineTo(right, height);
                double gap = counts.size() == 1 && right - left > 4 ? 1 : 0;
                canvas.fill(
                        left + gap / 2,
                        height,
                        right - left - gap,
                        area.bottom() - height,
                        counts.size() == 1 ? color : Palette.transparent(color, 90));
            }
            outline.lineTo(area.right(), area.bottom());
            canvas.stroke(outline, color);
        }
        canvas.line(area.left(), area.bottom(), area.right(), area.bottom(), Palette.TEXT);
    }
}
