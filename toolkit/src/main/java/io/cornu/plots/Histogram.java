package io.cornu.plots;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * How often values fall into bins of equal width, for one set of values or for several over each other.
 *
 * <p>A bin holds its lower edge and not its upper one, but for the last, which holds both; as NumPy's.
 *
 * <pre>{@code
 * Histogram.of("Entropy", "nats", 20).plus("right", rightOnes).plus("wrong", wrongOnes).writeSvg(Path.of("entropy.svg"));
 * }</pre>
 *
 * @param title the title; empty for none
 * @param xLabel what the values are; empty for nothing
 * @param yLabel what is counted; "count" by default
 * @param bins how many bins, 1 to 1000, from the least to the largest of all values
 * @param sets the values
 * @param width the width in pixels, 200 to 8000; 640 by default
 * @param height the height in pixels, 150 to 8000; 480 by default
 */
@RecordBuilder
public record Histogram(
        String title, String xLabel, String yLabel, int bins, List<Values> sets, int width, int height)
        implements Figure, HistogramBuilder.With {
    /**
     * Values of one color.
     *
     * @param name what the legend calls them; different from that of the other sets
     * @param values the values, finite
     */
    public record Values(String name, List<Double> values) {
        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if one is not finite
         */
        public Values {
            values = List.copyOf(values);
            Arguments.require(
                    values.stream().allMatch(Double::isFinite), "values '" + name + "'", "values must be finite", "others");
        }
    }

    /**
     * Checks names and sizes.
     *
     * @throws IllegalArgumentException if two sets have the same name, or the bins or the size are out of range
     */
    public Histogram {
        sets = List.copyOf(sets);
        Arguments.require(bins >= 1 && bins <= 1000, "chart '" + title + "'", "bins must be 1 to 1000", bins);
        Sizes.requireDistinct(title, sets.stream().map(Values::name).toList());
        Sizes.require(title, width, height);
    }

    /**
     * A histogram without values.
     *
     * @param title the title; empty for none
     * @param xLabel what the values are; empty for nothing
     * @param bins how many bins, 1 to 1000
     * @return the histogram
     * @throws IllegalArgumentException if there are too few or too many bins
     */
    public static Histogram of(String title, String xLabel, int bins) {
        return new Histogram(title, xLabel, "count", bins, List.of(), Sizes.WIDTH, Sizes.HEIGHT);
    }

    /**
     * This histogram and more values.
     *
     * @param name what the legend calls them
     * @param values the values, finite
     * @return a new histogram
     * @throws IllegalArgumentException if there are values of this name, or one is not finite
     */
    public Histogram plus(String name, double... values) {
        List<Values> more = new ArrayList<>(sets);
        more.add(new Values(name, Sizes.list(values)));
        return withSets(more);
    }

    /**
     * Where bins begin and end.
     *
     * @return one more than there are bins, in order; 0 to 1 where there are no values, and half a unit around a single
     *     value
     */
    public List<Double> edges() {
        double low = sets.stream()
                .flatMap(set -> set.values().stream())
                .mapToDouble(value -> value)
                .min()
                .orElse(0);
        double high = sets.stream()
                .flatMap(set -> set.values().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1);
        double half = low == high ? .5 : 0;
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i <= bins; i++) {
            edges.add(low - half + (high - low + 2 * half) * i / bins);
        }
        return edges;
    }

    /**
     * How many values fall into each bin.
     *
     * @param set the number of the set, from 0
     * @return one number for each bin
     */
    public List<Integer> counts(int set) {
        List<Double> edges = edges();
        int[] counts = new int[bins];
        for (double value : sets.get(set).values()) {
            double share = (value - edges.get(0)) / (edges.get(bins) - edges.get(0));
            int bin = (int) Math.min(bins - 1, Math.max(0, Math.floor(share * bins)));
            // The share is rounded, the edges are what is drawn.
            if (bin + 1 < bins && value >= edges.get(bin + 1)) {
                bin++;
            } else if (bin > 0 && value < edges.get(bin)) {
                bin--;
            }
            counts[bin]++;
        }
        List<Integer> all = new ArrayList<>();
        for (int count : counts) {
            all.add(count);
        }
        return all;
    }
}
