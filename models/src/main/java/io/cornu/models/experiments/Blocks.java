package io.cornu.models.experiments;

import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.plots.LineChart;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Small parts of reports. */
final class Blocks {
    private Blocks() {}

    /** A verdict whose numbers are put into their places. */
    static Verdict verdict(String words, Object... numbers) {
        return Verdict.of(String.format(Locale.ROOT, words, numbers));
    }

    /** A paragraph whose numbers are put into their places. */
    static Text text(String words, Object... numbers) {
        return Text.of(String.format(Locale.ROOT, words, numbers));
    }

    /** A curve of a chart. */
    static LineChart.Series curve(String name, double[] x, double[] y) {
        return new LineChart.Series(name, list(x), list(y));
    }

    static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A file's name for something with another name. */
    static String file(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
