package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws contour plots. */
final class ContourDrawing {
    /** What stands right of the axes. */
    private static final int BAR_ROOM = 86;

    private static final int BAR_WIDTH = 16;
    private static final int MOST_BAR_LABELS = 8;
    private static final Color LEVEL_ON_BAND = new Color(255, 255, 255, 70);

    private final ContourPlot plot;
    private final Graphics2D graphics;
    private final AxesFrame frame;

    private ContourDrawing(ContourPlot plot, Graphics2D graphics, AxesFrame frame) {
        this.plot = plot;
        this.graphics = graphics;
        this.frame = frame;
    }

    /** Draws everything. */
    static void paint(ContourPlot plot, Graphics2D graphics) {
        paintPaths(plot, graphics, paintWithoutPaths(plot, graphics));
    }

    /** Draws the paths into a frame. */
    static void paintPaths(ContourPlot plot, Graphics2D graphics, AxesFrame frame) {
        ContourDrawing drawing = new ContourDrawing(plot, graphics, frame);
        for (int i = 0; i < plot.paths().size(); i++) {
            drawing.path(plot.paths().get(i), Palette.line(i));
        }
    }

    /** Draws all but the paths; gives where they would be. */
    static AxesFrame paintWithoutPaths(ContourPlot plot, Graphics2D graphics) {
        LegendRows legend = new LegendRows(graphics, legend(plot), plot.width());
        Canvas canvas = new Canvas(graphics);
        double top = canvas.title(plot.title(), plot.width());
        legend.paint(top);
        AxesFrame frame = AxesFrame.paint(canvas, plot, top + legend.height(), BAR_ROOM);
        ContourDrawing drawing = new ContourDrawing(plot, graphics, frame);
        drawing.values();
        drawing.points();
        drawing.marks();
        drawing.bar();
        return frame;
    }

    private static List<LegendRows.Entry> legend(ContourPlot plot) {
        List<LegendRows.Entry> entries = new ArrayList<>();
        for (int i = 0; i < plot.paths().size(); i++) {
            entries.add(new LegendRows.Entry(plot.paths().get(i).name(), Palette.line(i), true));
        }
        plot.marks().forEach(mark -> entries.add(new LegendRows.Entry(mark.name(), Palette.TEXT, false)));
        return entries;
    }

    /** The bands lie over one another, the highest on top: no gaps show between them. */
    private void values() {
        Graphics2D within = (Graphics2D) graphics.create();
        if (!plot.grid().outline().isEmpty()) {
            within.setColor(Color.WHITE);
            within.fill(frame.area());
            within.clip(shape(List.of(new MarchingSquares.Line(plot.grid().outline(), true))));
        }
        bands(within);
        within.dispose();
        graphics.setColor(Palette.TEXT);
        graphics.setStroke(Palette.THIN);
        graphics.draw(frame.area());
    }

    private void bands(Graphics2D within) {
        within.setColor(plot.filled() ? color(0) : Color.WHITE);
        within.fill(frame.area());
        for (int i = 0; i < plot.levels().size(); i++) {
            double level = plot.levels().get(i);
            if (plot.filled()) {
                within.setColor(color(i + 1));
                within.fill(shape(MarchingSquares.areas(plot.grid(), level)));
            }
            within.setColor(plot.filled() ? LEVEL_ON_BAND : color(i));
            within.setStroke(Palette.THIN);
            within.draw(shape(MarchingSquares.lines(plot.grid(), level)));
        }
    }

    private Color color(int band) {
        return ColorScale.SEQUENTIAL.at((double) band / plot.levels().size());
    }

    private Path2D shape(List<MarchingSquares.Line> lines) {
        Path2D shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (MarchingSquares.Line line : lines) {
            for (int i = 0; i < line.points().size(); i++) {
                double x = frame.x(line.points().get(i)[0]);
                double y = frame.y(line.points().get(i)[1]);
                if (i == 0) {
                    shape.moveTo(x, y);
                } else {
                    shape.lineTo(x, y);
                }
            }
            if (line.isClosed()) {
                shape.closePath();
            }
        }
        return shape;
    }

    private void path(Series path, Color color) {
        List<double[]> pixels = Polyline.pixels(path, frame);
        if (pixels.isEmpty()) {
            return;
        }
        Path2D line = Polyline.within(pixels, frame.area());
        drawWithHalo(line, color);
        double[] start = pixels.get(0);
        double[] end = pixels.get(pixels.size() - 1);
        if (frame.area().contains(start[0], start[1])) {
            drawWithHalo(disc(start, 4), color);
        }
        if (frame.area().contains(end[0], end[1])) {
            graphics.setColor(Color.WHITE);
            graphics.fill(disc(end, 6));
            graphics.setColor(color);
            graphics.fill(disc(end, 4.5));
        }
    }

    private static Ellipse2D disc(double[] center, double radius) {
        return new Ellipse2D.Double(center[0] - radius, center[1] - radius, 2 * radius, 2 * radius);
    }

    private void drawWithHalo(Shape shape, Color color) {
        graphics.setStroke(Palette.HALO);
        graphics.setColor(Color.WHITE);
        graphics.draw(shape);
        graphics.setStroke(Palette.LINE);
        graphics.setColor(color);
        graphics.draw(shape);
    }

    private void marks() {
        for (Series mark : plot.marks()) {
            for (double[] pixel : Polyline.pixels(mark, frame)) {
                if (frame.area().contains(pixel[0], pixel[1])) {
                    Path2D cross = new Path2D.Double();
                    cross.append(new Line2D.Double(pixel[0] - 5, pixel[1] - 5, pixel[0] + 5, pixel[1] + 5), false);
                    cross.append(new Line2D.Double(pixel[0] - 5, pixel[1] + 5, pixel[0] + 5, pixel[1] - 5), false);
                    drawWithHalo(cross, Palette.TEXT);
                }
            }
        }
    }

    private void points() {
        for (Series some : plot.points()) {
            for (double[] pixel : Polyline.pixels(some, frame)) {
                if (frame.area().contains(pixel[0], pixel[1])) {
                    graphics.setColor(Color.WHITE);
                    graphics.fill(disc(pixel, 3.5));
                    graphics.setColor(Palette.TEXT);
                    graphics.fill(disc(pixel, 2.5));
                }
            }
        }
    }

    /** A box for each band, with the values between them. */
    private void bar() {
        int bands = plot.levels().size() + 1;
        Rectangle2D area = frame.area();
        double left = area.getMaxX() + 14;
        double step = area.getHeight() / bands;
        for (int band = 0; band < bands; band++) {
            graphics.setColor(plot.filled() || band == 0 ? color(band) : color(band - 1));
            double top = area.getMaxY() - (band + 1) * step;
            graphics.fill(new Rectangle2D.Double(left, top, BAR_WIDTH, step + (band == 0 ? 0 : 0.5)));
        }
        graphics.setFont(Palette.FONT);
        graphics.setColor(Palette.TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        int every = Math.max(1, (int) Math.ceil((bands - 1.0) / MOST_BAR_LABELS));
        for (int i = 0; i < plot.levels().size(); i += every) {
            double y = area.getMaxY() - (i + 1) * step;
            String text = Axis.number(plot.levels().get(i));
            graphics.drawString(text, (float) (left + BAR_WIDTH + 5), (float) (y + metrics.getAscent() / 2.0 - 1));
        }
    }
}
