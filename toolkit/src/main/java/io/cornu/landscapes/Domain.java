package io.cornu.landscapes;

import io.cornu.text.Arguments;

/**
 * A rectangle of the plane, in which a function is drawn.
 *
 * @param xLow where it begins
 * @param xHigh where it ends, above {@code xLow}
 * @param yLow where it begins
 * @param yHigh where it ends, above {@code yLow}
 */
public record Domain(double xLow, double xHigh, double yLow, double yHigh) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if an end is not above its beginning, or not finite
     */
    public Domain {
        require("x", xLow, xHigh);
        require("y", yLow, yHigh);
    }

    private static void require(String axis, double low, double high) {
        Arguments.require(
                Double.isFinite(low) && Double.isFinite(high) && low < high,
                "Domain",
                axis + " must go from a finite number to a larger one",
                low + " to " + high);
    }

    /**
     * A square around (0, 0).
     *
     * @param half half its side, finite and above 0
     * @return the rectangle
     * @throws IllegalArgumentException if it is not above 0
     */
    public static Domain square(double half) {
        return new Domain(-half, half, -half, half);
    }

    /**
     * Whether a place lies within, or on the edge.
     *
     * @param point the place
     * @return false if it lies outside, or is not a number
     */
    public boolean contains(Point point) {
        return point.x() >= xLow && point.x() <= xHigh && point.y() >= yLow && point.y() <= yHigh;
    }

    Point center() {
        return new Point((xLow + xHigh) / 2, (yLow + yHigh) / 2);
    }

    /** From the center to a corner. */
    double radius() {
        return Math.hypot(xHigh - xLow, yHigh - yLow) / 2;
    }
}
