package io.cornu.plots;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The box that a surface stands in: where its places are seen, and its floor and heights with their numbers. */
final class SurfaceBox {
    private static final double DECADES = 4;
    /** The box is this part as high as it is wide. */
    private static final double FLATNESS = 0.7;

    private static final int MOST_TICKS = 6;

    private final SurfacePlot plot;
    private final Graphics2D graphics;
    private final Projection projection;
    private final double low;
    private final double high;
    private final double scale;
    private final double centerX;
    private final double centerY;

    /**
     * A box in what is left of a figure.
     *
     * @param plot the surface
     * @param graphics where to draw
     * @param top where there is room below title and legend
     */
    SurfaceBox(SurfacePlot plot, Graphics2D graphics, double top) {
        this.plot = plot;
        this.graphics = graphics;
        this.projection = new Projection(plot.azimuth(), plot.elevation());
        this.low = plot.grid().lowest();
        this.high = plot.grid().highest();
        double bottom = 12;
        double room = Math.min(plot.width() - 150.0, (plot.height() - top - bottom - 70) * 1.1);
        this.scale = Math.max(20, room) / (2 * Math.sqrt(2));
        this.centerX = plot.width() / 2.0;
        this.centerY = top + (plot.height() - top - bottom) / 2;
    }

    /** A place of the surface in the box, all of whose coordinates are in [-1, 1]. */
    double[] place(double x, double y, double value) {
        return new double[] {boxX(x), boxY(y), boxZ(share(value))};
    }

    private double boxX(double x) {
        return 2 * (x - plot.grid().xLow()) / (plot.grid().xHigh() - plot.grid().xLow()) - 1;
    }

    private double boxY(double y) {
        return 2 * (y - plot.grid().yLow()) / (plot.grid().yHigh() - plot.grid().yLow()) - 1;
    }

    private static double boxZ(double share) {
        return FLATNESS * (2 * share - 1);
    }

    /** From 0 for the smallest value to 1 for the largest. */
    double share(double value) {
        double share = high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
        return plot.logarithmic() ? Math.max(0, 1 + Math.log10(Math.max(share, 1e-300)) / DECADES) : share;
    }

    double near(double[] place) {
        return projection.near(place[0], place[1], place[2]);
    }

    double[] pixel(double[] place) {
        return pixel(place[0], place[1], place[2]);
    }

    private double[] pixel(double x, double y, double z) {
        return new double[] {centerX + scale * projection.right(x, y), centerY - scale * projection.up(x, y, z)};
    }

    /** The floor with its ticks along the two nearer edges, and the heights along the edge at the left. */
    void paint() {
        double floor = boxZ(0);
        double[][] corners = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
        graphics.setStroke(Palette.THIN);
        for (int i = 0; i < 4; i++) {
            double[] from = corners[i];
            double[] to = corners[(i + 1) % 4];
            grid(pixel(from[0], from[1], floor), pixel(to[0], to[1], floor));
        }
        double nearY = projection.near(0, 1, 0) > projection.near(0, -1, 0) ? 1 : -1;
        double nearX = projection.near(1, 0, 0) > projection.near(-1, 0, 0) ? 1 : -1;
        Grid grid = plot.grid();
        graphics.setFont(Palette.FONT);
        for (Axis.Tick tick :
                Axis.of(grid.xLow(), grid.xHigh(), false, MOST_TICKS).ticks()) {
            double x = boxX(tick.value());
            grid(pixel(x, -nearY, floor), pixel(x, nearY, floor));
            label(tick.label(), pixel(x, nearY, floor), pixel(x, nearY * 1.1, floor));
        }
        for (Axis.Tick tick :
                Axis.of(grid.yLow(), grid.yHigh(), false, MOST_TICKS).ticks()) {
            double y = boxY(tick.value());
            grid(pixel(-nearX, y, floor), pixel(nearX, y, floor));
            label(tick.label(), pixel(nearX, y, floor), pixel(nearX * 1.1, y, floor));
        }
        graphics.setFont(Palette.AXIS_FONT);
        label(plot.xLabel(), pixel(0, nearY, floor), pixel(0, nearY * 1.28, floor));
        label(plot.yLabel(), pixel(nearX, 0, floor), pixel(nearX * 1.28, 0, floor));
        heights(corners);
    }

    private void heights(double[][] corners) {
        double[] leftmost = corners[0];
        for (double[] corner : corners) {
            if (projection.right(corner[0], corner[1]) < projection.right(leftmost[0], leftmost[1])) {
                leftmost = corner;
            }
        }
        double[] top = pixel(leftmost[0], leftmost[1], boxZ(1));
        grid(pixel(leftmost[0], leftmost[1], boxZ(0)), top);
        graphics.setFont(Palette.FONT);
        for (Axis.Tick tick : ticks()) {
            double[] at = pixel(leftmost[0], leftmost[1], boxZ(share(tick.value())));
            label(tick.label(), at, new double[] {at[0] - 8, at[1]});
        }
        graphics.setFont(Palette.AXIS_FONT);
        label(plot.zLabel(), top, new double[] {top[0], top[1] - 18});
    }

    private List<Axis.Tick> ticks() {
        if (!plot.logarithmic()) {
            return Axis.of(low, high, false, MOST_TICKS).ticks();
        }
        // Distances from the smallest value, which are no powers of ten themselves.
        DoubleStream decades = IntStream.rangeClosed(0, (int) DECADES)
                .mapToDouble(i -> low + (high - low) * Math.pow(10, i - DECADES));
        return decades.mapToObj(value -> new Axis.Tick(value, Axis.number(value)))
                .toList();
    }

    private void grid(double[] from, double[] to) {
        graphics.setColor(Palette.GRID);
        graphics.draw(new Line2D.Double(from[0], from[1], to[0], to[1]));
    }

    /** Words outside of the box, on the side to which an axis points. */
    private void label(String text, double[] edge, double[] at) {
        if (text.isEmpty()) {
            return;
        }
        FontMetrics metrics = graphics.getFontMetrics();
        double width = metrics.stringWidth(text);
        double dx = at[0] - edge[0];
        double dy = at[1] - edge[1];
        double length = Math.max(1e-9, Math.hypot(dx, dy));
        double left = at[0] - width / 2 + dx / length * width / 2;
        double base = at[1] + metrics.getAscent() / 2.0 + dy / length * metrics.getAscent() / 2.0 - 1;
        graphics.setColor(Palette.TEXT);
        graphics.drawString(text, (float) left, (float) base);
    }
}
