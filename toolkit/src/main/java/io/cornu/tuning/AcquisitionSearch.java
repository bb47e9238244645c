package io.cornu.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks for the largest acquisition: many looks at random, then from the best few of them uphill, along continuous axes
 * by gradient and along discrete ones by trying.
 */
record AcquisitionSearch(List<Distribution> axes, ExpectedImprovement acquisition, RandomGenerator random) {
    private static final int MOST_AXES_OF_SOBOL = 1000;
    private static final int MOST_TRIED = 16;
    private static final int MOST_ROUNDS = 100;
    private static final double TOLERANCE = 1e-2;

    /** Where a value lies between 0 and 1; a choice stays a position. */
    static double place(Distribution axis, double value) {
        return axis instanceof ChoiceDistribution ? value : Distributions.share(axis, value);
    }

    static double value(Distribution axis, double place) {
        return axis instanceof ChoiceDistribution ? place : Distributions.at(axis, place);
    }

    double[] best(double[] incumbent, int looks, int searches) {
        List<double[]> starts = starts(looks, searches - 1);
        starts.add(incumbent);
        double[] best = incumbent;
        double highest = Double.NEGATIVE_INFINITY;
        for (double[] start : starts) {
            double[] found = climb(start.clone());
            double height = acquisition.at(found);
            if (height > highest) {
                highest = height;
                best = found;
            }
        }
        return best.clone();
    }

    /** The best look, and others as likely as they are good. */
    private List<double[]> starts(int looks, int count) {
        double[][] points = axes.size() <= MOST_AXES_OF_SOBOL
                ? QMC.scrambledSobol(axes.size(), looks, random.nextLong())
                : Stream.generate(() -> random.doubles(axes.size()).toArray())
                        .limit(looks)
                        .toArray(double[][]::new);
        double[] heights = new double[looks];
        for (int i = 0; i < looks; i++) {
            for (int axis = 0; axis < axes.size(); axis++) {
                Distribution distribution = axes.get(axis);
                points[i][axis] = place(distribution, Distributions.at(distribution, points[i][axis]));
            }
            heights[i] = acquisition.at(points[i]);
        }
        int best = 0;
        for (int i = 1; i < looks; i++) {
            best = heights[i] > heights[best] ? i : best;
        }
        List<double[]> starts = new ArrayList<>(List.of(points[best]));
        double top = heights[best];
        double[] chances = Arrays.stream(heights).map(h -> Math.exp(h - top)).toArray();
        chances[best] = 0;
        while (starts.size() < count) {
            double sum = Arrays.stream(chances).sum();
            if (!(sum > 0)) {
                break;
            }
            int picked = Mixture.pick(Arrays.stream(chances).map(c -> c / sum).toArray(), random);
            if (chances[picked] == 0) {
                break;
            }
            starts.add(points[picked]);
            chances[picked] = 0;
        }
        return starts;
    }

    private double[] climb(double[] start) {
        double[] point = start;
        double height = acquisition.at(point);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] next = alongGradient(point);
            boolean hasDiscrete = false;
            for (int axis = 0; axis < axes.size(); axis++) {
                if (Distributions.step(axes.get(axis)) > 0) {
                    hasDiscrete = true;
                    next = along(axis, next);
                }
            }
            double reached = acquisition.at(next);
            if (!(reached > height + 1e-9)) {
                return reached > height ? next : point;
            }
            point = next;
            height = reached;
            if (!hasDiscrete) {
                return point;
            }
        }
        return point;
    }

    /** In units of the kernel's lengths, in which the function is about as steep along each axis. */
    private double[] alongGradient(double[] start) {
        int[] free = IntStream.range(0, axes.size())
                .filter(axis -> Distributions.step(axes.get(axis)) == 0)
                .toArray();
        if (free.length == 0) {
            return start;
        }
        double[] lengths = Arrays.stream(free)
                .mapToDouble(acquisition.regression()::length)
                .toArray();
        double[] first = new double[free.length];
        double[] high = new double[free.length];
        for (int i = 0; i < free.length; i++) {
            first[i] = start[free[i]] / lengths[i];
            high[i] = 1 / lengths[i];
        }
        double[] full = start.clone();
        double[] fullGradient = new double[axes.size()];
        double[] found = BoxMinimizer.minimize(
                (scaled, gradient) -> {
                    for (int i = 0; i < free.length; i++) {
                        full[free[i]] = scaled[i] * lengths[i];
                    }
                    double value = -acquisition.at(full, fullGradient);
                    for (int i = 0; i < free.length; i++) {
                        gradient[i] = -fullGradient[free[i]] * lengths[i];
                    }
                    return value;
                },
                first,
                0,
                high,
                TOLERANCE,
                200);
        double[] end = start.clone();
        for (int i = 0; i < free.length; i++) {
            end[free[i]] = Math.min(Math.max(found[i] * lengths[i], 0), 1);
        }
        return end;
    }

    /** All values if they are few; otherwise ever shorter jumps from the one at hand. */
    private double[] along(int axis, double[] start) {
        Distribution distribution = axes.get(axis);
        double step = Distributions.step(distribution);
        double low = Distributions.low(distribution);
        double high = Distributions.high(distribution);
        long count = Math.round((high - low) / step) + 1;
        double[] best = start;
        if (count <= MOST_TRIED || distribution instanceof ChoiceDistribution) {
            for (long i = 0; i < count; i++) {
                best = better(best, axis, low + i * step);
            }
            return best;
        }
        for (long jump = Math.max(1, count / 4); jump >= 1; ) {
            double here = value(distribution, best[axis]);
            double[] moved = better(better(best, axis, here - jump * step), axis, here + jump * step);
            jump = moved == best ? jump / 2 : jump;
            best = moved;
        }
        return best;
    }

    private double[] better(double[] best, int axis, double value) {
        Distribution distribution = axes.get(axis);
        if (value < Distributions.low(distribution) || value > Distributions.high(distribution)) {
            return best;
        }
        double[] tried = best.clone();
        tried[axis] = place(distribution, value);
        return acquisition.at(tried) > acquisition.at(best) ? tried : best;
    }
}
