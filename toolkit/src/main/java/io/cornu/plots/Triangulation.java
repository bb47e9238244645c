package io.cornu.plots;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Triangles between points, none of which has another point in the circle through its corners.
 *
 * <p>Points join one after another, from one side to the other, with what they see of the edge of those before; then
 * edges are turned until each is right (Lawson 1977).
 */
final class Triangulation {
    /** Points in a row are a case of their own: searches on a grid have many. Their coordinates are about 1. */
    private static final double TINY = 1e-12;

    /** No direction in which people lay out grids. */
    private static final double ANGLE = .5432;

    private final double[] x;
    private final double[] y;
    private final List<Integer> hull = new ArrayList<>();
    /** The third corner of the triangle on the left of an edge. */
    private final Map<Edge, Integer> apexes = new HashMap<>();

    private record Edge(int from, int to) {
        Edge back() {
            return new Edge(to, from);
        }
    }

    /**
     * Triangulates.
     *
     * @param x places between 0 and 1
     * @param y as many; no two points may be the same
     */
    Triangulation(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        List<Integer> order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> x[i] * Math.cos(ANGLE) + y[i] * Math.sin(ANGLE)))
                .toList();
        int row = 2;
        while (row < x.length && Math.abs(turn(order.get(0), order.get(1), order.get(row))) <= TINY) {
            row++;
        }
        if (row >= x.length) {
            return;
        }
        begin(order.subList(0, row), order.get(row));
        order.subList(row + 1, x.length).forEach(this::join);
    }

    /** Above 0 if the way turns left at the second point. */
    private double turn(int a, int b, int c) {
        return (x[b] - x[a]) * (y[c] - y[a]) - (y[b] - y[a]) * (x[c] - x[a]);
    }

    private void begin(List<Integer> row, int point) {
        boolean isLeft = turn(row.get(0), row.get(1), point) > 0;
        for (int i = 0; i + 1 < row.size(); i++) {
            add(row.get(isLeft ? i : i + 1), row.get(isLeft ? i + 1 : i), point);
        }
        hull.addAll(row);
        hull.add(point);
        if (!isLeft) {
            java.util.Collections.reverse(hull);
        }
    }

    private void join(int point) {
        int size = hull.size();
        boolean[] isSeen = new boolean[size];
        for (int i = 0; i < size; i++) {
            isSeen[i] = turn(hull.get(i), hull.get((i + 1) % size), point) < -TINY;
        }
        int first = 0;
        while (first < size && !(isSeen[first] && !isSeen[(first + size - 1) % size])) {
            first++;
        }
        if (first == size) {
            return;
        }
        List<Integer> kept = new ArrayList<>();
        Deque<Edge> doubtful = new ArrayDeque<>();
        int i = first;
        while (isSeen[i]) {
            int from = hull.get(i);
            int to = hull.get((i + 1) % size);
            add(to, from, point);
            doubtful.push(new Edge(from, to));
            i = (i + 1) % size;
        }
        kept.add(hull.get(first));
        kept.add(point);
        for (; i != first; i = (i + 1) % size) {
            kept.add(hull.get(i));
        }
        hull.clear();
        hull.addAll(kept);
        mend(doubtful);
    }

    private void add(int a, int b, int c) {
        apexes.put(new Edge(a, b), c);
        apexes.put(new Edge(b, c), a);
        apexes.put(new Edge(c, a), b);
    }

    private void mend(Deque<Edge> doubtful) {
        // Each turn makes the smallest angles larger; the limit is for what rounding could do.
        for (int turns = 0; !doubtful.isEmpty() && turns < 100_000; turns++) {
            Edge edge = doubtful.pop();
            Integer left = apexes.get(edge);
            Integer right = apexes.get(edge.back());
            if (left == null || right == null || !isInside(edge.from(), edge.to(), left, right)) {
                continue;
            }
            apexes.remove(edge);
            apexes.remove(edge.back());
            add(edge.from(), right, left);
            add(right, edge.to(), left);
            doubtful.push(new Edge(edge.from(), right));
            doubtful.push(new Edge(right, edge.to()));
            doubtful.push(new Edge(edge.to(), left));
            doubtful.push(new Edge(left, edge.from()));
        }
    }

    /** Whether a point lies in the circle through a triangle's corners. */
    private boolean isInside(int a, int b, int c, int point) {
        double ax = x[a] - x[point];
        double ay = y[a] - y[point];
        double bx = x[b] - x[point];
        double by = y[b] - y[point];
        double cx = x[c] - x[point];
        double cy = y[c] - y[point];
        double determinant = (ax * ax + ay * ay) * (bx * cy - cx * by)
                - (bx * bx + by * by) * (ax * cy - cx * ay)
                + (cx * cx + cy * cy) * (ax * by - bx * ay);
        return determinant > TINY;
    }

    /** The triangles, three points each, counterclockwise; none if all points lie in a row. */
    List<int[]> triangles() {
        List<int[]> triangles = new ArrayList<>();
        apexes.forEach((edge, apex) -> {
            // Each is there three times, once from each side.
            if (edge.from() < edge.to() && edge.from() < apex) {
                triangles.add(new int[] {edge.from(), edge.to(), apex});
            }
        });
        return triangles;
    }

    /** The points around all others, counterclockwise; none if all points lie in a row. */
    List<Integer> hull() {
        return List.copyOf(hull);
    }
}
