package io.cornu.experiments;

import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text and numbers; a report shows numbers with four digits and writes all of their digits to a file
 * {@code NAME.csv}.
 *
 * <pre>{@code
 * Table.of("test", "Test accuracy", "optimizer", "mean", "spread")
 *         .plus("SGD", 0.6132, 0.0041)
 *         .plus("Adam", 0.7018, 0.0029);
 * }</pre>
 *
 * @param name what its file is called, small letters, digits and hyphens
 * @param caption what stands above it
 * @param columns the names of the columns, all different
 * @param rows texts, numbers and truth values, as many in each as there are columns; a NaN stands for no value
 */
public record Table(String name, String caption, List<String> columns, List<List<Object>> rows) implements Block {
    /**
     * Checks names and rows.
     *
     * @throws IllegalArgumentException if the name does not fit a file, columns are the same, a row is of another
     *     length, or a value is no text, number or truth value
     */
    public Table {
        FileNames.require("table", name);
        columns = List.copyOf(columns);
        rows = rows.stream()
                .map(row -> List.copyOf((List<?>) row))
                .map(Table::checked)
                .toList();
        Arguments.require(
                !columns.isEmpty() && columns.stream().distinct().count() == columns.size(),
                "table '" + name + "'",
                "columns must be there and differ",
                columns);
        for (List<Object> row : rows) {
            Arguments.require(row.size() == columns.size(), "table '" + name + "'", "a row must have " + columns, row);
        }
    }

    private static List<Object> checked(List<?> row) {
        List<Object> values = new ArrayList<>();
        for (Object value : row) {
            Arguments.require(
                    value instanceof String || value instanceof Number || value instanceof Boolean,
                    "table",
                    "a cell must be text, a number or a truth value",
                    value);
            values.add(value);
        }
        return List.copyOf(values);
    }

    /**
     * A table without rows.
     *
     * @param name what its file is called, small letters, digits and hyphens
     * @param caption what stands above it
     * @param columns the names of the columns, all different
     * @return the table
     * @throws IllegalArgumentException if the name does not fit a file or columns are the same
     */
    public static Table of(String name, String caption, String... columns) {
        return new Table(name, caption, List.of(columns), List.of());
    }

    /**
     * This table and one more row.
     *
     * @param values texts, numbers and truth values, one a column
     * @return a new table
     * @throws IllegalArgumentException if there are not as many as columns, or one is of another type
     */
    public Table plus(Object... values) {
        List<List<Object>> more = new ArrayList<>(rows);
        more.add(Arrays.asList(values));
        return new Table(name, caption, columns, more);
    }
}
