package io.cornu.plots;

import java.awt.Color;
import java.util.List;
import java.util.stream.IntStream;

/** Draws points. */
final class ScatterDrawing {
    private static final Color UNKNOWN = new Color(0x999999);
    private static final int MANY = 400;
    /** How many lines the name of a category may take, and what stands beside all of them. */
    private static final int MOST_LINES = 3;

    private static final double AROUND = 60;

    private ScatterDrawing() {}

    static void paint(ScatterPlot plot, Canvas canvas) {
        int[] shown = IntStream.range(0, plot.x().size())
                .filter(i -> Axis.shows(plot.x().get(i), plot.logarithmicX())
                        && Axis.shows(plot.y().get(i), plot.logarithmicY()))
                .toArray();
        double top = canvas.title(plot.title(), plot.width());
        Axis x = plot.categories().isEmpty()
                ? Axis.around(IntStream.of(shown).mapToDouble(plot.x()::get), plot.logarithmicX(), 7)
                : Axis.of(plot.categories());
        Axis y = Axis.around(IntStream.of(shown).mapToDouble(plot.y()::get), plot.logarithmicY(), 6);
        List<Double> colors = plot.colors();
        Axis shades = Axis.around(colors.stream().mapToDouble(value -> value), false, 6);
        double bar = colors.isEmpty() ? 14 : PlotArea.colorBarWidth(canvas, shades, plot.colorLabel());
        double rowLabels = PlotArea.labelWidth(canvas, y);
        List<String> names = plot.categories();
        double slot = (plot.width() - rowLabels - bar - AROUND) / Math.max(1, names.size());
        double nameSize = names.stream()
                .mapToDouble(
                        name -> canvas.fittingSize(name, Canvas.BASE, slot, MOST_LINES * Canvas.BASE * Canvas.LINE))
                .min()
                .orElse(Canvas.BASE);
        int lines = names.stream()
                .mapToInt(name -> canvas.wrapped(name, nameSize, slot, false).size())
                .max()
                .orElse(1);
        PlotArea area = PlotArea.within(
                canvas, plot, top, plot.xLabel(), plot.yLabel(), rowLabels, lines * nameSize * Canvas.LINE, bar);
        if (names.isEmpty()) {
            area.horizontal(x);
        } else {
            area.names(x, nameSize, slot);
        }
        area.vertical(y);
        if (!colors.isEmpty()) {
            area.colorBar(shades, plot.colorLabel(), ColorScale.SEQUENTIAL);
        }
        double size = shown.length > MANY ? 4 : 7;
        for (int i : shown) {
            Color color = colors.isEmpty()
                    ? Palette.line(0)
                    : Double.isFinite(colors.get(i)) ? ColorScale.SEQUENTIAL.at(shades.share(colors.get(i))) : UNKNOWN;
            double left = area.x(x, plot.x().get(i));
            double up = area.y(y, plot.y().get(i));
            // A rim, for the lightest colors are faint on white.
            canvas.dot(left, up, size + 1, colors.isEmpty() ? color : Palette.TEXT);
            canvas.dot(left, up, size, color);
        }
    }
}
