package io.cornu.models.experiments;

import io.cornu.activations.Activations;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.plots.LineChart;

/** "The Vanishing-Exploding Gradient Problem" of "Deep Neural Networks": the sigmoid and its derivative. */
record DeepSigmoid() implements Experiment {
    /** The text's h. */
    private static final double H = 0.001;

    @Override
    public String name() {
        return "deep-sigmoid";
    }

    @Override
    public String sentence() {
        return "The sigmoid and its derivative, which is never above a quarter: why gradients vanish.";
    }

    /** The text's {@code logit}. */
    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The text's {@code derivative}. */
    static double quotient(double x, double h) {
        return (sigmoid(x + h) - sigmoid(x)) / h;
    }

    @Override
    public Report run(Lab lab) {
        double[] x = DeepActivations.places();
        DeepActivations.Curve curve = DeepActivations.curve(lab, Activations.sigmoid(), x);
        double[] quotients = new double[x.length];
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            double exact = curve.value()[i] * (1 - curve.value()[i]);
            quotients[i] = quotient(x[i], H);
            worst = Math.max(worst, Math.abs(quotients[i] - exact));
            largest = Math.max(largest, exact);
        }
        return lab.report("The sigmoid and its derivative")
                .withSetting("points", x.length)
                .withSetting("h", H)
                .plus(Section.of(
                        "The curve",
                        Blocks.verdict(
                                "The sigmoid's derivative is at most %.4g at these points: %d layers leave at most %.2g"
                                        + " of a gradient, but for the weights.",
                                largest,
                                DeepVanishingGradients.HIDDEN,
                                Math.pow(largest, DeepVanishingGradients.HIDDEN)),
                        Picture.of(
                                "sigmoid",
                                "Logistic activation function and its derivative",
                                LineChart.of("Sigmoid", "x", "")
                                        .plus(Blocks.curve("sigmoid", x, curve.value()))
                                        .plus(Blocks.curve("derivative", x, quotients)))))
                .plus(Section.of(
                        "What differs from the text",
                        Blocks.text(
                                "The text takes the quotient of a small step forward for the derivative s (1 - s); it is"
                                        + " off by at most %.2g here.",
                                worst),
                        Blocks.text(
                                "The text has no number of layers here; it is that of its first network: %d in its code,"
                                        + " one of 300 and ten of 100 units, 10 in its words.",
                                DeepVanishingGradients.HIDDEN),
                        Text.of("The text calls this function logit, which is the name of its inverse.")));
    }
}
