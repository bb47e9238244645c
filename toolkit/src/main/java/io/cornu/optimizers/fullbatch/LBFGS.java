package io.cornu.optimizers.fullbatch;

import cc.mallet.optimize.BackTrackLineSearch;
import cc.mallet.optimize.LimitedMemoryBFGS;
import cc.mallet.optimize.Optimizable;
import cc.mallet.optimize.OptimizationException;
import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The limited-memory quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (Liu and Nocedal 1989): gradients of
 * the last steps tell the curvature, so that steps are as long as the surface allows.
 *
 * <p>Each iteration costs one gradient and a few losses for the line search. Where the curvature is no use, as happens
 * on surfaces that are not convex, it is forgotten and the search goes on along the gradient. It ends when neither way
 * makes the loss smaller.
 *
 * <p>Source: {@code cc.mallet.optimize.LimitedMemoryBFGS}, MALLET 2.1, which keeps four steps.
 *
 * @param tolerance ends the search when an iteration changes the loss by less than this share of it, at least 0; 1e-8
 *     by default
 */
public record LBFGS(double tolerance) implements FullBatchOptimizer {
    /** What MALLET says of every line search; held here, because loggers are collected otherwise. */
    private static final List<Logger> LOGGERS = Stream.of(LimitedMemoryBFGS.class, BackTrackLineSearch.class)
            .map(type -> Logger.getLogger(type.getName()))
            .toList();

    /**
     * Checks the tolerance.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public LBFGS {
        Arguments.notNegative("LBFGS", "tolerance", tolerance);
    }

    /**
     * The method with its default tolerance.
     *
     * @return the optimizer
     */
    public static LBFGS of() {
        return new LBFGS(1e-8);
    }

    @Override
    public void minimize(Search search) {
        Surface surface = new Surface(search);
        boolean isFresh = true;
        LimitedMemoryBFGS method = method(surface);
        while (true) {
            double before = surface.loss();
            boolean isDone;
            try {
                isDone = method.optimize(1);
            } catch (OptimizationException e) {
                // The curvature is negative, or the line search found nothing.
                isDone = true;
            }
            boolean isBetter = before - surface.loss() > tolerance * Math.abs(before);
            if (surface.loss() < before && !search.next(surface.weights())) {
                return;
            }
            if (isDone || !isBetter) {
                if (isFresh && !surface.shorten()) {
                    return;
                }
                method = method(surface);
                isFresh = true;
            } else {
                isFresh = false;
            }
        }
    }

    private static LimitedMemoryBFGS method(Surface surface) {
        LimitedMemoryBFGS method = new LimitedMemoryBFGS(surface);
        // When to stop is decided here.
        method.setTolerance(0);
        // Not earlier: MALLET sets them up when its classes are first used.
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
        return method;
    }

    /** The loss as MALLET asks for it: upside down, each point computed once. */
    private static final class Surface implements Optimizable.ByGradientValue {
        private static final double SHORTEST = 1e-6;

        private final Search search;
        private final double[] weights;
        private double @Nullable [] gradient;
        private double loss;
        private boolean isKnown;
        /** What MALLET counts weights in: its first step is one unit long, and it gives up on 1e-4 of them. */
        private double unit = 1;

        Surface(Search search) {
            this.search = search;
            this.weights = search.start();
        }

        /** Looks nearer, unless it is near enough. */
        boolean shorten() {
            unit /= 10;
            return unit >= SHORTEST;
        }

        double[] weights() {
            return weights.clone();
        }

        double loss() {
            if (!isKnown) {
                double value = search.loss(weights);
                loss = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
                isKnown = true;
            }
            return loss;
        }

        @Override
        public double getValue() {
            return -loss();
        }

        @Override
        public void getValueGradient(double[] buffer) {
            if (gradient == null) {
                gradient = search.gradient(weights);
            }
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = -gradient[i] * unit;
            }
        }

        @Override
        public int getNumParameters() {
            return weights.length;
        }

        @Override
        public void getParameters(double[] buffer) {
            Arrays.setAll(buffer, this::getParameter);
        }

        @Override
        public double getParameter(int index) {
            return weights[index] / unit;
        }

        @Override
        public void setParameters(double[] values) {
            for (int i = 0; i < values.length; i++) {
                setParameter(i, values[i]);
            }
        }

        @Override
        public void setParameter(int index, double value) {
            weights[index] = value * unit;
            isKnown = false;
            gradient = null;
        }
    }
}
