package io.cornu.plots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places the boxes of a graph without cycles in rows, each box below all that lead to it, with few crossings: after
 * Sugiyama, Tagawa and Toda (1981).
 *
 * <p>Where an arrow passes rows, a point in each of them keeps its place free.
 */
final class LayeredLayout {
    private static final double GAP = 28;
    private static final double ROW_GAP = 34;
    private static final int SWEEPS = 12;

    /**
     * A placed box.
     *
     * @param left its left edge
     * @param top its upper edge
     * @param width how wide it is
     * @param height how high it is
     */
    record Box(double left, double top, double width, double height) {}

    /**
     * A place on an arrow.
     *
     * @param x to the right
     * @param y down
     */
    record Point(double x, double y) {}

    /** A box, or a point where an arrow passes a row. */
    private static final class Place {
        private final int row;
        private final double width;
        private final List<Place> above = new ArrayList<>();
        private final List<Place> below = new ArrayList<>();
        private double center;
        private double wanted;

        Place(int row, double width) {
            this.row = row;
            this.width = width;
        }
    }

    private final double boxHeight;
    private final List<Place> boxes = new ArrayList<>();
    private final List<List<Place>> rows = new ArrayList<>();
    private final List<List<Place>> arrows = new ArrayList<>();

    /**
     * Places boxes.
     *
     * @param widths of the boxes
     * @param boxHeight of all boxes
     * @param inputs which boxes lead to each, all of them earlier ones
     */
    LayeredLayout(List<Double> widths, double boxHeight, List<List<Integer>> inputs) {
        this.boxHeight = boxHeight;
        for (int i = 0; i < widths.size(); i++) {
            int row = inputs.get(i).stream()
                            .mapToInt(input -> boxes.get(input).row)
                            .max()
                            .orElse(-1)
                    + 1;
            Place box = place(row, widths.get(i));
            boxes.add(box);
            inputs.get(i).stream().distinct().forEach(input -> connect(boxes.get(input), box));
        }
        rows.forEach(LayeredLayout::spread);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean isDownward = sweep % 2 == 0;
            for (int i = 0; i < rows.size(); i++) {
                settle(rows.get(isDownward ? i : rows.size() - 1 - i), isDownward, sweep < SWEEPS - 2);
            }
        }
        double left = rows.stream()
                .flatMap(List::stream)
                .mapToDouble(each -> each.center - each.width / 2)
                .min()
                .orElse(0);
        rows.forEach(row -> row.forEach(each -> each.center -= left));
    }

    /** The boxes, in the order given. */
    List<Box> boxes() {
        return boxes.stream()
                .map(box -> new Box(box.center - box.width / 2, top(box), box.width, boxHeight))
                .toList();
    }

    /** The arrows, from the lower edge of a box to the upper edge of another. */
    List<List<Point>> edges() {
        List<List<Point>> edges = new ArrayList<>();
        for (List<Place> arrow : arrows) {
            List<Point> points = new ArrayList<>();
            points.add(new Point(arrow.get(0).center, top(arrow.get(0)) + boxHeight));
            for (Place passed : arrow.subList(1, arrow.size() - 1)) {
                points.add(new Point(passed.center, top(passed)));
                points.add(new Point(passed.center, top(passed) + boxHeight));
            }
            Place last = arrow.get(arrow.size() - 1);
            points.add(new Point(last.center, top(last)));
            edges.add(points);
        }
        return edges;
    }

    double width() {
        return rows.stream()
                .flatMap(List::stream)
                .mapToDouble(each -> each.center + each.width / 2)
                .max()
                .orElse(0);
    }

    double height() {
        return rows.size() * (boxHeight + ROW_GAP) - ROW_GAP;
    }

    private double top(Place place) {
        return place.row * (boxHeight + ROW_GAP);
    }

    private Place place(int row, double width) {
        while (rows.size() <= row) {
            rows.add(new ArrayList<>());
        }
        Place place = new Place(row, width);
        rows.get(row).add(place);
        return place;
    }

    private void connect(Place from, Place to) {
        List<Place> arrow = new ArrayList<>(List.of(from));
        for (int row = from.row + 1; row < to.row; row++) {
            arrow.add(place(row, 0));
        }
        arrow.add(to);
        for (int i = 1; i < arrow.size(); i++) {
            arrow.get(i - 1).below.add(arrow.get(i));
            arrow.get(i).above.add(arrow.get(i - 1));
        }
        arrows.add(arrow);
    }

    private static void spread(List<Place> row) {
        double left = 0;
        for (Place place : row) {
            place.center = left + place.width / 2;
            left += place.width + GAP;
        }
    }

    /** Moves the places of a row to the middle of their neighbors, as far as there is room. */
    private static void settle(List<Place> row, boolean isDownward, boolean mayReorder) {
        for (Place place : row) {
            List<Place> neighbors = isDownward ? place.above : place.below;
            place.wanted = neighbors.stream()
                    .mapToDouble(each -> each.center)
                    .average()
                    .orElse(place.center);
        }
        if (mayReorder) {
            row.sort(Comparator.comparingDouble(place -> place.wanted));
        }
        double shift = 0;
        double right = Double.NEGATIVE_INFINITY;
        for (Place place : row) {
            double center = Math.max(place.wanted, right + GAP + place.width / 2);
            shift += place.wanted - center;
            place.center = center;
            right = center + place.width / 2;
        }
        // What was pushed to the right is brought back to the middle of where all would like to be.
        double back = shift / row.size();
        row.forEach(place -> place.center += back);
    }
}
