package io.cornu.plots;

/** Where the points of a box are seen, from so far that parallels stay parallel. All coordinates are in [-1, 1]. */
final class Projection {
    private final double sinAzimuth;
    private final double cosAzimuth;
    private final double sinElevation;
    private final double cosElevation;

    /**
     * A view, with angles as matplotlib has them.
     *
     * @param azimuth in degrees; at 0 one looks from the end of the x axis, at 90 from that of the y axis
     * @param elevation in degrees above the floor
     */
    Projection(double azimuth, double elevation) {
        sinAzimuth = Math.sin(Math.toRadians(azimuth));
        cosAzimuth = Math.cos(Math.toRadians(azimuth));
        sinElevation = Math.sin(Math.toRadians(elevation));
        cosElevation = Math.cos(Math.toRadians(elevation));
    }

    /** How far to the right. */
    double right(double x, double y) {
        return -x * sinAzimuth + y * cosAzimuth;
    }

    /** How far up. */
    double up(double x, double y, double z) {
        return z * cosElevation - (x * cosAzimuth + y * sinAzimuth) * sinElevation;
    }

    /** How near. */
    double near(double x, double y, double z) {
        return (x * cosAzimuth + y * sinAzimuth) * cosElevation + z * sinElevation;
    }
}
