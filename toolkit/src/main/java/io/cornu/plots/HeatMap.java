package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A table whose cells are colored by their numbers, which stand in them where there is room: confusion matrices,
 * gradient norms by layer and epoch.
 *
 * <p>Dark is low and light is high. A cell whose value is not a number, or not positive on a logarithmic scale, is gray.
 *
 * <pre>{@code
 * HeatMap.of("Confusion", "predicted", "true", names, names, counts).writeSvg(Path.of("confusion.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the columns are; empty for nothing
 * @param yLabel what the rows are; empty for nothing
 * @param columns the names of the columns
 * @param rows the names of the rows, from the top
 * @param values by row, then by column
 * @param logarithmic whether equal ratios are equal steps of color; they are not by default
 * @param numbers whether numbers are written into the cells; they are by default
 * @param width the width in pixels, 200 to 8000; 640 by default, and more where so many columns need it
 * @param height the height in pixels, 150 to 8000; 480 by default, and more where so many rows need it
 */
@RecordBuilder
public record HeatMap(
        String title,
        String xLabel,
        String yLabel,
        List<String> columns,
        List<String> rows,
        List<List<Double>> values,
        boolean logarithmic,
        boolean numbers,
        int width,
        int height)
        implements Figure, HeatMapBuilder.With {
    private static final double LEAST_ROW = 13;
    private static final double LEAST_COLUMN = 5;
    private static final double AROUND = 160;
    private static final int MOST_CELLS = 250_000;

    /**
     * Checks names and sizes.
     *
     * @throws IllegalArgumentException if there are no cells or more than 250,000, there are not as many values as names,
     *     or the size is out of range
     */
    public HeatMap {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        values = values.stream().map(List::copyOf).toList();
        String where = "chart '" + title + "'";
        int wide = columns.size();
        Arguments.require(values.size() == rows.size(), where, "expected " + rows.size() + " rows", values.size());
        for (List<Double> row : values) {
            Arguments.require(row.size() == wide, where, "expected " + wide + " values in each row", row.size());
        }
        long cells = (long) wide * rows.size();
        Arguments.require(cells > 0 && cells <= MOST_CELLS, where, "cells must be 1 to " + MOST_CELLS, cells);
        Sizes.require(title, width, height);
        width = Sizes.atLeast(width, columns.size() * LEAST_COLUMN + AROUND);
        height = Sizes.atLeast(height, rows.size() * LEAST_ROW + AROUND);
    }

    /**
     * A map with numbers in its cells.
     *
     * @param title the title; empty for none
     * @param xLabel what the columns are; empty for nothing
     * @param yLabel what the rows are; empty for nothing
     * @param columns the names of the columns
     * @param rows the names of the rows, from the top
     * @param values by row, then by column
     * @return the map
     * @throws IllegalArgumentException if there are no cells, or not as many values as names
     */
    public static HeatMap of(
            String title, String xLabel, String yLabel, List<String> columns, List<String> rows, double[][] values) {
        List<List<Double>> lists = new ArrayList<>();
        for (double[] row : values) {
            lists.add(Sizes.list(row));
        }
        return new HeatMap(
                title, xLabel, yLabel, columns, rows, lists, false, true, Sizes.WIDTH, Sizes.HEIGHT);
    }

    /**
     * How often each class was taken for each other.
     *
     * @param classes the names of the classes
     * @param truth the number of the right class, by example
     * @param predicted the number of the predicted class, by example
     * @return the map: right classes from top to bottom, predicted ones from left to right
     * @throws IllegalArgumentException if there are not as many of both, or a number is that of no class
     */
    public static HeatMap ofConfusion(List<String> classes, int[] truth, int[] predicted) {
        Arguments.require(
                truth.length == predicted.length, "HeatMap", "expected " + truth.length + " predictions", predicted.length);
        double[][] counts = new double[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) {
            for (int number : new int[] {truth[i], predicted[i]}) {
                Arguments.require(
                        number >= 0 && number < classes.size(),
                        "HeatMap",
                        "class numbers must be 0 to " + (classes.size() - 1),
                        number);
            }
            counts[truth[i]][predicted[i]]++;
        }
        return of("Confusion", "predicted", "true", classes, classes, counts);
    }

    /** All values that have a color. */
    DoubleStream colored() {
        return IntStream.range(0, rows.size())
                .boxed()
                .flatMap(row -> values.get(row).stream())
                .mapToDouble(value -> value)
                .filter(value -> Axis.shows(value, logarithmic));
    }
}
