package io.cornu.plots;

import io.cornu.plots.Canvas.Side;
import io.cornu.plots.ParallelCoordinates.Setting;
import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws parallel coordinates. */
final class ParallelDrawing {
    private static final Color UNKNOWN = new Color(0xBBBBBB);
    private static final int MOST_NAME_LINES = 3;

    private final ParallelCoordinates plot;
    private final Canvas canvas;
    private final List<Axis> axes;
    private final Axis shades;

    ParallelDrawing(ParallelCoordinates plot, Canvas canvas) {
        this.plot = plot;
        this.canvas = canvas;
        this.axes = plot.axes().stream().map(ParallelDrawing::axis).toList();
        this.shades = Axis.around(plot.colors().stream().mapToDouble(value -> value), false, 6);
    }

    private static Axis axis(Setting setting) {
        if (setting.categories().isEmpty()) {
            return Axis.around(setting.values().stream().mapToDouble(value -> value), setting.logarithmic(), 6);
        }
        return Axis.of(setting.categories());
    }

    void paint() {
        double top = canvas.title(plot.title(), plot.width());
        double slot = (plot.width() - PlotArea.colorBarWidth(canvas, shades, plot.colorLabel()) - 24)
                / Math.max(1, plot.axes().size());
        PlotArea area = new PlotArea(
                canvas,
                16,
                top + MOST_NAME_LINES * Canvas.BASE * Canvas.LINE + 6,
                plot.width() - 12 - PlotArea.colorBarWidth(canvas, shades, plot.colorLabel()),
                plot.height() - 16.0);
        lines(area, slot);
        for (int i = 0; i < axes.size(); i++) {
            axis(area, i, slot, top);
        }
        area.colorBar(shades, plot.colorLabel(), ColorScale.SEQUENTIAL);
    }

    /** An axis stands at the right of the room for its numbers. */
    private double x(PlotArea area, int axis, double slot) {
        double room = Math.min(slot - 12, widestLabel(0));
        return area.left() + room + 6 + axis * (area.width() - room - 12) / Math.max(1, axes.size() - 1);
    }

    private double widestLabel(int axis) {
        return axes.isEmpty() ? 0 : PlotArea.labelWidth(canvas, axes.get(axis));
    }

    private void axis(PlotArea area, int number, double slot, double top) {
        Axis axis = axes.get(number);
        double x = x(area, number, slot);
        canvas.line(x, area.top(), x, area.bottom(), Palette.TEXT);
        double room = slot - 14;
        double height = area.height() / Math.max(1, axis.ticks().size());
        for (Axis.Tick tick : axis.ticks()) {
            double y = area.y(axis, tick.value());
            double size = canvas.fittingSize(tick.label(), Canvas.BASE - 1, room, Math.min(height, 30));
            List<String> lines = canvas.wrapped(tick.label(), size, room, false);
            double widest = canvas.widest(lines, size);
            // The lines behind would make the numbers hard to read.
            canvas.fill(
                    x - 8 - widest,
                    y - lines.size() * size * Canvas.LINE / 2,
                    widest + 4,
                    lines.size() * size * Canvas.LINE,
                    new Color(255, 255, 255, 200));
            canvas.line(x - 3, y, x, y, Palette.TEXT);
            canvas.lines(lines, x - 6, y, size, Side.END, Palette.TEXT, false);
        }
        String name = plot.axes().get(number).name();
        double middle = top + MOST_NAME_LINES * Canvas.BASE * Canvas.LINE / 2;
        double size = canvas.fittingSize(name, Canvas.BASE, slot - 8, MOST_NAME_LINES * Canvas.BASE * Canvas.LINE);
        List<String> lines = canvas.wrapped(name, size, slot - 8, false);
        double half = canvas.widest(lines, size) / 2;
        double center = Math.max(half + 4, Math.min(plot.width() - half - 4, x));
        canvas.lines(lines, center, middle, size, Side.MIDDLE, Palette.TEXT, true);
    }

    private void lines(PlotArea area, double slot) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, plot.colors().size()).boxed().toList());
        // What has no result lies below all others.
        order.sort(Comparator.comparingDouble(
                i -> Double.isFinite(plot.colors().get(i)) ? plot.colors().get(i) : Double.NEGATIVE_INFINITY));
        for (int line : order) {
            double result = plot.colors().get(line);
            Color color = Double.isFinite(result) ? ColorScale.SEQUENTIAL.at(shades.share(result)) : UNKNOWN;
            Path2D path = new Path2D.Double();
            boolean isBroken = true;
            for (int i = 0; i < axes.size(); i++) {
                double value = plot.axes().get(i).values().get(line);
                if (Axis.shows(value, axes.get(i).logarithmic())) {
                    double x = x(area, i, slot);
                    double y = area.y(axes.get(i), value);
                    if (isBroken) {
                        path.moveTo(x, y);
                    } else {
                        path.lineTo(x, y);
                    }
                    canvas.dot(x, y, 4, color);
                    isBroken = false;
                } else {
                    isBroken = true;
                }
            }
            canvas.stroke(path, color);
        }
    }
}
