package io.cornu.plots;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/** Names of lines and marks side by side, in as many rows as it takes. */
final class LegendRows {
    private static final int KEY = 20;
    private static final int GAP = 6;
    private static final int BETWEEN = 18;
    private static final int ROW = 20;
    private static final int MARGIN = 10;

    /** A line, or a cross. */
    record Entry(String name, Color color, boolean isLine) {}

    private final Graphics2D graphics;
    private final FontMetrics metrics;
    private final double width;
    private final List<List<Entry>> rows = new ArrayList<>();

    LegendRows(Graphics2D graphics, List<Entry> entries, double width) {
        this.graphics = graphics;
        this.metrics = graphics.getFontMetrics(Palette.FONT);
        this.width = width;
        double used = width;
        for (Entry entry : entries) {
            if (used + width(entry) > width) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(entry);
            used += width(entry) + BETWEEN;
        }
    }

    private double width(Entry entry) {
        return KEY + GAP + metrics.stringWidth(entry.name());
    }

    int height() {
        return rows.isEmpty() ? 0 : rows.size() * ROW + MARGIN;
    }

    /** Draws the rows, each in the middle. */
    void paint(double top) {
        graphics.setFont(Palette.FONT);
        double middle = top + ROW / 2.0;
        for (List<Entry> row : rows) {
            double whole = row.stream().mapToDouble(this::width).sum() + (row.size() - 1) * BETWEEN;
            double left = (width - whole) / 2;
            for (Entry entry : row) {
                key(entry, left, middle);
                graphics.setColor(Palette.TEXT);
                graphics.drawString(
                        entry.name(), (float) (left + KEY + GAP), (float) (middle + metrics.getAscent() / 2.0 - 2));
                left += width(entry) + BETWEEN;
            }
            middle += ROW;
        }
    }

    private void key(Entry entry, double left, double middle) {
        graphics.setColor(entry.color());
        graphics.setStroke(Palette.LINE);
        if (entry.isLine()) {
            graphics.draw(new Line2D.Double(left, middle, left + KEY, middle));
        } else {
            double center = left + KEY / 2.0;
            graphics.draw(new Line2D.Double(center - 4, middle - 4, center + 4, middle + 4));
            graphics.draw(new Line2D.Double(center - 4, middle + 4, center + 4, middle - 4));
        }
    }
}
