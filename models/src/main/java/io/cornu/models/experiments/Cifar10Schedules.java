package io.cornu.models.experiments;

import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.model.Architecture;
import io.cornu.models.BaseCnn;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.plots.SchedulePlot;
import io.cornu.schedules.CosineDecay;
import io.cornu.schedules.ExponentialDecay;
import io.cornu.schedules.LearningRate;
import io.cornu.schedules.OneCycle;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * The third learning objective of the course on optimisation (Deep Learning IndabaX Ghana 2025): exponential decay,
 * cosine decay and one cycle, which all have the same highest and lowest rate, beside a constant one.
 */
record Cifar10Schedules(DataDirectory directory) implements Experiment {
    private static final double HIGHEST = 0.01;
    private static final double LOWEST = 1e-5;
    private static final int BATCH = 64;
    private static final double MOMENTUM = 0.9;

    @Override
    public String name() {
        return "cifar10-schedules";
    }

    @Override
    public String sentence() {
        return "Exponential decay, cosine decay and one cycle between the same rates on the base CNN and CIFAR-10.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        int epochs = lab.choose(2, 20);
        int stepsPerEpoch =
                (data.train().split(CourseData.VALIDATION_SPLIT).train().size() + BATCH - 1) / BATCH;
        long steps = (long) epochs * stepsPerEpoch;
        Map<String, LearningRate> schedules = schedules(steps);
        Architecture network = BaseCnn.of(Shape.of(32, 32, 3), 10);

        Comparison comparison = lab.compare(
                "schedules",
                schedules,
                (schedule, cell) -> Training.classify(
                        network,
                        SGD.of(schedule).withMomentum(MOMENTUM),
                        data.train(),
                        data.test(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(CourseData.VALIDATION_SPLIT),
                        cell));

        return data.describe(lab.report("Learning rate schedules on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("steps per epoch", stepsPerEpoch)
                .withSetting("optimizer", "SGD with momentum " + MOMENTUM)
                .withSetting("schedules", schedules)
                .plus(Section.of(
                        "The rates", Picture.of("rates", "The learning rate of every step", rates(schedules, steps))))
                .plus(Sections.compared("Which schedule is best?", comparison, Sections.fastest(comparison)))
                .plus(Sections.differences(String.format(
                        Locale.ROOT,
                        "The text names ExponentialDecay, CosineDecay and OneCycleLR among its objectives"
                                + " and shows a cosine alone. Here all three go by the step and lie between the"
                                + " rates of its cosine; one cycle starts at the highest rate divided by %.3g, as"
                                + " PyTorch's OneCycleLR, which Keras has not; PyTorch's moves the momentum as well by"
                                + " default, here it stays %.1f.",
                        OneCycle.of(HIGHEST, steps).divisor(),
                        MOMENTUM)))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    /** All of them from the same highest rate to the same lowest one; one cycle rises before. */
    static Map<String, LearningRate> schedules(long steps) {
        Map<String, LearningRate> schedules = new LinkedHashMap<>();
        schedules.put("constant", LearningRate.constant(HIGHEST));
        schedules.put("exponential", ExponentialDecay.of(HIGHEST, steps, LOWEST / HIGHEST));
        schedules.put("cosine", CosineDecay.of(HIGHEST, steps).withAlpha(LOWEST / HIGHEST));
        OneCycle cycle = OneCycle.of(HIGHEST, steps);
        schedules.put("one cycle", cycle.withFinalDivisor(HIGHEST / cycle.divisor() / LOWEST));
        return schedules;
    }

    private static LineChart rates(Map<String, LearningRate> schedules, long steps) {
        LineChart chart = LineChart.of("Learning rate", "step", "learning rate");
        for (Map.Entry<String, LearningRate> schedule : schedules.entrySet()) {
            chart = chart.plus(SchedulePlot.curve(schedule.getKey(), schedule.getValue(), steps));
        }
        return chart;
    }
}
