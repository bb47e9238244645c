package io.cornu.cli;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A plain-text table: columns as wide as their widest cell, two spaces between them, numbers to the right.
 *
 * <p>Widths are those of a terminal: East Asian letters and emoji take two columns, combining marks none.
 * Control characters, which a hostile file's names could bring, show as {@code \uFFFD}.
 */
final class TextTable {
    /** Where a column's cells stand. */
    enum Align {
        LEFT,
        RIGHT
    }

    private static final Set<UnicodeScript> WIDE_SCRIPTS =
            Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private final List<Align> alignments;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean header;

    private TextTable(List<Align> alignments) {
        this.alignments = alignments;
    }

    static TextTable of(Align... alignments) {
        return new TextTable(List.of(alignments));
    }

    /** Sets the first row apart with a line of dashes. */
    TextTable header(String... cells) {
        header = true;
        return row(cells);
    }

    TextTable row(String... cells) {
        if (cells.length != alignments.size()) {
            throw new IllegalArgumentException(
                    "Table: expected " + alignments.size() + " cells, received " + cells.length + ".");
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(printable(cell));
        }
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[alignments.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(text, rows.get(i), widths);
            if (header && i == 0) {
                List<String> dashes = new ArrayList<>();
                for (int width : widths) {
                    dashes.add("-".repeat(width));
                }
                append(text, dashes, widths);
            }
        }
        return text.toString();
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - width(cell));
            line.append(column == 0 ? "" : "  ");
            line.append(alignments.get(column) == Align.LEFT ? cell + padding : padding + cell);
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    /** The text without anything that moves the cursor or recolors the terminal. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(point -> Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? 0xFFFD : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** The columns that the text takes on a terminal. */
    static int width(String text) {
        return text.codePoints().map(TextTable::width).sum();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean fullWidthForm = point >= 0xFF01 && point <= 0xFF60 || point >= 0x3000 && point <= 0x303E;
        boolean emoji = point >= 0x1F300 && point <= 0x1FAFF;
        boolean halfWidthForm = point >= 0xFF61 && point <= 0xFFDC;
        boolean wide = !halfWidthForm && WIDE_SCRIPTS.contains(UnicodeScript.of(point));
        return wide || fullWidthForm || emoji ? 2 : 1;
    }
}
