package io.cornu.plots;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** Draws points. */
final class ScatterDrawing {
    private static final Color UNKNOWN = new Color(0x999999);
    private static final int MANY = 400;

    private ScatterDrawing() {}

    static void paint(ScatterPlot plot, Canvas canvas) {
        int[] shown = IntStream.range(0, plot.x().size())
                .filter(i -> Axis.shows(plot.x().get(i), plot.logarithmicX())
                        && Axis.shows(plot.y().get(i), plot.logarithmicY()))
                .toArray();
        double top = canvas.title(plot.title(), plot.width());
        Axis x = Axis.around(IntStream.of(shown).mapToDouble(plot.x()::get), plot.logarithmicX(), 7);
        Axis y = Axis.around(IntStream.of(shown).mapToDouble(plot.y()::get), plot.logarithmicY(), 6);
        List<Double> colors = plot.colors();
        Axis shades = Axis.around(colors.stream().mapToDouble(value -> value), false, 6);
        double bar = colors.isEmpty() ? 14 : PlotArea.colorBarWidth(canvas, shades, plot.colorLabel());
        PlotArea area = PlotArea.within(
                canvas,
                plot,
                top,
                plot.xLabel(),
                plot.yLabel(),
                PlotArea.labelWidth(canvas, y),
                Canvas.BASE * Canvas.LINE,
                bar);
        area.horizontal(x);
        area.vertical(y);
        if (!colors.isEmpty()) {
            area.colorBar(shades, plot.colorLabel(), ColorScale.SEQUENTIAL);
        }
        double size = shown.length > MANY ? 4 : 7;
        for (int i : shown) {
            Color color = colors.isEmpty()
                    ? Palette.line(0)
                    : Double.isFinite(colors.get(i))
                            ? ColorScale.SEQUENTIAL.at(shades.share(colors.get(i)))
                            : UNKNOWN;
            double left = area.x(x, plot.x().get(i));
            double up = area.y(y, plot.y().get(i));
            // A rim, for the lightest colors are faint on white.
            canvas.dot(left, up, size + 1, colors.isEmpty() ? color : Palette.TEXT);
            canvas.dot(left, up, size, color);
        }
    }
}
