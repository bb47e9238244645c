package io.cornu.metrics;

import io.cornu.metrics.AUC.Curve;
import io.cornu.metrics.AUC.SummationMethod;
import io.cornu.metrics.Thresholds.Counts;

/** The area under a curve that is known at some thresholds. Source: {@code keras.metrics.AUC.result}, Keras 3.15. */
final class CurveArea {
    private CurveArea() {}

    static double of(Counts counts, Curve curve, SummationMethod method) {
        return switch (curve) {
            case ROC ->
                area(
                        Thresholds.shares(counts.falsePositives(), counts.trueNegatives()),
                        counts.sensitivities(),
                        method);
            case PR ->
                method == SummationMethod.INTERPOLATION
                        ? interpolated(counts)
                        : area(counts.sensitivities(), counts.precisions(), method);
            case PRGAIN -> area(recallGains(counts), precisionGains(counts), method);
        };
    }

    private static double area(double[] x, double[] y, SummationMethod method) {
        double area = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double height =
                    switch (method) {
                        case INTERPOLATION -> (y[i] + y[i + 1]) / 2;
                        case MAJORING -> Math.max(y[i], y[i + 1]);
                        case MINORING -> Math.min(y[i], y[i + 1]);
                    };
            area += (x[i] - x[i + 1]) * height;
        }
        return area;
    }

    /** Between two thresholds, true positives grow in proportion to all positives, which is no line in this plane. */
    private static double interpolated(Counts counts) {
        double[] tp = counts.truePositives();
        double[] fp = counts.falsePositives();
        double area = 0;
        for (int i = 0; i + 1 < tp.length; i++) {
            double p = tp[i] + fp[i];
            double next = tp[i + 1] + fp[i + 1];
            double grown = tp[i] - tp[i + 1];
            double slope = Tallies.ratio(grown, Math.max(p - next, 0));
            double intercept = tp[i + 1] - slope * next;
            double ratio = p > 0 && next > 0 ? p / next : 1;
            area += Tallies.ratio(
                    slope * (grown + intercept * Math.log(ratio)), tp[i + 1] + counts.falseNegatives()[i + 1]);
        }
        return area;
    }

    private static double[] recallGains(Counts counts) {
        double[] gains = new double[counts.truePositives().length];
        for (int i = 0; i < gains.length; i++) {
            double tp = counts.truePositives()[i];
            double gain = 1 - scale(counts, i) * Tallies.ratio(counts.falseNegatives()[i], tp);
            gains[i] = tp == 0 ? 0 : Math.max(gain, 0);
        }
        return gains;
    }

    private static double[] precisionGains(Counts counts) {
        double[] gains = new double[counts.truePositives().length];
        for (int i = 0; i < gains.length; i++) {
            double tp = counts.truePositives()[i];
            gains[i] = tp == 0 ? 1 : 1 - scale(counts, i) * Tallies.ratio(counts.falsePositives()[i], tp);
        }
        return gains;
    }

    private static double scale(Counts counts, int i) {
        return Tallies.ratio(
                counts.truePositives()[i] + counts.falseNegatives()[i],
                counts.trueNegatives()[i] + counts.falsePositives()[i]);
    }
}
