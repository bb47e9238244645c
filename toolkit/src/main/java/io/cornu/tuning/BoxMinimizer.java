package io.cornu.tuning;

import java.util.Arrays;

/** Finds a local minimum of a smooth function in a box: BFGS on the variables that are free, projected onto the box. */
final class BoxMinimizer {
    private static final double ARMIJO = 1e-4;
    private static final int MOST_HALVINGS = 25;

    /** A function and its gradient. */
    interface Function {
        double valueAndGradient(double[] point, double[] gradient);
    }

    private final Function function;
    private final double low;
    private final double[] high;
    private final double[][] inverseHessian;

    private BoxMinimizer(Function function, double low, double[] high) {
        this.function = function;
        this.low = low;
        this.high = high;
        inverseHessian = new double[high.length][high.length];
    }

    /** Moves from a start until the projected gradient is small; the bounds may be infinite. */
    static double[] minimize(Function function, double[] start, double low, double[] high, double tolerance, int steps) {
        return new BoxMinimizer(function, low, high).run(start.clone(), tolerance, steps);
    }

    private double[] run(double[] start, double tolerance, int steps) {
        int size = start.length;
        double[] point = start;
        double[] gradient = new double[size];
        double value = function.valueAndGradient(point, gradient);
        reset();
        for (int step = 0; step < steps && largestFree(point, gradient) > tolerance; step++) {
            double[] direction = direction(point, gradient);
            double[] next = point.clone();
            double[] nextGradient = new double[size];
            double nextValue = Double.NaN;
            double length = 1;
            int halvings = 0;
            while (halvings++ < MOST_HALVINGS) {
                double expected = 0;
                for (int i = 0; i < size; i++) {
                    next[i] = Math.min(Math.max(point[i] + length * direction[i], low), high[i]);
                    expected += gradient[i] * (next[i] - point[i]);
                }
                nextValue = function.valueAndGradient(next, nextGradient);
                if (nextValue <= value + ARMIJO * expected) {
                    break;
                }
                length /= 2;
            }
            if (!(nextValue < value)) {
                return point;
            }
            update(point, next, gradient, nextGradient);
            boolean settled = value - nextValue <= 1e-9 * Math.max(1, Math.abs(value));
            point = next;
            gradient = nextGradient;
            value = nextValue;
            if (settled) {
                return point;
            }
        }
        return point;
    }

    private void reset() {
        for (int i = 0; i < inverseHessian.length; i++) {
            Arrays.fill(inverseHessian[i], 0);
            inverseHessian[i][i] = 1;
        }
    }

    private boolean isFree(double[] point, double[] gradient, int i) {
        return !(point[i] <= low && gradient[i] > 0) && !(point[i] >= high[i] && gradient[i] < 0);
    }

    private double largestFree(double[] point, double[] gradient) {
        double largest = 0;
        for (int i = 0; i < point.length; i++) {
            largest = isFree(point, gradient, i) ? Math.max(largest, Math.abs(gradient[i])) : largest;
        }
        return largest;
    }

    private double[] direction(double[] point, double[] gradient) {
        double[] direction = new double[point.length];
        double slope = 0;
        for (int i = 0; i < point.length; i++) {
            for (int j = 0; j < point.length && isFree(point, gradient, i); j++) {
                direction[i] -= isFree(point, gradient, j) ? inverseHessian[i][j] * gradient[j] : 0;
            }
            slope += direction[i] * gradient[i];
        }
        if (slope < 0) {
            return direction;
        }
        reset();
        for (int i = 0; i < point.length; i++) {
            direction[i] = isFree(point, gradient, i) ? -gradient[i] : 0;
        }
        return direction;
    }

    private void update(double[] point, double[] next, double[] gradient, double[] nextGradient) {
        int size = point.length;
        double[] s = new double[size];
        double[] y = new double[size];
        double curvature = 0;
        for (int i = 0; i < size; i++) {
            s[i] = next[i] - point[i];
            y[i] = nextGradient[i] - gradient[i];
            curvature += s[i] * y[i];
        }
        if (!(curvature > 1e-12)) {
            return;
        }
        double[] hy = new double[size];
        double yhy = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                hy[i] += inverseHessian[i][j] * y[j];
            }
            yhy += y[i] * hy[i];
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                inverseHessian[i][j] += (1 + yhy / curvature) * s[i] * s[j] / curvature
                        - (hy[i] * s[j] + s[i] * hy[j]) / curvature;
            }
        }
    }
}
