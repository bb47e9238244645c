package io.cornu.tuning;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Gaussian process over the unit cube with a Matern 5/2 kernel and a length for each axis; choices are alike or not.
 *
 * <p>The kernel's numbers maximize the marginal likelihood times Optuna's priors.
 */
final class GaussianRegression {
    private static final double LEAST_NOISE = 1e-6;
    private static final int MOST_STEPS = 200;

    private final List<double[]> points;
    private final double[] values;
    private final boolean[] choices;
    /** One over the square of each axis' length, then the variance of the function. */
    private final double[] kernel;

    private final double[][] cholesky;
    private final double[] weighted;

    private GaussianRegression(
            List<double[]> points, double[] values, boolean[] choices, double[] kernel, double[][] cholesky) {
        this.points = points;
        this.values = values;
        this.choices = choices;
        this.kernel = kernel;
        this.cholesky = cholesky;
        weighted = solve(cholesky, values);
    }

    static GaussianRegression fit(List<double[]> points, double[] values, boolean[] choices) {
        int size = choices.length + 2;
        double[] unbounded = new double[size];
        Arrays.fill(unbounded, Double.POSITIVE_INFINITY);
        double[] start = new double[size];
        start[size - 1] = Math.log(1 - .99 * LEAST_NOISE);
        double[] best = BoxMinimizer.minimize(
                (raw, gradient) -> loss(points, values, choices, raw, gradient),
                start,
                Double.NEGATIVE_INFINITY,
                unbounded,
                1e-2,
                MOST_STEPS);
        return withKernel(points, values, choices, best);
    }

    private static GaussianRegression withKernel(
            List<double[]> points, double[] values, boolean[] choices, double[] raw) {
        double[] kernel = Arrays.stream(raw).map(Math::exp).toArray();
        double[][] cholesky = cholesky(points, choices, kernel);
        if (cholesky == null) {
            Arrays.fill(kernel, 1);
            cholesky = cholesky(points, choices, kernel);
        }
        if (cholesky == null) {
            throw new IllegalStateException("GaussianProcess: expected finite values of the objective.");
        }
        return new GaussianRegression(points, values, choices, kernel, cholesky);
    }

    /** The same process that also believes its own expectation at points whose values are not known yet. */
    GaussianRegression believing(List<double[]> unknown) {
        if (unknown.isEmpty()) {
            return this;
        }
        List<double[]> all = java.util.stream.Stream.concat(points.stream(), unknown.stream())
                .toList();
        double[] believed = Arrays.copyOf(values, all.size());
        for (int i = 0; i < unknown.size(); i++) {
            believed[values.length + i] = at(unknown.get(i)).mean();
        }
        return withKernel(
                all, believed, choices, Arrays.stream(kernel).map(Math::log).toArray());
    }

    /** The lengths of the axes. */
    double length(int axis) {
        return 1 / Math.sqrt(kernel[axis]);
    }

    /**
     * What is expected at a point.
     *
     * @param mean the expectation
     * @param variance how far it may be off
     * @param meanGradient the expectation's gradient
     * @param varianceGradient the variance's gradient
     */
    record Expected(double mean, double variance, double[] meanGradient, double[] varianceGradient) {}

    Expected at(double[] point) {
        int axes = choices.length;
        int count = points.size();
        double[] covariances = new double[count];
        double[][] slopes = new double[count][axes];
        for (int i = 0; i < count; i++) {
            double[] known = points.get(i);
            double root = Math.sqrt(5 * squaredDistance(point, known, choices, kernel));
            double decay = kernel[axes] * Math.exp(-root);
            covariances[i] = decay * (root * root / 3 + root + 1);
            for (int axis = 0; axis < axes; axis++) {
                slopes[i][axis] = choices[axis]
                        ? 0
                        : -5 / 3.0 * (root + 1) * decay * (point[axis] - known[axis]) * kernel[axis];
            }
        }
        double[] solved = solve(cholesky, covariances);
        double mean = 0;
        double variance = kernel[axes];
        double[] meanGradient = new double[axes];
        double[] varianceGradient = new double[axes];
        for (int i = 0; i < count; i++) {
            mean += covariances[i] * weighted[i];
            variance -= covariances[i] * solved[i];
            for (int axis = 0; axis < axes; axis++) {
                meanGradient[axis] += slopes[i][axis] * weighted[i];
                varianceGradient[axis] -= 2 * slopes[i][axis] * solved[i];
            }
        }
        return new Expected(mean, Math.max(variance, 0), meanGradient, varianceGradient);
    }

    private static double squaredDistance(double[] a, double[] b, boolean[] choices, double[] kernel) {
        double sum = 0;
        for (int axis = 0; axis < choices.length; axis++) {
            sum += kernel[axis] * square(a[axis], b[axis], choices[axis]);
        }
        return sum;
    }

    private static double square(double a, double b, boolean choice) {
        if (choice) {
            return a == b ? 0 : 1;
        }
        return (a - b) * (a - b);
    }

    private static double @Nullable [][] cholesky(List<double[]> points, boolean[] choices, double[] kernel) {
        int count = points.size();
        double[][] matrix = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double root = Math.sqrt(5 * squaredDistance(points.get(i), points.get(j), choices, kernel));
                matrix[i][j] = kernel[choices.length] * Math.exp(-root) * (root * root / 3 + root + 1);
            }
            matrix[i][i] += kernel[choices.length + 1] + LEAST_NOISE;
        }
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                if (i == j && !(sum > 0)) {
                    return null;
                }
                matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
            }
        }
        return matrix;
    }

    private static double[] solve(double[][] cholesky, double[] right) {
        double[] solution = right.clone();
        int count = right.length;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= cholesky[i][k] * solution[k];
            }
            solution[i] /= cholesky[i][i];
        }
        for (int i = count - 1; i >= 0; i--) {
            solution[i] /= cholesky[i][i];
            for (int k = 0; k < i; k++) {
                solution[k] -= cholesky[i][k] * solution[i];
            }
        }
        return solution;
    }

    /** Minus the logarithm of likelihood and priors, by the logarithms of the kernel's numbers. */
    private static double loss(
            List<double[]> points, double[] values, boolean[] choices, double[] raw, double[] gradient) {
        int axes = choices.length;
        int count = values.length;
        double[] kernel = Arrays.stream(raw).map(Math::exp).toArray();
        double[][] cholesky = cholesky(points, choices, kernel);
        if (cholesky == null || !Double.isFinite(Arrays.stream(kernel).sum())) {
            Arrays.fill(gradient, 0);
            return Double.POSITIVE_INFINITY;
        }
        double[] solved = solve(cholesky, values);
        double[][] inverse = new double[count][];
        double loss = 0;
        for (int i = 0; i < count; i++) {
            double[] unit = new double[count];
            unit[i] = 1;
            inverse[i] = solve(cholesky, unit);
            loss += Math.log(cholesky[i][i]) + .5 * values[i] * solved[i];
        }
        Arrays.fill(gradient, 0);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                double pull = .5 * (inverse[i][j] - solved[i] * solved[j]);
                double root = Math.sqrt(5 * squaredDistance(points.get(i), points.get(j), choices, kernel));
                double decay = kernel[axes] * Math.exp(-root);
                for (int axis = 0; axis < axes; axis++) {
                    gradient[axis] += pull * -5 / 6.0 * (root + 1) * decay * kernel[axis]
                            * square(points.get(i)[axis], points.get(j)[axis], choices[axis]);
                }
                gradient[axes] += pull * decay * (root * root / 3 + root + 1);
            }
            gradient[axes + 1] += .5 * (inverse[i][i] - solved[i] * solved[i]) * kernel[axes + 1];
        }
        return loss + priors(kernel, axes, gradient);
    }

    private static double priors(double[] kernel, int axes, double[] gradient) {
        double loss = 0;
        for (int axis = 0; axis < axes; axis++) {
            loss += .1 / kernel[axis] + .1 * kernel[axis];
            gradient[axis] += -.1 / kernel[axis] + .1 * kernel[axis];
        }
        double noise = kernel[axes + 1] + LEAST_NOISE;
        gradient[axes] += kernel[axes] - 1;
        gradient[axes + 1] += (30 - .1 / noise) * kernel[axes + 1];
        return loss + kernel[axes] - Math.log(kernel[axes]) + 30 * noise - .1 * Math.log(noise);
    }
}
