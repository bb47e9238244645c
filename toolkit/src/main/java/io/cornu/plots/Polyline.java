package io.cornu.plots;

import io.cornu.plots.LineChart.Series;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Pixels along a path, cut at the edges of a rectangle: coordinates of runaways are no good in files. */
final class Polyline {
    private Polyline() {}

    /** The points up to the first that is not finite. */
    static List<double[]> pixels(Series path, AxesFrame frame) {
        List<double[]> pixels = new ArrayList<>();
        for (int i = 0; i < path.x().size(); i++) {
            double[] pixel = {frame.x(path.x().get(i)), frame.y(path.y().get(i))};
            if (!Double.isFinite(pixel[0]) || !Double.isFinite(pixel[1])) {
                break;
            }
            pixels.add(pixel);
        }
        return pixels;
    }

    /** What of the path lies in the rectangle. */
    static Path2D within(List<double[]> pixels, Rectangle2D area) {
        Path2D line = new Path2D.Double();
        double[] reached = {};
        for (int i = 1; i < pixels.size(); i++) {
            double[] part = cut(pixels.get(i - 1), pixels.get(i), area);
            if (part.length == 0) {
                continue;
            }
            boolean goesOn = reached.length == 2 && reached[0] == part[0] && reached[1] == part[1];
            if (!goesOn) {
                line.moveTo(part[0], part[1]);
            }
            line.lineTo(part[2], part[3]);
            reached = new double[] {part[2], part[3]};
        }
        return line;
    }

    /** The part of a segment in a rectangle, {@code x1, y1, x2, y2}, or nothing (Liang and Barsky 1984). */
    static double[] cut(double[] from, double[] to, Rectangle2D area) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double[] speeds = {-dx, dx, -dy, dy};
        double[] rooms = {
            from[0] - area.getMinX(), area.getMaxX() - from[0], from[1] - area.getMinY(), area.getMaxY() - from[1]
        };
        double begin = 0;
        double end = 1;
        for (int i = 0; i < 4; i++) {
            if (speeds[i] == 0) {
                if (rooms[i] < 0) {
                    return new double[0];
                }
            } else if (speeds[i] < 0) {
                begin = Math.max(begin, rooms[i] / speeds[i]);
            } else {
                end = Math.min(end, rooms[i] / speeds[i]);
            }
        }
        if (begin > end) {
            return new double[0];
        }
        // The ends themselves where nothing is cut, so that the next piece goes on exactly there.
        return new double[] {
            begin == 0 ? from[0] : from[0] + begin * dx,
            begin == 0 ? from[1] : from[1] + begin * dy,
            end == 1 ? to[0] : from[0] + end * dx,
            end == 1 ? to[1] : from[1] + end * dy
        };
    }
}
