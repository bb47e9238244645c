package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How right a model is on the examples that are left when the most uncertain ones are rejected, such as given to a person.
 *
 * <pre>
 * risk(k) = share of wrong ones among the k least uncertain examples
 * AURC    = mean over k = 1..examples of risk(k)
 * </pre>
 *
 * <p>Examples that are equally uncertain count as if in all orders at once. A good measure of uncertainty has a small
 * AURC: it rejects the wrong ones first.
 *
 * <pre>{@code
 * double[] entropy = UncertaintyMeasure.ENTROPY.of(digits);
 * RiskCoverage curve = RiskCoverage.of(entropy, digits.mean(), labels);
 * double accuracy = curve.accuracyRejecting(.1);      // without the tenth that is most uncertain
 * }</pre>
 *
 * <p>Source: Geifman and El-Yaniv 2017; the excess from Geifman, Uziel and El-Yaniv 2019.
 *
 * @param risks the risk of the k least uncertain examples, k from 1
 */
public record RiskCoverage(List<Double> risks) {
    /** More points than this are not seen. */
    private static final int POINTS = 400;

    /** Copies the list. */
    public RiskCoverage {
        risks = List.copyOf(risks);
        Arguments.require(!risks.isEmpty(), "RiskCoverage", "at least one example must be given", "none");
    }

    /**
     * Orders examples by their uncertainty.
     *
     * @param uncertainties one an example, larger for those to be rejected first
     * @param isRight whether each is right
     * @return the curve
     * @throws IllegalArgumentException if there are not as many of both, none, or one is not a number
     */
    public static RiskCoverage of(double[] uncertainties, boolean[] isRight) {
        Arguments.require(
                uncertainties.length == isRight.length,
                "RiskCoverage",
                "expected " + isRight.length + " uncertainties",
                uncertainties.length);
        int[] order = UncertaintyMeasure.ranking(uncertainties);
        List<Double> risks = new ArrayList<>();
        double wrong = 0;
        int from = order.length;
        while (from > 0) {
            int to = from;
            int wrongHere = 0;
            // All that are as uncertain as this one.
            while (from > 0 && uncertainties[order[from - 1]] == uncertainties[order[to - 1]]) {
                from--;
                wrongHere += isRight[order[from]] ? 0 : 1;
            }
            for (int i = 1; i <= to - from; i++) {
                double share = (double) wrongHere * i / (to - from);
                risks.add((wrong + share) / (risks.size() + 1));
            }
            wrong += wrongHere;
        }
        return new RiskCoverage(risks);
    }

    /**
     * Orders examples by their uncertainty, and finds which are right.
     *
     * @param uncertainties one an example, larger for those to be rejected first
     * @param probabilities of the shape (examples, classes), or (examples, 1) or (examples) of a single sigmoid unit
     * @param labels the numbers of the right classes, of the shape (examples) or (examples, 1), or one-hot
     * @return the curve
     * @throws IllegalArgumentException if the shapes do not fit, or numbers are no probabilities or classes
     */
    public static RiskCoverage of(double[] uncertainties, Array probabilities, Array labels) {
        Classified examples = Classified.of("RiskCoverage", probabilities, labels);
        boolean[] isRight = new boolean[examples.size()];
        for (int i = 0; i < isRight.length; i++) {
            isRight[i] = examples.isRight(i);
        }
        return of(uncertainties, isRight);
    }

    /**
     * The area under the curve of risk over coverage.
     *
     * @return from 0 to 1; small is good
     */
    public double area() {
        return risks.stream().mapToDouble(risk -> risk).average().orElse(0);
    }

    /**
     * What the area is above that of the best order, in which all wrong examples are the most uncertain.
     *
     * @return 0 for the best order
     */
    public double excessArea() {
        int size = risks.size();
        long wrong = Math.round(risks.get(size - 1) * size);
        double best = 0;
        for (int k = 1; k <= size; k++) {
            best += Math.max(0, k - (size - wrong)) / (double) k;
        }
        return area() - best / size;
    }

    /**
     * The accuracy without the most uncertain examples.
     *
     * @param rejected their share, in [0, 1); at least one example is kept
     * @return the share of right ones among the others
     * @throws IllegalArgumentException if the share is out of range
     */
    public double accuracyRejecting(double rejected) {
        Arguments.share("RiskCoverage", "rejected", rejected);
        int kept = (int) Math.max(1, Math.round((1 - rejected) * risks.size()));
        return 1 - risks.get(kept - 1);
    }

    /**
     * The accuracy of the rest over the share of rejected examples.
     *
     * @return a chart of one curve, to which others can be added
     */
    public LineChart figure() {
        String title = String.format(Locale.ROOT, "Accuracy by rejected share (AURC %.4f)", area());
        return LineChart.of(title, "rejected share", "accuracy of the rest").plus(curve("accuracy of the rest"));
    }

    /**
     * The curve, to be compared with others in a chart.
     *
     * @param name what the legend calls it
     * @return the accuracy of the rest over the share of rejected examples
     */
    public Series curve(String name) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        int points = Math.min(POINTS, risks.size());
        for (int i = 0; i < points; i++) {
            int rejected = (int) ((long) i * risks.size() / points);
            x.add((double) rejected / risks.size());
            y.add(1 - risks.get(risks.size() - 1 - rejected));
        }
        return new Series(name, x, y);
    }
}
