package io.cornu.plots;

import io.cornu.plots.BarChart.Group;
import io.cornu.plots.Canvas.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Draws bars. */
final class BarDrawing {
    private static final double BARS = .8;
    private static final int MOST_LINES = 2;
    private static final double SMALL = 10;
    /** How much of a figure names may take. */
    private static final double MOST_NAMES = .42;

    private final BarChart chart;
    private final Canvas canvas;
    private final double top;

    BarDrawing(BarChart chart, Canvas canvas) {
        this.chart = chart;
        this.canvas = canvas;
        List<String> names = chart.groups().stream().map(Group::name).toList();
        this.top = canvas.legend(names, canvas.title(chart.title(), chart.width()), chart.width());
    }

    void paint() {
        Axis axis = axis();
        double slot = (chart.width() - 120.0) / chart.categories().size();
        boolean stands = chart.categories().stream()
                .allMatch(name -> canvas.wrapped(name, Canvas.BASE, slot - 8, false).size() <= MOST_LINES
                        && brokenWhole(name, slot - 8));
        if (stands) {
            paintStanding(axis, slot);
        } else {
            paintLying(axis);
        }
    }

    /** Whether the lines of a name end where words do. */
    private boolean brokenWhole(String name, double room) {
        for (String word : name.split("(?<=[ /_\\-,:])")) {
            if (canvas.width(word.strip(), Canvas.BASE) > room) {
                return false;
            }
        }
        return true;
    }

    private void paintStanding(Axis axis, double roughSlot) {
        double lines = chart.categories().stream()
                .mapToInt(name -> canvas.wrapped(name, Canvas.BASE, roughSlot - 8, false).size())
                .max()
                .orElse(1);
        PlotArea area = PlotArea.within(
                canvas,
                chart,
                top,
                chart.xLabel(),
                chart.yLabel(),
                PlotArea.labelWidth(canvas, axis),
                lines * Canvas.BASE * Canvas.LINE,
                0);
        area.vertical(axis);
        double slot = area.width() / chart.categories().size();
        for (int i = 0; i < chart.categories().size(); i++) {
            double middle = area.left() + (i + .5) * slot;
            List<String> name = canvas.wrapped(chart.categories().get(i), Canvas.BASE, roughSlot - 8, false);
            double y = area.bottom() + 6 + name.size() * Canvas.BASE * Canvas.LINE / 2;
            canvas.lines(name, middle, y, Canvas.BASE, Side.MIDDLE, Palette.TEXT, false);
            double thickness = slot * BARS / Math.max(1, chart.groups().size());
            for (int g = 0; g < chart.groups().size(); g++) {
                double from = middle - slot * BARS / 2 + g * thickness;
                standing(area, axis, g, i, from, thickness);
            }
        }
        canvas.line(area.left(), area.y(axis, 0), area.right(), area.y(axis, 0), Palette.TEXT);
    }

    private void standing(PlotArea area, Axis axis, int group, int category, double from, double thickness) {
        double value = chart.groups().get(group).values().get(category);
        if (!Double.isFinite(value)) {
            return;
        }
        double zero = area.y(axis, 0);
        double end = area.y(axis, value);
        canvas.fill(from + .5, Math.min(zero, end), thickness - 1, Math.abs(zero - end), Palette.line(group));
        double error = error(group, category);
        if (error > 0) {
            double x = from + thickness / 2;
            double half = Math.min(5, thickness / 3);
            double low = area.y(axis, value - error);
            double high = area.y(axis, value + error);
            canvas.line(x, low, x, high, Palette.TEXT);
            canvas.line(x - half, low, x + half, low, Palette.TEXT);
            canvas.line(x - half, high, x + half, high, Palette.TEXT);
        }
    }

    private void paintLying(Axis axis) {
        double room = chart.width() * MOST_NAMES;
        double height = (chart.height() - top - 60) / chart.categories().size();
        List<List<String>> names = new ArrayList<>();
        double size = Canvas.BASE;
        for (String name : chart.categories()) {
            size = Math.min(size, canvas.fittingSize(name, Canvas.BASE, room, height - 2));
        }
        for (String name : chart.categories()) {
            names.add(canvas.wrapped(name, Math.max(SMALL - 3, size), room, false));
        }
        double used = size;
        double widest = names.stream()
                .mapToDouble(lines -> canvas.widest(lines, used))
                .max()
                .orElse(0);
        PlotArea area = PlotArea.within(
                canvas, chart, top, chart.yLabel(), chart.xLabel(), widest, Canvas.BASE * Canvas.LINE, 10);
        area.horizontal(axis);
        double slot = area.height() / chart.categories().size();
        for (int i = 0; i < chart.categories().size(); i++) {
            double middle = area.top() + (i + .5) * slot;
            canvas.lines(names.get(i), area.left() - 6, middle, used, Side.END, Palette.TEXT, false);
            double thickness = slot * BARS / Math.max(1, chart.groups().size());
            for (int g = 0; g < chart.groups().size(); g++) {
                lying(area, axis, g, i, middle - slot * BARS / 2 + g * thickness, thickness);
            }
        }
        canvas.line(area.x(axis, 0), area.top(), area.x(axis, 0), area.bottom(), Palette.TEXT);
    }

    private void lying(PlotArea area, Axis axis, int group, int category, double from, double thickness) {
        double value = chart.groups().get(group).values().get(category);
        if (!Double.isFinite(value)) {
            return;
        }
        double zero = area.x(axis, 0);
        double end = area.x(axis, value);
        canvas.fill(Math.min(zero, end), from + .5, Math.abs(zero - end), thickness - 1, Palette.line(group));
        double error = error(group, category);
        if (error > 0) {
            double y = from + thickness / 2;
            double half = Math.min(5, thickness / 3);
            double low = area.x(axis, value - error);
            double high = area.x(axis, value + error);
            canvas.line(low, y, high, y, Palette.TEXT);
            canvas.line(low, y - half, low, y + half, Palette.TEXT);
            canvas.line(high, y - half, high, y + half, Palette.TEXT);
        }
    }

    private double error(int group, int category) {
        List<Double> errors = chart.groups().get(group).errors();
        double error = errors.isEmpty() ? 0 : errors.get(category);
        return Double.isFinite(error) ? error : 0;
    }

    /** Bars begin at 0, so that their lengths are what is compared. */
    private Axis axis() {
        DoubleStream.Builder ends = DoubleStream.builder();
        for (int g = 0; g < chart.groups().size(); g++) {
            List<Double> values = chart.groups().get(g).values();
            for (int i = 0; i < values.size(); i++) {
                if (Double.isFinite(values.get(i))) {
                    ends.add(values.get(i) - error(g, i));
                    ends.add(values.get(i) + error(g, i));
                }
            }
        }
        double[] all = ends.build().toArray();
        double low = Math.min(0, DoubleStream.of(all).min().orElse(0));
        double high = Math.max(0, DoubleStream.of(all).max().orElse(1));
        if (low == high) {
            high = 1;
        }
        double room = (high - low) * .05;
        return Axis.of(low < 0 ? low - room : 0, high > 0 ? high + room : 0, false, 6);
    }
}
