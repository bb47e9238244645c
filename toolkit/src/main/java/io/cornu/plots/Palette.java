package io.cornu.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;

/** What all figures have in common: colors of lines and text, and fonts. */
final class Palette {
    static final Color GRID = new Color(0xDDDDDD);
    static final Color TEXT = new Color(0x333333);
    static final Color MISSING = new Color(0xEEEEEE);
    static final BasicStroke THIN = new BasicStroke(1f);
    static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    /** Below a line, in white, where it crosses colors. */
    static final BasicStroke HALO = new BasicStroke(4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font TITLE_FONT = FONT.deriveFont(Font.BOLD, 16f);
    static final Font AXIS_FONT = FONT.deriveFont(14f);

    // Okabe and Ito (2008), which people with every kind of color vision tell apart; without their yellow,
    // which is too pale for a line on white.
    private static final List<Color> LINES = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x000000));

    private Palette() {}

    /** How many lines have a color of their own. */
    static int size() {
        return LINES.size();
    }

    /** The color of a line, from 0; after the last, the first again. */
    static Color line(int index) {
        return LINES.get(index % LINES.size());
    }

    static Color transparent(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }

    /** Black or white, whichever is read better on a color. */
    static Color textOn(Color background) {
        double light = .299 * background.getRed() + .587 * background.getGreen() + .114 * background.getBlue();
        return light > 140 ? Color.BLACK : Color.WHITE;
    }
}
