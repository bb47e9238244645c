package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.plots.BarChart;
import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import io.cornu.plots.Panels;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a classifier is as often right as it is sure: of the examples that it is 80 percent sure of, 80 percent should
 * be right.
 *
 * <pre>
 * ECE = sum over bins of count / examples * |accuracy - confidence|
 * </pre>
 *
 * <p>Examples are sorted into bins of equal width by their confidence, the probability of the class that they are taken
 * for; a bin holds its upper edge and not its lower one.
 *
 * <pre>{@code
 * Calibration calibration = Calibration.of(digits.mean(), labels, 10);
 * double error = calibration.expectedError();
 * calibration.figure().writeSvg(Path.of("reliability.svg"));
 * }</pre>
 *
 * <p>Source: Guo et al. 2017, "On Calibration of Modern Neural Networks".
 *
 * @param bins from the least sure to the surest, empty ones too
 */
public record Calibration(List<Bin> bins) {
    /**
     * The examples of a range of confidence.
     *
     * @param low where the range begins
     * @param high where it ends
     * @param count how many examples there are
     * @param confidence the mean confidence of these; not a number where there are none
     * @param accuracy the share of these that are right; not a number where there are none
     */
    public record Bin(double low, double high, int count, double confidence, double accuracy) {}

    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Compares probabilities with what was right.
     *
     * @param probabilities of the shape (examples, classes), or (examples, 1) or (examples) of a single sigmoid unit
     * @param labels the numbers of the right classes, of the shape (examples) or (examples, 1), or one-hot
     * @param bins how many bins, 1 to 1000; 10 or 15 are common
     * @return the bins
     * @throws IllegalArgumentException if the shapes do not fit, there are no examples, or numbers are no probabilities or
     *     classes
     */
    public static Calibration of(Array probabilities, Array labels, int bins) {
        Arguments.require(bins >= 1 && bins <= 1000, "Calibration", "bins must be 1 to 1000", bins);
        Classified examples = Classified.of("Calibration", probabilities, labels);
        int[] counts = new int[bins];
        int[] right = new int[bins];
        double[] sums = new double[bins];
        for (int i = 0; i < examples.size(); i++) {
            double confidence = examples.confidence(i);
            int bin = (int) Math.max(0, Math.min(bins - 1, Math.ceil(confidence * bins) - 1));
            counts[bin]++;
            right[bin] += examples.isRight(i) ? 1 : 0;
            sums[bin] += confidence;
        }
        List<Bin> all = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            // Of none, 0 / 0 is what is meant.
            all.add(new Bin(
                    (double) i / bins,
                    (i + 1.0) / bins,
                    counts[i],
                    sums[i] / counts[i],
                    (double) right[i] / counts[i]));
        }
        return new Calibration(all);
    }

    /**
     * How many examples there are.
     *
     * @return the sum over all bins
     */
    public int examples() {
        return bins.stream().mapToInt(Bin::count).sum();
    }

    /**
     * The expected calibration error.
     *
     * @return from 0, as sure as right, to 1
     */
    public double expectedError() {
        return bins.stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(bin -> (double) bin.count() / examples() * Math.abs(bin.accuracy() - bin.confidence()))
                .sum();
    }

    /**
     * The largest distance between accuracy and confidence of all bins.
     *
     * @return from 0 to 1
     */
    public double largestError() {
        return bins.stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(bin -> Math.abs(bin.accuracy() - bin.confidence()))
                .max()
                .orElse(0);
    }

    /**
     * The reliability diagram: accuracy over confidence, beside what would be perfect, and how many examples each bin
     * holds.
     *
     * @return two charts
     */
    public Panels figure() {
        List<Bin> filled = bins.stream().filter(bin -> bin.count() > 0).toList();
        String title = String.format(Locale.ROOT, "Reliability (ECE %.3f)", expectedError());
        LineChart reliability = LineChart.of(title, "confidence", "accuracy")
                .plus(new Series(
                        "the model",
                        filled.stream().map(Bin::confidence).toList(),
                        filled.stream().map(Bin::accuracy).toList()))
                .plus(new Series("as sure as right", List.of(0.0, 1.0), List.of(0.0, 1.0)));
        BarChart counts = BarChart.of(
                        "Examples by confidence",
                        "confidence",
                        "examples",
                        bins.stream()
                                .map(bin -> String.format(Locale.ROOT, "%.3g", bin.high()))
                                .toList())
                .plus("examples", bins.stream().mapToDouble(Bin::count).toArray());
        return Panels.of(reliability, counts);
    }
}
