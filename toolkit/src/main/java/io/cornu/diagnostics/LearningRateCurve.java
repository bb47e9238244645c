package io.cornu.diagnostics;

import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The loss by learning rate, as {@link LearningRateRange} saw it.
 *
 * @param points one a step, with rising rates
 * @param stopReason why the test ended
 */
public record LearningRateCurve(List<Point> points, String stopReason) {
    /**
     * One step.
     *
     * @param rate the learning rate
     * @param loss the loss of the batch, before the step
     * @param smoothed the average of the losses so far, later ones counting more
     */
    public record Point(double rate, double loss, double smoothed) {}

    /** Copies the list. */
    public LearningRateCurve {
        points = List.copyOf(points);
    }

    /**
     * The rate at which the smoothed loss falls most steeply by the logarithm of the rate: a bold and good choice.
     *
     * @return the rate, or nothing where the loss never falls
     */
    public OptionalDouble steepest() {
        OptionalInt lowest = lowest();
        double best = 0;
        OptionalDouble rate = OptionalDouble.empty();
        for (int i = 0; lowest.isPresent() && i <= lowest.getAsInt(); i++) {
            double slope = slope(i);
            if (slope < best) {
                best = slope;
                rate = OptionalDouble.of(points.get(i).rate());
            }
        }
        return rate;
    }

    /**
     * A tenth of the rate at which the smoothed loss is lowest: the careful choice.
     *
     * @return the rate, or nothing where no loss was finite
     */
    public OptionalDouble minimumTenth() {
        OptionalInt lowest = lowest();
        return lowest.isPresent()
                ? OptionalDouble.of(points.get(lowest.getAsInt()).rate() / 10)
                : OptionalDouble.empty();
    }

    /**
     * The curve with both suggestions.
     *
     * @return smoothed and single losses over the rate, on a logarithmic axis
     */
    public LineChart figure() {
        List<Double> rates = points.stream().map(Point::rate).toList();
        LineChart chart = LineChart.of("Learning-rate range test", "learning rate", "loss")
                .withLogarithmicX(true)
                .plus(new Series(
                        "smoothed loss", rates, points.stream().map(Point::smoothed).toList()))
                .plus(new Series(
                        "loss of the batch", rates, points.stream().map(Point::loss).toList()));
        chart = marked(chart, "steepest fall", steepest());
        return marked(chart, "minimum / 10", minimumTenth());
    }

    private LineChart marked(LineChart chart, String what, OptionalDouble rate) {
        if (rate.isEmpty()) {
            return chart;
        }
        String name = what + ": " + String.format(Locale.ROOT, "%.2g", rate.getAsDouble());
        return chart.plus(
                new Series(name, List.of(rate.getAsDouble()), List.of(smoothedAt(rate.getAsDouble()))));
    }

    private double smoothedAt(double rate) {
        int after = 0;
        while (after + 1 < points.size() && points.get(after).rate() < rate) {
            after++;
        }
        if (after == 0) {
            return points.get(0).smoothed();
        }
        Point left = points.get(after - 1);
        Point right = points.get(after);
        double share = Math.log(rate / left.rate()) / Math.log(right.rate() / left.rate());
        return left.smoothed() + Math.min(1, share) * (right.smoothed() - left.smoothed());
    }

    private OptionalInt lowest() {
        return IntStream.range(0, points.size())
                .filter(i -> Double.isFinite(points.get(i).smoothed()))
                .reduce((a, b) -> points.get(b).smoothed() < points.get(a).smoothed() ? b : a);
    }

    /** By central differences, at the ends by those to the neighbor; as NumPy's gradient. */
    private double slope(int i) {
        Point before = points.get(Math.max(0, i - 1));
        Point after = points.get(Math.min(points.size() - 1, i + 1));
        double slope = (after.smoothed() - before.smoothed()) / Math.log(after.rate() / before.rate());
        return Double.isFinite(slope) ? slope : 0;
    }
}
