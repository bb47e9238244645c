package io.cornu.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table in box-drawing characters that wraps and cuts its cells as Python's rich does, which Keras prints with.
 *
 * <p>Source: {@code rich.table.Table(show_lines=True)} and {@code rich._wrap.divide_line}, rich 15.
 */
final class TextTable {
    /** A word with the white space around it. */
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param title its head
     * @param width the characters of its cells
     * @param isRight whether they are set to the right
     */
    record Column(String title, int width, boolean isRight) {
        static Column left(String title, int width) {
            return new Column(title, width, false);
        }

        static Column right(String title, int width) {
            return new Column(title, width, true);
        }
    }

    TextTable(List<Column> columns) {
        this.columns = columns;
    }

    /** Adds a row, one text a column. */
    void add(List<String> cells) {
        rows.add(cells);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(rule("┏", "━", "┳", "┓"));
        lines.addAll(row(columns.stream().map(Column::title).toList(), "┃"));
        lines.add(rule("┡", "━", "╇", "┩"));
        for (int i = 0; i < rows.size(); i++) {
            if (i > 0) {
                lines.add(rule("├", "─", "┼", "┤"));
            }
            lines.addAll(row(rows.get(i), "│"));
        }
        lines.add(rule("└", "─", "┴", "┘"));
        return lines;
    }

    private String rule(String left, String line, String crossing, String right) {
        return columns.stream()
                .map(column -> line.repeat(column.width() + 2))
                .collect(Collectors.joining(crossing, left, right));
    }

    private List<String> row(List<String> cells, String edge) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 0;
        for (int i = 0; i < columns.size(); i++) {
            List<String> lines = wrapped(cells.get(i), columns.get(i).width(), false);
            wrapped.add(lines);
            height = Math.max(height, lines.size());
        }
        List<String> lines = new ArrayList<>();
        for (int line = 0; line < height; line++) {
            StringBuilder text = new StringBuilder(edge);
            for (int i = 0; i < columns.size(); i++) {
                String cell = line < wrapped.get(i).size() ? wrapped.get(i).get(line) : "";
                text.append(' ').append(set(cell, columns.get(i))).append(' ').append(edge);
            }
            lines.add(text.toString());
        }
        return lines;
    }

    private static String set(String text, Column column) {
        String cut = shortened(column.isRight() ? text.stripTrailing() : text, column.width());
        String space = " ".repeat(column.width() - cut.length());
        return column.isRight() ? space + cut : cut + space;
    }

    private static String shortened(String text, int width) {
        return text.length() > width ? text.substring(0, width - 1) + "…" : text;
    }

    /** Breaks a text between words; words too long for a line are broken if to be folded, else left too long. */
    static List<String> wrapped(String text, int width, boolean isFolding) {
        List<Integer> breaks = breaks(text, width, isFolding);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= breaks.size(); i++) {
            int from = i == 0 ? 0 : breaks.get(i - 1);
            int to = i == breaks.size() ? text.length() : breaks.get(i);
            lines.add(withoutExcessSpace(text.substring(from, to), width));
        }
        return lines;
    }

    private static List<Integer> breaks(String text, int width, boolean isFolding) {
        List<Integer> breaks = new ArrayList<>();
        int used = 0;
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            int start = words.start();
            String word = words.group();
            int length = word.stripTrailing().length();
            if (length <= width - used) {
                used += word.length();
            } else if (length > width && isFolding) {
                for (int from = 0; from < word.length(); from += width) {
                    if (start + from > 0) {
                        breaks.add(start + from);
                    }
                    used = Math.min(width, word.length() - from);
                }
            } else if (start > 0 && (used > 0 || length > width)) {
                breaks.add(start);
                used = word.length();
            } else if (length > width) {
                used = word.length();
            }
        }
        return breaks;
    }

    private static String withoutExcessSpace(String text, int width) {
        int end = text.length();
        while (end > width && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
