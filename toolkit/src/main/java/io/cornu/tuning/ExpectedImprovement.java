package io.cornu.tuning;

/** The logarithm of how much better than a threshold a point is expected to be (Ament et al. 2023). */
record ExpectedImprovement(GaussianRegression regression, double threshold) {
    private static final double STABILIZING = 1e-12;
    private static final double FAR = -25;
    private static final double LOG_ROOT_TWO_PI = .5 * Math.log(2 * Math.PI);

    double at(double[] point) {
        return at(point, new double[point.length]);
    }

    double at(double[] point, double[] gradient) {
        GaussianRegression.Expected expected = regression.at(point);
        double deviation = Math.sqrt(expected.variance() + STABILIZING);
        double z = (expected.mean() - threshold) / deviation;
        double value = logImprovement(z);
        double slope = slope(z, value);
        for (int axis = 0; axis < gradient.length; axis++) {
            double deviationSlope = expected.varianceGradient()[axis] / (2 * deviation);
            double zSlope = (expected.meanGradient()[axis] - z * deviationSlope) / deviation;
            gradient[axis] = slope * zSlope + deviationSlope / deviation;
        }
        return value + Math.log(deviation);
    }

    /** log E[max(0, x + z)] for x of the standard normal distribution. */
    static double logImprovement(double z) {
        if (z >= FAR) {
            double below = Math.exp(TruncatedNormal.logBelow(z));
            return Math.log(z * below + Math.exp(TruncatedNormal.logDensity(z)));
        }
        double square = z * z;
        return -square / 2 - LOG_ROOT_TWO_PI - Math.log(square) + Math.log1p(-3 / square + 15 / (square * square));
    }

    private static double slope(double z, double logImprovement) {
        return Math.exp(TruncatedNormal.logBelow(z) - logImprovement);
    }
}
