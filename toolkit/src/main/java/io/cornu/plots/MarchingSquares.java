package io.cornu.plots;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines along which a grid has one value, straight within each of its squares.
 *
 * <p>Every crossing of such a line with a side of a square is on two squares; each square sends the line from one side to
 * another with the larger values on its left, so that the pieces join to lines in one pass.
 */
final class MarchingSquares {
    private final Grid grid;
    private final double level;
    private final Map<Side, Side> pieces = new LinkedHashMap<>();

    /** A line, joined to itself if it is closed; {@code {x, y}} each. */
    record Line(List<double[]> points, boolean isClosed) {}

    /** The side of squares from a corner to the right, or upward. */
    private record Side(int row, int column, boolean isUpward) {}

    private MarchingSquares(Grid grid, double level) {
        this.grid = grid;
        this.level = level;
        for (int row = 0; row + 1 < grid.rows(); row++) {
            for (int column = 0; column + 1 < grid.columns(); column++) {
                cross(row, column);
            }
        }
    }

    /** The lines at a level; squares with a corner that is not finite have none. */
    static List<Line> lines(Grid grid, double level) {
        return new MarchingSquares(grid, level).joined();
    }

    /**
     * The edges of what lies at a level or above, all of them closed along the grid's own edges. What is not finite lies
     * below if it is not a number or negative, else above.
     */
    static List<Line> areas(Grid grid, double level) {
        return lines(enclosed(grid, level), level);
    }

    /** The same grid within a rim of no width that lies below the level. */
    private static Grid enclosed(Grid grid, double level) {
        int rows = grid.rows() + 2;
        int columns = grid.columns() + 2;
        double[] x = new double[columns];
        double[] y = new double[rows];
        double[][] values = new double[rows][columns];
        double margin = Math.min(1e300, 1 + Math.abs(level) + grid.highest() - grid.lowest());
        for (int row = 0; row < rows; row++) {
            y[row] = rim(row, rows, grid.y(clamp(row - 1, grid.rows())));
            for (int column = 0; column < columns; column++) {
                x[column] = rim(column, columns, grid.x(clamp(column - 1, grid.columns())));
                boolean inside = row > 0 && row < rows - 1 && column > 0 && column < columns - 1;
                double value = inside ? grid.at(row - 1, column - 1) : level - margin;
                values[row][column] = Double.isNaN(value)
                        ? level - margin
                        : Math.max(level - margin, Math.min(level + margin, value));
            }
        }
        return new Grid(x, y, values);
    }

    private static int clamp(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    /** Places must rise: the smallest step there is. */
    private static double rim(int index, int count, double place) {
        return index == 0 ? Math.nextDown(place) : index == count - 1 ? Math.nextUp(place) : place;
    }

    private void cross(int row, int column) {
        double[] corners = {
            grid.at(row, column),
            grid.at(row, column + 1),
            grid.at(row + 1, column + 1),
            grid.at(row + 1, column)
        };
        int kind = 0;
        double middle = 0;
        for (int i = 0; i < 4; i++) {
            if (!Double.isFinite(corners[i])) {
                return;
            }
            kind |= corners[i] >= level ? 1 << i : 0;
            middle += corners[i] / 4;
        }
        Side bottom = new Side(row, column, false);
        Side right = new Side(row, column + 1, true);
        Side top = new Side(row + 1, column, false);
        Side left = new Side(row, column, true);
        Side[] sides = {bottom, right, top, left};
        if (kind == 5 || kind == 10) {
            // Opposite corners are high: the middle says whether they meet. Around each of them, or of the low ones.
            boolean isFirstHigh = kind == 5;
            boolean around = middle < level;
            for (int i = isFirstHigh == around ? 0 : 1; i < 4; i += 2) {
                // Around corner i, which lies between side i - 1 and side i.
                Side before = sides[(i + 3) % 4];
                Side after = sides[i];
                put(around ? after : before, around ? before : after);
            }
            return;
        }
        // Going around counterclockwise, the line leaves where values fall and comes in where they rise.
        Side from = null;
        Side to = null;
        for (int i = 0; i < 4; i++) {
            boolean here = (kind >> i & 1) == 1;
            boolean next = (kind >> (i + 1) % 4 & 1) == 1;
            if (here && !next) {
                from = sides[i];
            } else if (!here && next) {
                to = sides[i];
            }
        }
        if (from != null && to != null) {
            put(from, to);
        }
    }

    private void put(Side from, Side to) {
        pieces.put(from, to);
    }

    private List<Line> joined() {
        Set<Side> ends = new HashSet<>(pieces.values());
        Map<Side, Side> left = new HashMap<>(pieces);
        List<Line> lines = new ArrayList<>();
        for (Side start : pieces.keySet()) {
            if (!ends.contains(start)) {
                lines.add(follow(start, left));
            }
        }
        for (Side start : pieces.keySet()) {
            if (left.containsKey(start)) {
                lines.add(follow(start, left));
            }
        }
        return lines;
    }

    private Line follow(Side start, Map<Side, Side> left) {
        List<double[]> points = new ArrayList<>();
        points.add(point(start));
        Side here = left.remove(start);
        while (here != null && !here.equals(start)) {
            points.add(point(here));
            here = left.remove(here);
        }
        return new Line(points, here != null);
    }

    private double[] point(Side side) {
        int row = side.row() + (side.isUpward() ? 1 : 0);
        int column = side.column() + (side.isUpward() ? 0 : 1);
        double from = grid.at(side.row(), side.column());
        double to = grid.at(row, column);
        double share = (level - from) / (to - from);
        return new double[] {
            grid.x(side.column()) + share * (grid.x(column) - grid.x(side.column())),
            grid.y(side.row()) + share * (grid.y(row) - grid.y(side.row()))
        };
    }
}
