package io.cornu.landscapes;

/**
 * A place in the plane.
 *
 * @param x the first coordinate
 * @param y the second coordinate
 */
public record Point(double x, double y) {
    /**
     * A place in the plane.
     *
     * @param x the first coordinate
     * @param y the second coordinate
     * @return the place
     */
    public static Point of(double x, double y) {
        return new Point(x, y);
    }

    /**
     * How far another place is.
     *
     * @param other the other place
     * @return the distance
     */
    public double distance(Point other) {
        return Math.hypot(x - other.x, y - other.y);
    }

    /**
     * How far this is from (0, 0): the length of a gradient.
     *
     * @return the distance
     */
    public double norm() {
        return Math.hypot(x, y);
    }

    boolean isFinite() {
        return Double.isFinite(x) && Double.isFinite(y);
    }
}
