package io.cornu.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** A mixture with one component around each observation and one for the whole range, as the parts of TPE have it. */
final class ParzenEstimator {
    private static final int RECENT = 25;
    private static final double MOST_KERNELS_FOR_CLIP = 100;

    private ParzenEstimator() {}

    /** Observations are rows in the order of their trials, with one column for each parameter. */
    static Mixture of(SortedMap<String, Distribution> space, List<double[]> observations, double priorWeight) {
        int count = observations.size();
        double[] weights = Arrays.copyOf(weights(count), count + 1);
        weights[count] = count == 0 ? 1 : priorWeight;
        List<Kernels> kernels = new ArrayList<>();
        for (Distribution distribution : space.values()) {
            int column = kernels.size();
            double[] observed =
                    observations.stream().mapToDouble(row -> row[column]).toArray();
            kernels.add(
                    distribution instanceof ChoiceDistribution choice
                            ? Kernels.Shares.of(choice.labels().size(), observed, priorWeight)
                            : normals(distribution, observed));
        }
        return Mixture.of(weights, kernels);
    }

    /** The latest 25 count fully, older ones less along a line. */
    static double[] weights(int count) {
        double[] weights = new double[count];
        Arrays.fill(weights, 1);
        int older = count < RECENT ? 0 : count - RECENT;
        for (int i = 0; i < older; i++) {
            double first = 1.0 / count;
            weights[i] = older == 1 ? first : first + i * (1 - first) / (older - 1);
        }
        return weights;
    }

    private static Kernels.Normals normals(Distribution distribution, double[] observed) {
        double low = Distributions.scaleLow(distribution);
        double high = Distributions.scaleHigh(distribution);
        int count = observed.length;
        double[] means = new double[count + 1];
        for (int i = 0; i < count; i++) {
            means[i] = Distributions.scaled(distribution, observed[i]);
        }
        means[count] = .5 * (low + high);
        double[] deviations = deviations(Arrays.copyOf(means, count), low, high);
        return Kernels.Normals.of(distribution, means, deviations);
    }

    /** The larger distance to a neighbor, held between a share of the range and the range; last, the range itself. */
    private static double[] deviations(double[] means, double low, double high) {
        int count = means.length;
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> means[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] places = new double[count + 2];
        places[0] = low;
        places[count + 1] = high;
        for (int rank = 0; rank < count; rank++) {
            places[rank + 1] = means[order[rank]];
        }
        double least = (high - low) / Math.min(MOST_KERNELS_FOR_CLIP, 2.0 + count);
        double[] deviations = new double[count + 1];
        for (int rank = 0; rank < count; rank++) {
            double left = places[rank + 1] - places[rank];
            double right = places[rank + 2] - places[rank + 1];
            double distance = Math.max(left, right);
            if (count >= 2 && rank == 0) {
                // The bounds are no neighbors.
                distance = right;
            } else if (count >= 2 && rank == count - 1) {
                distance = left;
            }
            deviations[order[rank]] = Math.min(Math.max(distance, least), high - low);
        }
        deviations[count] = high - low;
        return deviations;
    }
}
