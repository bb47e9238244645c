package io.cornu.models.experiments;

import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.plots.LineChart;
import io.cornu.plots.SchedulePlot;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.PiecewiseConstantDecay;
import io.cornu.schedules.PowerDecay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** "Learning Rate Scheduling" of "Deep Neural Networks": its four schedules with its values, over 1000 steps. */
record DeepSchedules() implements Experiment {
    static final int STEPS = 1000;
    static final double RATE = 0.1;

    private static final double SLOWEST = 0.01;
    private static final double FIRST = 0.5;
    private static final double FACTOR = 0.5;
    private static final int PATIENCE = 30;

    @Override
    public String name() {
        return "deep-schedules";
    }

    @Override
    public String sentence() {
        return "Power, exponential, piecewise constant and performance scheduling, drawn for the text's values.";
    }

    static Map<String, LearningRate> power() {
        Map<String, LearningRate> schedules = new LinkedHashMap<>();
        for (int power = 1; power <= 2; power++) {
            for (double decay : new double[] {SLOWEST, 0.05, 0.10}) {
                schedules.put("decay " + decay + ", power " + power, PowerDecay.of(RATE, decay, power));
            }
        }
        return schedules;
    }

    static Map<String, LearningRate> exponential() {
        Map<String, LearningRate> schedules = new LinkedHashMap<>();
        for (double decay : new double[] {SLOWEST, 0.05, 0.10}) {
            schedules.put("decay " + decay, ExponentialDecay.natural(RATE, decay));
        }
        return schedules;
    }

    /** The text changes the rate at the steps 300, 600 and 900; a boundary here is the last step of the old rate. */
    static LearningRate piecewise() {
        return PiecewiseConstantDecay.of(List.of(299L, 599L, 899L), List.of(0.1, 0.01, 0.001, 0.0001));
    }

    /** Halves a rate of 0.5 after 30 steps without a lower loss, as ReduceLROnPlateau does after as many epochs. */
    static double[] performance(double[] losses) {
        double[] rates = new double[losses.length];
        double rate = FIRST;
        double best = Double.POSITIVE_INFINITY;
        int waited = 0;
        for (int step = 0; step < losses.length; step++) {
            waited = losses[step] < best ? 0 : waited + 1;
            best = Math.min(best, losses[step]);
            if (waited >= PATIENCE) {
                rate = Math.max(rate * FACTOR, 1e-4);
                waited = 0;
            }
            rates[step] = rate;
        }
        return rates;
    }

    /** The text's simulated loss: from 0.5 down to 0.3, with noise of 0.1 to 0.2. */
    static double[] simulatedLosses(Random random) {
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            losses[step] = 0.5 - 0.2 * step / (STEPS - 1) + 0.1 + 0.1 * random.nextDouble();
        }
        return losses;
    }

    @Override
    public Report run(Lab lab) {
        double[] losses = simulatedLosses(new Random(lab.seeds().get(0)));
        double[] rates = performance(losses);
        double[] steps = new double[STEPS];
        java.util.Arrays.setAll(steps, step -> step);
        long changes = java.util.stream.IntStream.range(1, STEPS)
                .filter(step -> rates[step] != rates[step - 1])
                .count();
        return lab.report("Learning rate schedules")
                .withSetting("steps", STEPS)
                .withSetting("first rate", RATE)
                .plus(Section.of(
                        "Power scheduling",
                        Text.of("rate / (1 + decay step) ^ power"),
                        picture("power", "Power scheduling", power())))
                .plus(Section.of(
                        "Exponential scheduling",
                        Text.of("rate e ^ (-decay step)"),
                        picture("exponential", "Exponential scheduling", exponential())))
                .plus(Section.of(
                        "Piecewise constant scheduling",
                        picture("piecewise", "Piecewise constant scheduling", Map.of("rate", piecewise()))))
                .plus(Section.of(
                        "Performance scheduling",
                        Blocks.verdict(
                                "On a simulated loss, patience %d and factor %s change the rate %d times in %d steps,"
                                        + " from %.3g to %.3g.",
                                PATIENCE, FACTOR, changes, STEPS, rates[0], rates[STEPS - 1]),
                        Picture.of(
                                "performance",
                                "The rate, and the simulated loss that it follows",
                                LineChart.of("Performance scheduling", "step", "learning rate, loss")
                                        .plus(Blocks.curve("learning rate", steps, rates))
                                        .plus(Blocks.curve("simulated loss", steps, losses)))))
                .plus(Section.of(
                        "After " + STEPS + " steps",
                        Blocks.verdict(
                                "At step %d, power scheduling (%s, 1) has come to %.2g, exponential (%s) to %.2g,"
                                        + " piecewise constant to %.2g.",
                                STEPS - 1,
                                SLOWEST,
                                PowerDecay.of(RATE, SLOWEST, 1).at(STEPS - 1),
                                SLOWEST,
                                ExponentialDecay.natural(RATE, SLOWEST).at(STEPS - 1),
                                piecewise().at(STEPS - 1))))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text's simulated loss is drawn anew each time; here it has the lab's first seed."),
                        Text.of("The text's formula of piecewise constant scheduling divides the rate by ten at equal"
                                + " distances; its code, and this experiment, take any boundaries and values."),
                        Text.of("The text's performance schedule looks at single steps; Keras' ReduceLROnPlateau, which"
                                + " follows the same rule, looks at epochs.")));
    }

    private static Picture picture(String file, String title, Map<String, LearningRate> schedules) {
        LineChart chart = LineChart.of(title, "step", "learning rate");
        for (Map.Entry<String, LearningRate> schedule : schedules.entrySet()) {
            chart = chart.plus(SchedulePlot.curve(schedule.getKey(), schedule.getValue(), STEPS));
        }
        return Picture.of(file, title, chart);
    }
}
