package io.cornu.plots;

import io.cornu.plots.Canvas.Side;
import java.util.List;

/**
 * The rectangle of a chart, with what stands around it.
 *
 * @param canvas where to draw
 * @param left its left edge
 * @param top its upper edge
 * @param right its right edge
 * @param bottom its lower edge
 */
record PlotArea(Canvas canvas, double left, double top, double right, double bottom) {
    private static final double GAP = 12;
    private static final double TICK_GAP = 6;
    private static final double BAR = 14;

    /**
     * What is left of a figure.
     *
     * @param canvas where to draw
     * @param figure how large it is
     * @param top where there is room below title and legend
     * @param xLabel below
     * @param yLabel at the left
     * @param rowLabels how wide the labels of the vertical axis are
     * @param columnLabels how high the labels of the horizontal axis are
     * @param rightSide how much room to leave at the right
     * @return the area, the labels of whose axes are drawn
     */
    static PlotArea within(
            Canvas canvas,
            Figure figure,
            double top,
            String xLabel,
            String yLabel,
            double rowLabels,
            double columnLabels,
            double rightSide) {
        return within(canvas, figure.width(), figure.height(), top, xLabel, yLabel, rowLabels, columnLabels, rightSide);
    }

    /** What is left of so much of a figure. */
    static PlotArea within(
            Canvas canvas,
            int width,
            int figureHeight,
            double top,
            String xLabel,
            String yLabel,
            double rowLabels,
            double columnLabels,
            double rightSide) {
        double leftSide = GAP + rowLabels + TICK_GAP;
        double bottomSide = GAP + columnLabels + TICK_GAP;
        List<String> below =
                xLabel.isEmpty() ? List.of() : canvas.wrapped(xLabel, Canvas.LABEL, width - 2 * GAP, false);
        bottomSide += below.size() * Canvas.LABEL * Canvas.LINE + (below.isEmpty() ? 0 : 4);
        double height = figureHeight - top - bottomSide;
        List<String> beside = yLabel.isEmpty() ? List.of() : canvas.wrapped(yLabel, Canvas.LABEL, height, false);
        leftSide += beside.size() * Canvas.LABEL * Canvas.LINE + (beside.isEmpty() ? 0 : 4);
        PlotArea area = new PlotArea(canvas, leftSide, top, width - GAP - rightSide, figureHeight - bottomSide);
        if (!below.isEmpty()) {
            double middle = figureHeight - GAP / 2 - below.size() * Canvas.LABEL * Canvas.LINE / 2;
            canvas.lines(below, (area.left + area.right) / 2, middle, Canvas.LABEL, Side.MIDDLE, Palette.TEXT, false);
        }
        if (!beside.isEmpty()) {
            double x = GAP / 2 + beside.size() * Canvas.LABEL * Canvas.LINE / 2;
            canvas.upward(beside, x, (area.top + area.bottom) / 2, Canvas.LABEL, Side.MIDDLE);
        }
        return area;
    }

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    double x(Axis axis, double value) {
        return left + axis.share(value) * width();
    }

    double y(Axis axis, double value) {
        return bottom - axis.share(value) * height();
    }

    /** Lines and numbers below. */
    void horizontal(Axis axis) {
        double last = Double.NEGATIVE_INFINITY;
        for (Axis.Tick tick : axis.ticks()) {
            double x = x(axis, tick.value());
            canvas.line(x, top, x, bottom, Palette.GRID);
            double half = canvas.width(tick.label(), Canvas.BASE) / 2;
            if (x - half > last + 4) {
                canvas.text(
                        tick.label(), x, bottom + TICK_GAP + Canvas.BASE / 2, Canvas.BASE, Side.MIDDLE, Palette.TEXT);
                last = x + half;
            }
        }
    }

    /** Lines and names below, broken where they have no more room. */
    void names(Axis axis, double size, double room) {
        for (Axis.Tick tick : axis.ticks()) {
            double x = x(axis, tick.value());
            canvas.line(x, top, x, bottom, Palette.GRID);
            List<String> lines = canvas.wrapped(tick.label(), size, room, false);
            double middle = bottom + TICK_GAP + lines.size() * size * Canvas.LINE / 2;
            canvas.lines(lines, x, middle, size, Side.MIDDLE, Palette.TEXT, false);
        }
    }

    /** Lines and numbers at the left. */
    void vertical(Axis axis) {
        for (Axis.Tick tick : axis.ticks()) {
            double y = y(axis, tick.value());
            canvas.line(left, y, right, y, Palette.GRID);
            canvas.text(tick.label(), left - TICK_GAP, y, Canvas.BASE, Side.END, Palette.TEXT);
        }
    }

    static double labelWidth(Canvas canvas, Axis axis) {
        return canvas.widest(axis.ticks().stream().map(Axis.Tick::label).toList(), Canvas.BASE);
    }

    /** How much room the bar takes that says which color is which value. */
    static double colorBarWidth(Canvas canvas, Axis axis, String label) {
        return GAP + BAR + TICK_GAP + labelWidth(canvas, axis) + (label.isEmpty() ? 0 : Canvas.LABEL * 1.6) + 4;
    }

    /** The bar that says which color is which value, at the right of the area. */
    void colorBar(Axis axis, String label, ColorScale shades) {
        double x = right + GAP;
        int parts = 64;
        for (int i = 0; i < parts; i++) {
            double y = bottom - (i + 1) * height() / parts;
            // A little over the next, so that nothing shines through between them.
            canvas.fill(x, y, BAR, height() / parts + (i == 0 ? 0 : .5), shades.at((i + .5) / parts));
        }
        for (Axis.Tick tick : axis.ticks()) {
            canvas.text(tick.label(), x + BAR + TICK_GAP, y(axis, tick.value()), Canvas.BASE, Side.START, Palette.TEXT);
        }
        if (!label.isEmpty()) {
            double size = canvas.fittingSize(label, Canvas.LABEL, height(), Canvas.LABEL * Canvas.LINE);
            canvas.upward(
                    List.of(label),
                    x + BAR + TICK_GAP + labelWidth(canvas, axis) + Canvas.LABEL * .9,
                    (top + bottom) / 2,
                    size,
                    Side.MIDDLE);
        }
    }
}
