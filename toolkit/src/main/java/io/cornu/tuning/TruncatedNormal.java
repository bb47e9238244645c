package io.cornu.tuning;

import org.hipparchus.special.Erf;

/** The normal distribution between two bounds, in logarithms so that its tails keep their digits. */
final class TruncatedNormal {
    private static final double ROOT = Math.sqrt(2);
    private static final double LOG_ROOT_TWO_PI = .5 * Math.log(2 * Math.PI);
    private static final double LOGISTIC = Math.sqrt(3) / Math.PI;
    private static final int MOST_STEPS = 100;

    private TruncatedNormal() {}

    static double logDensity(double x) {
        return -x * x / 2 - LOG_ROOT_TWO_PI;
    }

    /** The logarithm of the share below a point of the standard normal distribution. */
    static double logBelow(double x) {
        if (x > 6) {
            return -below(-x);
        }
        if (x > -20) {
            return Math.log(below(x));
        }
        // The asymptotic series of the tail.
        double square = x * x;
        double sum = 1;
        double term = 1;
        double last;
        int factor = 1;
        do {
            last = sum;
            term *= -factor / square;
            factor += 2;
            sum += term;
        } while (Math.abs(last - sum) > Math.ulp(1.0));
        return -square / 2 - Math.log(-x) - LOG_ROOT_TWO_PI + Math.log(sum);
    }

    private static double below(double x) {
        return .5 * Erf.erfc(-x / ROOT);
    }

    /** The logarithm of the share between two points of the standard normal distribution. */
    static double logMass(double low, double high) {
        if (high <= 0) {
            return logDifference(logBelow(high), logBelow(low));
        }
        if (low > 0) {
            return logMass(-high, -low);
        }
        return Math.log1p(-below(low) - below(-high));
    }

    private static double logDifference(double larger, double smaller) {
        return larger + Math.log1p(-Math.exp(smaller - larger));
    }

    private static double logSum(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? larger
                : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }

    /** The point between two bounds below which lies the given share of what lies between them. */
    static double quantile(double share, double low, double high) {
        double logMass = logMass(low, high);
        double point = low < 0
                ? inverseLogBelow(logSum(logBelow(low), Math.log(share) + logMass))
                : -inverseLogBelow(logSum(logBelow(-high), Math.log1p(-share) + logMass));
        return Math.min(Math.max(point, low), high);
    }

    /** Newton's method on {@link #logBelow}; near the upper end on the other tail, which has the digits. */
    private static double inverseLogBelow(double y) {
        if (y >= 0 || y == Double.NEGATIVE_INFINITY) {
            return y >= 0 ? Double.POSITIVE_INFINITY : y;
        }
        boolean flipped = y > -1e-2;
        double target = flipped ? Math.log(-Math.expm1(y)) : y;
        double x = target < -5
                ? -Math.sqrt(-2 * (target + LOG_ROOT_TWO_PI))
                : -LOGISTIC * Math.log(Math.expm1(-target));
        for (int step = 0; step < MOST_STEPS; step++) {
            double value = logBelow(x);
            double change = (value - target) * Math.exp(value - logDensity(x));
            x -= change;
            if (Math.abs(change) < 1e-8 * Math.abs(x)) {
                break;
            }
        }
        return flipped ? -x : x;
    }
}
