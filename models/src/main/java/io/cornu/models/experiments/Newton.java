package io.cornu.models.experiments;

import io.cornu.optimizers.fullbatch.FullBatchOptimizer;
import io.cornu.optimizers.fullbatch.Search;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * Newton's method, damped, and without its love of saddle points: along directions in which the surface bends downwards it
 * goes as far as if it bent upwards as much.
 *
 * <pre>
 * H(i, j) = (gradient(w + h e_i)_j - gradient(w - h e_i)_j) / 2h, made symmetric
 * step    = -V (|L| + damping I)^-1 V' gradient(w),   where H = V L V'
 * </pre>
 *
 * <p>Of several dampings, that is taken whose step lowers the loss most: much of it makes a short step of gradient descent,
 * none makes it Newton's. It ends where no damping lowers the loss. Each iteration takes two gradients for each weight and a
 * decomposition, beside which trying the dampings costs little, so this is for some hundred weights.
 *
 * <p>Source: Dauphin et al. 2014, "Identifying and attacking the saddle point problem in high-dimensional non-convex
 * optimization".
 */
record Newton() implements FullBatchOptimizer {
    static final List<Double> DAMPINGS = List.of(1e-4, 1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 10.0, 100.0);

    /** For gradients of float32: their rounding over it and the third derivative times its square are small. */
    private static final double DISTANCE = 1e-2;

    @Override
    public void minimize(Search search) {
        double[] weights = search.start();
        double loss = search.loss(weights);
        boolean goesOn = true;
        while (goesOn) {
            double[] gradient = search.gradient(weights);
            Steps steps = new Steps(curvature(search, weights), gradient);
            double[] best = weights;
            for (double damping : DAMPINGS) {
                double[] next = steps.from(weights, damping);
                double reached = search.loss(next);
                if (reached < loss) {
                    loss = reached;
                    best = next;
                }
            }
            goesOn = best != weights && search.next(best);
            weights = best;
        }
    }

    /** All second derivatives, by central differences of gradients. */
    static double[][] curvature(Search search, double[] weights) {
        int size = weights.length;
        double[][] rows = new double[size][];
        double[] moved = weights.clone();
        for (int i = 0; i < size; i++) {
            moved[i] = weights[i] + DISTANCE;
            double[] above = search.gradient(moved);
            moved[i] = weights[i] - DISTANCE;
            double[] below = search.gradient(moved);
            moved[i] = weights[i];
            rows[i] = new double[size];
            for (int j = 0; j < size; j++) {
                rows[i][j] = (above[j] - below[j]) / (2 * DISTANCE);
            }
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                rows[i][j] = (rows[i][j] + rows[j][i]) / 2;
                rows[j][i] = rows[i][j];
            }
        }
        return rows;
    }

    /** The step that each damping makes of a gradient. */
    private static final class Steps {
        private final RealMatrix directions;
        private final double[] curvatures;
        private final double[] slopes;

        Steps(double[][] curvature, double[] gradient) {
            EigenDecompositionSymmetric eigen =
                    new EigenDecompositionSymmetric(new Array2DRowRealMatrix(curvature, false));
            directions = eigen.getV();
            curvatures = eigen.getEigenvalues();
            slopes = directions.preMultiply(gradient);
        }

        double[] from(double[] weights, double damping) {
            double[] along = new double[slopes.length];
            Arrays.setAll(along, i -> slopes[i] / (Math.abs(curvatures[i]) + damping));
            double[] next = directions.operate(along);
            Arrays.setAll(next, i -> weights[i] - next[i]);
            return next;
        }
    }
}
