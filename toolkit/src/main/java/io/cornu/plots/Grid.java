package io.cornu.plots;

import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/** Values over a rectangle, at the crossings of lines: what contour plots and surfaces are drawn from. */
public final class Grid {
    private static final int MOST_LINES = 2000;

    private final double[] x;
    private final double[] y;
    private final double[][] values;
    private final List<double[]> outline;

    /** Takes the numbers as they are. */
    Grid(double[] x, double[] y, double[][] values) {
        this(x, y, values, List.of());
    }

    /** Takes the numbers as they are; only what lies within the outline, if there is one, is drawn. */
    Grid(double[] x, double[] y, double[][] values, List<double[]> outline) {
        this.outline = outline;
        this.x = x;
        this.y = y;
        this.values = values;
    }

    /**
     * Values that are known already.
     *
     * @param x where the columns are, 2 to 2,000 of them, rising
     * @param y where the rows are, 2 to 2,000 of them, rising
     * @param values {@code values[row][column]}; where one is not finite, nothing is drawn
     * @return the grid, a copy
     * @throws IllegalArgumentException if places do not rise or the numbers do not go together
     */
    public static Grid of(double[] x, double[] y, double[][] values) {
        requireRising("x", x);
        requireRising("y", y);
        Arguments.require(values.length == y.length, "Grid", "values must have " + y.length + " rows", values.length);
        double[][] copy = new double[y.length][];
        for (int row = 0; row < y.length; row++) {
            Arguments.require(
                    values[row].length == x.length,
                    "Grid",
                    "row " + row + " must have " + x.length + " values",
                    values[row].length);
            copy[row] = values[row].clone();
        }
        return new Grid(x.clone(), y.clone(), copy);
    }

    /**
     * Values of a function.
     *
     * @param xLow the place of the first column
     * @param xHigh the place of the last column, larger
     * @param yLow the place of the first row
     * @param yHigh the place of the last row, larger
     * @param lines how many columns and rows there are, 2 to 2,000
     * @param function from the place to the value
     * @return the grid
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Grid sample(
            double xLow, double xHigh, double yLow, double yHigh, int lines, DoubleBinaryOperator function) {
        Arguments.require(lines >= 2 && lines <= MOST_LINES, "Grid", "lines must be 2 to 2000", lines);
        double[] x = spread(xLow, xHigh, lines);
        double[] y = spread(yLow, yHigh, lines);
        requireRising("x", x);
        requireRising("y", y);
        double[][] values = new double[lines][lines];
        for (int row = 0; row < lines; row++) {
            for (int column = 0; column < lines; column++) {
                values[row][column] = function.applyAsDouble(x[column], y[row]);
            }
        }
        return new Grid(x, y, values);
    }

    private static double[] spread(double low, double high, int count) {
        double[] places = new double[count];
        Arrays.setAll(places, i -> low + (high - low) * i / (count - 1));
        return places;
    }

    private static void requireRising(String axis, double[] places) {
        Arguments.require(
                places.length >= 2 && places.length <= MOST_LINES,
                "Grid",
                axis + " must have 2 to 2000 places",
                places.length);
        for (int i = 0; i < places.length; i++) {
            boolean rises = i == 0 || places[i] > places[i - 1];
            Arguments.require(
                    Double.isFinite(places[i]) && rises, "Grid", axis + " must rise and be finite", places[i]);
        }
    }

    /**
     * How many columns there are.
     *
     * @return at least 2
     */
    public int columns() {
        return x.length;
    }

    /**
     * How many rows there are.
     *
     * @return at least 2
     */
    public int rows() {
        return y.length;
    }

    /**
     * Where a column is.
     *
     * @param column from 0
     * @return its place
     */
    public double x(int column) {
        return x[column];
    }

    /**
     * Where a row is.
     *
     * @param row from 0
     * @return its place
     */
    public double y(int row) {
        return y[row];
    }

    /**
     * A value.
     *
     * @param row from 0
     * @param column from 0
     * @return the value
     */
    public double at(int row, int column) {
        return values[row][column];
    }

    /** The value at a place, between those of its square; not a number outside. */
    double between(double placeX, double placeY) {
        if (!(placeX >= xLow() && placeX <= xHigh() && placeY >= yLow() && placeY <= yHigh())) {
            return Double.NaN;
        }
        int column = 0;
        while (column + 2 < x.length && x[column + 1] < placeX) {
            column++;
        }
        int row = 0;
        while (row + 2 < y.length && y[row + 1] < placeY) {
            row++;
        }
        double right = (placeX - x[column]) / (x[column + 1] - x[column]);
        double up = (placeY - y[row]) / (y[row + 1] - y[row]);
        double lower = (1 - right) * at(row, column) + right * at(row, column + 1);
        double upper = (1 - right) * at(row + 1, column) + right * at(row + 1, column + 1);
        return (1 - up) * lower + up * upper;
    }

    /** The corners around what is known, or none. */
    List<double[]> outline() {
        return outline;
    }

    double xLow() {
        return x[0];
    }

    double xHigh() {
        return x[x.length - 1];
    }

    double yLow() {
        return y[0];
    }

    double yHigh() {
        return y[y.length - 1];
    }

    /** The smallest finite value, or 0 if none is. */
    double lowest() {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .min()
                .orElse(0);
    }

    /** The largest finite value, or 0 if none is. */
    double highest() {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Grid grid
                && Arrays.equals(x, grid.x)
                && Arrays.equals(y, grid.y)
                && Arrays.deepEquals(values, grid.values)
                && Arrays.deepEquals(outline.toArray(), grid.outline.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(x) + Arrays.hashCode(y)) + Arrays.deepHashCode(values);
    }

    @Override
    public String toString() {
        return "Grid[" + rows() + " rows, " + columns() + " columns, " + lowest() + " to " + highest() + "]";
    }
}
