package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws surfaces: what is far first, what is near over it. */
final class SurfaceDrawing {
    private static final int MOST_LINES = 60;
    private static final double DECADES = 4;
    private static final double TITLE_ROOM = 44;
    /** The box is this part as high as it is wide. */
    private static final double FLATNESS = 0.7;
    /** A path lies just above the faces it runs over. */
    private static final double LIFT = 0.06;

    private static final BasicStroke THIN = new BasicStroke(0.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke LINE = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke HALO = new BasicStroke(4.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final SurfacePlot plot;
    private final Graphics2D graphics;
    private final Projection projection;
    private final LegendRows legend;
    private final double low;
    private final double high;
    private final double scale;
    private final double centerX;
    private final double centerY;

    /** Something at some distance. */
    private record Piece(double near, Runnable drawing) {}

    private SurfaceDrawing(SurfacePlot plot, Graphics2D graphics) {
        this.plot = plot;
        this.graphics = graphics;
        this.projection = new Projection(plot.azimuth(), plot.elevation());
        this.low = plot.grid().lowest();
        this.high = plot.grid().highest();
        double top = plot.title().isEmpty() ? 12 : TITLE_ROOM;
        this.legend = new LegendRows(graphics, legend(plot), plot.width());
        double bottom = 12 + legend.height();
        double room = Math.min(plot.width() - 150.0, (plot.height() - top - bottom - 70) * 1.1);
        this.scale = Math.max(20, room) / (2 * Math.sqrt(2));
        this.centerX = plot.width() / 2.0;
        this.centerY = top + (plot.height() - top - bottom) / 2;
    }

    static void paint(SurfacePlot plot, Graphics2D graphics) {
        SurfaceDrawing drawing = new SurfaceDrawing(plot, graphics);
        drawing.floor();
        List<Piece> pieces = new ArrayList<>();
        drawing.faces(pieces);
        for (int i = 0; i < plot.paths().size(); i++) {
            drawing.path(pieces, plot.paths().get(i), Palette.line(i));
        }
        pieces.sort(Comparator.comparingDouble(Piece::near));
        pieces.forEach(piece -> piece.drawing().run());
        drawing.words();
    }

    private double boxX(double x) {
        return 2 * (x - plot.grid().xLow()) / (plot.grid().xHigh() - plot.grid().xLow()) - 1;
    }

    private double boxY(double y) {
        return 2 * (y - plot.grid().yLow()) / (plot.grid().yHigh() - plot.grid().yLow()) - 1;
    }

    /** From 0 for the smallest value to 1 for the largest. */
    private double share(double value) {
        double share = high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
        return plot.logarithmic() ? Math.max(0, 1 + Math.log10(Math.max(share, 1e-300)) / DECADES) : share;
    }

    private static double boxZ(double share) {
        return FLATNESS * (2 * share - 1);
    }

    private double[] pixel(double x, double y, double z) {
        return new double[] {
            centerX + scale * projection.right(x, y), centerY - scale * projection.up(x, y, z)
        };
    }

    private Line2D line(double[] from, double[] to) {
        return new Line2D.Double(from[0], from[1], to[0], to[1]);
    }

    private void faces(List<Piece> pieces) {
        Grid grid = plot.grid();
        int[] rows = chosen(grid.rows());
        int[] columns = chosen(grid.columns());
        for (int i = 0; i + 1 < rows.length; i++) {
            for (int j = 0; j + 1 < columns.length; j++) {
                int[][] corners = {
                    {rows[i], columns[j]},
                    {rows[i], columns[j + 1]},
                    {rows[i + 1], columns[j + 1]},
                    {rows[i + 1], columns[j]}
                };
                face(pieces, corners);
            }
        }
    }

    private static int[] chosen(int count) {
        int lines = Math.min(count, MOST_LINES);
        int[] chosen = new int[lines];
        for (int i = 0; i < lines; i++) {
            chosen[i] = (int) Math.round((double) i * (count - 1) / (lines - 1));
        }
        return chosen;
    }

    private void face(List<Piece> pieces, int[][] corners) {
        Path2D shape = new Path2D.Double();
        double share = 0;
        double near = 0;
        for (int i = 0; i < 4; i++) {
            double value = plot.grid().at(corners[i][0], corners[i][1]);
            if (!Double.isFinite(value)) {
                return;
            }
            double x = boxX(plot.grid().x(corners[i][1]));
            double y = boxY(plot.grid().y(corners[i][0]));
            double z = boxZ(share(value));
            share += share(value) / 4;
            near += projection.near(x, y, z) / 4;
            double[] pixel = pixel(x, y, z);
            if (i == 0) {
                shape.moveTo(pixel[0], pixel[1]);
            } else {
                shape.lineTo(pixel[0], pixel[1]);
            }
        }
        shape.closePath();
        Color color = ColorScale.SEQUENTIAL.at(share);
        pieces.add(new Piece(near, () -> {
            graphics.setColor(color);
            graphics.fill(shape);
            // Closes the seams between faces, and shows the lines of the grid.
            graphics.setStroke(THIN);
            graphics.setColor(mixed(color));
            graphics.draw(shape);
        }));
    }

    private static Color mixed(Color color) {
        return new Color((color.getRed() * 7) / 8, (color.getGreen() * 7) / 8, (color.getBlue() * 7) / 8);
    }

    private void path(List<Piece> pieces, Series path, Color color) {
        double[] before = {};
        for (int i = 0; i < path.x().size(); i++) {
            double x = path.x().get(i);
            double y = path.y().get(i);
            double value = value(x, y);
            if (!Double.isFinite(value)) {
                before = new double[0];
                continue;
            }
            double[] here = {boxX(x), boxY(y), boxZ(share(value))};
            if (before.length > 0) {
                segment(pieces, before, here, color);
            }
            if (i == path.x().size() - 1) {
                dot(pieces, here, color);
            }
            before = here;
        }
    }

    private void segment(List<Piece> pieces, double[] from, double[] to, Color color) {
        Line2D line = line(pixel(from[0], from[1], from[2]), pixel(to[0], to[1], to[2]));
        double near = Math.max(
                projection.near(from[0], from[1], from[2]), projection.near(to[0], to[1], to[2]));
        pieces.add(new Piece(near + LIFT / 2, () -> {
            graphics.setStroke(HALO);
            graphics.setColor(Color.WHITE);
            graphics.draw(line);
        }));
        pieces.add(new Piece(near + 1.5 * LIFT, () -> {
            graphics.setStroke(LINE);
            graphics.setColor(color);
            graphics.draw(line);
        }));
    }

    private void dot(List<Piece> pieces, double[] at, Color color) {
        double[] pixel = pixel(at[0], at[1], at[2]);
        pieces.add(new Piece(projection.near(at[0], at[1], at[2]) + 2 * LIFT, () -> {
            graphics.setColor(Color.WHITE);
            graphics.fill(new Ellipse2D.Double(pixel[0] - 6, pixel[1] - 6, 12, 12));
            graphics.setColor(color);
            graphics.fill(new Ellipse2D.Double(pixel[0] - 4.5, pixel[1] - 4.5, 9, 9));
        }));
    }

    /** The surface's value at a place, between those of its square; not a number outside. */
    private double value(double x, double y) {
        Grid grid = plot.grid();
        if (!(x >= grid.xLow() && x <= grid.xHigh() && y >= grid.yLow() && y <= grid.yHigh())) {
            return Double.NaN;
        }
        int column = 0;
        while (column + 2 < grid.columns() && grid.x(column + 1) < x) {
            column++;
        }
        int row = 0;
        while (row + 2 < grid.rows() && grid.y(row + 1) < y) {
            row++;
        }
        double right = (x - grid.x(column)) / (grid.x(column + 1) - grid.x(column));
        double up = (y - grid.y(row)) / (grid.y(row + 1) - grid.y(row));
        double lower = (1 - right) * grid.at(row, column) + right * grid.at(row, column + 1);
        double upper = (1 - right) * grid.at(row + 1, column) + right * grid.at(row + 1, column + 1);
        return (1 - up) * lower + up * upper;
    }

    /** The floor with its ticks along the two nearer edges, and the heights along the edge at the left. */
    private void floor() {
        double floor = boxZ(0);
        double[][] corners = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
        graphics.setStroke(new BasicStroke(1f));
        for (int i = 0; i < 4; i++) {
            double[] from = corners[i];
            double[] to = corners[(i + 1) % 4];
            graphics.setColor(Palette.GRID);
            graphics.draw(line(pixel(from[0], from[1], floor), pixel(to[0], to[1], floor)));
        }
        double nearY = projection.near(0, 1, 0) > projection.near(0, -1, 0) ? 1 : -1;
        double nearX = projection.near(1, 0, 0) > projection.near(-1, 0, 0) ? 1 : -1;
        Grid grid = plot.grid();
        graphics.setFont(Palette.FONT);
        for (double tick : Ticks.between(grid.xLow(), grid.xHigh(), 5)) {
            double x = boxX(tick);
            grid(pixel(x, -nearY, floor), pixel(x, nearY, floor));
            label(Ticks.text(tick), pixel(x, nearY, floor), pixel(x, nearY * 1.1, floor));
        }
        for (double tick : Ticks.between(grid.yLow(), grid.yHigh(), 5)) {
            double y = boxY(tick);
            grid(pixel(-nearX, y, floor), pixel(nearX, y, floor));
            label(Ticks.text(tick), pixel(nearX, y, floor), pixel(nearX * 1.1, y, floor));
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
        graphics.setColor(Palette.GRID);
        graphics.draw(line(pixel(leftmost[0], leftmost[1], boxZ(0)), pixel(leftmost[0], leftmost[1], boxZ(1))));
        graphics.setFont(Palette.FONT);
        List<Double> ticks = plot.logarithmic() ? decades() : Ticks.between(low, high, 5);
        for (double tick : ticks) {
            double[] at = pixel(leftmost[0], leftmost[1], boxZ(share(tick)));
            label(Ticks.text(tick), at, new double[] {at[0] - 8, at[1]});
        }
        double[] top = pixel(leftmost[0], leftmost[1], boxZ(1));
        graphics.setFont(Palette.AXIS_FONT);
        label(plot.zLabel(), new double[] {top[0], top[1]}, new double[] {top[0], top[1] - 18});
    }

    private List<Double> decades() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= DECADES; i++) {
            ticks.add(low + (high - low) * Math.pow(10, i - DECADES));
        }
        return ticks;
    }

    private void grid(double[] from, double[] to) {
        graphics.setColor(Palette.GRID);
        graphics.draw(line(from, to));
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

    /** Title and legend. */
    private void words() {
        graphics.setColor(Palette.TEXT);
        graphics.setFont(Palette.TITLE_FONT);
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(
                plot.title(), (float) (centerX - metrics.stringWidth(plot.title()) / 2.0), (float) (TITLE_ROOM - 16));
        legend.paint(plot.height() - legend.height());
    }

    private static List<LegendRows.Entry> legend(SurfacePlot plot) {
        List<LegendRows.Entry> entries = new ArrayList<>();
        for (int i = 0; i < plot.paths().size(); i++) {
            entries.add(new LegendRows.Entry(plot.paths().get(i).name(), Palette.line(i), true));
        }
        return entries;
    }
}
