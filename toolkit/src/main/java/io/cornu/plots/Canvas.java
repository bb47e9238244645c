package io.cornu.plots;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Lines, boxes and text that is measured before it is drawn, so that none is cut off. */
final class Canvas {
    static final double TITLE = 16;
    static final double LABEL = 14;
    static final double BASE = 13;
    static final double SMALLEST = 7;
    /** From the bottom of a line of text to that of the next, for each pixel of the font's size. */
    static final double LINE = 1.2;

    enum Side {
        START,
        MIDDLE,
        END
    }

    private final Graphics2D graphics;

    Canvas(Graphics2D graphics) {
        this.graphics = graphics;
    }

    static Font font(double size, boolean bold) {
        return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
    }

    double width(String text, double size) {
        return width(text, font(size, false));
    }

    private double width(String text, Font font) {
        return graphics.getFontMetrics(font).stringWidth(text);
    }

    double widest(List<String> texts, double size) {
        return texts.stream().mapToDouble(text -> width(text, size)).max().orElse(0);
    }

    /**
     * Text broken into lines that are no wider, at spaces and the like where that is possible.
     *
     * @param text what to break
     * @param size of the font
     * @param room how wide
     * @param bold whether it is bold
     * @return the lines
     */
    List<String> wrapped(String text, double size, double room, boolean bold) {
        Font font = font(size, bold);
        List<String> lines = new ArrayList<>();
        for (String given : text.split("\n", -1)) {
            String rest = given;
            while (width(rest, font) > room && rest.length() > 1) {
                int end = rest.length() - 1;
                while (end > 1 && width(rest.substring(0, end), font) > room) {
                    end--;
                }
                int at = end;
                while (at > end / 3 && !isBreak(rest.charAt(at - 1))) {
                    at--;
                }
                at = at > end / 3 ? at : end;
                lines.add(rest.substring(0, at).stripTrailing());
                rest = rest.substring(at).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    private static boolean isBreak(char letter) {
        return " /_-,:".indexOf(letter) >= 0;
    }

    /** The largest font, down to the smallest, in which the text takes no more room. */
    double fittingSize(String text, double largest, double room, double height) {
        double size = largest;
        while (size > SMALLEST
                && wrapped(text, size, room, false).size() * size * LINE > Math.max(height, size * LINE)) {
            size -= .5;
        }
        return size;
    }

    /** One line of text. */
    void text(String text, double x, double y, double size, Side side, Color color) {
        text(text, x, y, font(size, false), side, color);
    }

    private void text(String text, double x, double y, Font font, Side side, Color color) {
        FontMetrics metrics = graphics.getFontMetrics(font);
        double width = metrics.stringWidth(text);
        double left = side == Side.START ? x : side == Side.END ? x - width : x - width / 2;
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(text, (float) left, (float) (y + font.getSize2D() * .36));
    }

    /** Lines of text below each other, around a height. */
    void lines(List<String> lines, double x, double middle, double size, Side side, Color color, boolean bold) {
        double y = middle - (lines.size() - 1) * size * LINE / 2;
        for (String line : lines) {
            text(line, x, y, font(size, bold), side, color);
            y += size * LINE;
        }
    }

    /** Text that is read from below. */
    void upward(List<String> lines, double x, double y, double size, Side side) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        lines(lines, 0, 0, size, side, Palette.TEXT, false);
        graphics.setTransform(before);
    }

    void line(double x1, double y1, double x2, double y2, Color color) {
        stroke(new Line2D.Double(x1, y1, x2, y2), color);
    }

    void stroke(Shape shape, Color color) {
        graphics.setStroke(Palette.THIN);
        graphics.setColor(color);
        graphics.draw(shape);
    }

    void fill(double x, double y, double width, double height, Color color) {
        graphics.setColor(color);
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    void dot(double x, double y, double diameter, Color color) {
        graphics.setColor(color);
        graphics.fill(new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter));
    }

    void image(Image image, double x, double y, double width, double height) {
        graphics.drawImage(
                image, (int) Math.round(x), (int) Math.round(y), (int) Math.round(width), (int) Math.round(height), null);
    }

    /** The title at the top; gives where there is room below it. */
    double title(String title, int width) {
        if (title.isEmpty()) {
            return 14;
        }
        double size = title.length() > 90 ? BASE : TITLE;
        List<String> lines = wrapped(title, size, width - 24, true);
        double height = lines.size() * size * LINE;
        lines(lines, width / 2.0, 12 + height / 2, size, Side.MIDDLE, Palette.TEXT, true);
        return 12 + height + 8;
    }

    /** Names of series with their colors, in as many rows as they need; gives where there is room below them. */
    double legend(List<String> names, double top, int width) {
        if (names.size() < 2) {
            return top;
        }
        double x = 16;
        double y = top + 8;
        for (int i = 0; i < names.size(); i++) {
            double size = fittingSize(names.get(i), BASE, width - 52.0, BASE * LINE);
            double room = 18 + width(names.get(i), size) + 16;
            if (x > 16 && x + room > width - 8) {
                x = 16;
                y += 20;
            }
            fill(x, y - 6, 12, 12, Palette.line(i));
            text(names.get(i), x + 18, y, size, Side.START, Palette.TEXT);
            x += room;
        }
        return y + 16;
    }
}
