package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import java.awt.BasicStroke;
import java.awt.Color;
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
    /** A path lies just above the faces it runs over. */
    private static final double LIFT = 0.06;

    private static final BasicStroke THIN = new BasicStroke(0.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final SurfacePlot plot;
    private final Graphics2D graphics;
    private final SurfaceBox box;

    /** Something at some distance. */
    private record Piece(double near, Runnable drawing) {}

    private SurfaceDrawing(SurfacePlot plot, Graphics2D graphics, SurfaceBox box) {
        this.plot = plot;
        this.graphics = graphics;
        this.box = box;
    }

    static void paint(SurfacePlot plot, Graphics2D graphics) {
        double top = new Canvas(graphics).title(plot.title(), plot.width());
        LegendRows legend = new LegendRows(graphics, legend(plot), plot.width());
        legend.paint(top);
        SurfaceBox box = new SurfaceBox(plot, graphics, top + legend.height());
        box.paint();
        SurfaceDrawing drawing = new SurfaceDrawing(plot, graphics, box);
        List<Piece> pieces = new ArrayList<>();
        drawing.faces(pieces);
        for (int i = 0; i < plot.paths().size(); i++) {
            drawing.path(pieces, plot.paths().get(i), Palette.line(i));
        }
        pieces.sort(Comparator.comparingDouble(Piece::near));
        pieces.forEach(piece -> piece.drawing().run());
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
            double[] place = box.place(plot.grid().x(corners[i][1]), plot.grid().y(corners[i][0]), value);
            share += box.share(value) / 4;
            near += box.near(place) / 4;
            double[] pixel = box.pixel(place);
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
            double value = plot.grid().between(x, y);
            if (!Double.isFinite(value)) {
                before = new double[0];
                continue;
            }
            double[] here = box.place(x, y, value);
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
        double[] begin = box.pixel(from);
        double[] end = box.pixel(to);
        Line2D line = new Line2D.Double(begin[0], begin[1], end[0], end[1]);
        double near = Math.max(box.near(from), box.near(to));
        pieces.add(new Piece(near + LIFT / 2, () -> {
            graphics.setStroke(Palette.HALO);
            graphics.setColor(Color.WHITE);
            graphics.draw(line);
        }));
        pieces.add(new Piece(near + 1.5 * LIFT, () -> {
            graphics.setStroke(Palette.LINE);
            graphics.setColor(color);
            graphics.draw(line);
        }));
    }

    private void dot(List<Piece> pieces, double[] at, Color color) {
        double[] pixel = box.pixel(at);
        pieces.add(new Piece(box.near(at) + 2 * LIFT, () -> {
            graphics.setColor(Color.WHITE);
            graphics.fill(new Ellipse2D.Double(pixel[0] - 6, pixel[1] - 6, 12, 12));
            graphics.setColor(color);
            graphics.fill(new Ellipse2D.Double(pixel[0] - 4.5, pixel[1] - 4.5, 9, 9));
        }));
    }

    private static List<LegendRows.Entry> legend(SurfacePlot plot) {
        List<LegendRows.Entry> entries = new ArrayList<>();
        for (int i = 0; i < plot.paths().size(); i++) {
            entries.add(new LegendRows.Entry(plot.paths().get(i).name(), Palette.line(i), true));
        }
        return entries;
    }
}
