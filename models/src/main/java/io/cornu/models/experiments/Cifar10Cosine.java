package io.cornu.models.experiments;

import io.cornu.callbacks.LearningRateScheduler;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Verdict;
import io.cornu.model.Architecture;
import io.cornu.model.Callback;
import io.cornu.models.BaseCnn;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.SchedulePlot;
import io.cornu.schedules.CosineAnnealing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * "3. Learning Rate Scheduling" of the course on optimisation (Deep Learning IndabaX Ghana 2025) with student task 3: the
 * cosine from 0.01 to 0.00001 over 20 epochs in a training loop, the rate of every epoch written down.
 */
record Cifar10Cosine(DataDirectory directory) implements Experiment {
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "cifar10-cosine";
    }

    @Override
    public String sentence() {
        return "Cosine annealing from .01 to 1e-5 over 20 epochs by a callback, the rate logged, beside a constant rate.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        int epochs = lab.choose(4, 20);
        Architecture network = BaseCnn.of(Shape.of(32, 32, 3), 10);
        SGD optimizer = SGD.of(0.01).withMomentum(0.9);
        CosineAnnealing cosine = CosineAnnealing.of(0.01, 1e-5, epochs);
        Map<String, List<Callback>> callbacks = new LinkedHashMap<>();
        callbacks.put("constant", List.of());
        callbacks.put("cosine", List.of(LearningRateScheduler.of((epoch, rate) -> cosine.at(epoch))));

        Comparison comparison = lab.compare(
                "annealing",
                callbacks,
                (scheduler, cell) -> Training.classify(
                        network,
                        optimizer,
                        data.train(),
                        data.test(),
                        cell.fit(epochs, scheduler.toArray(Callback[]::new))
                                .withBatchSize(BATCH)
                                .withValidationSplit(CourseData.VALIDATION_SPLIT),
                        cell));

        return data.describe(lab.report("Cosine annealing on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", optimizer)
                .withSetting("schedule", cosine)
                .plus(Section.of(
                        "The rate of every epoch",
                        Picture.of(
                                "cosine",
                                "The schedule by its formula, epochs counted from 0",
                                SchedulePlot.of(cosine, epochs + 1).withXLabel("epoch")),
                        comparison.picture("Learning rate as logged while training", "learning_rate"),
                        logged(comparison, cosine)))
                .plus(Sections.compared("What it is good for", comparison, Sections.fastest(comparison)))
                .plus(Sections.differences(
                        "By the text's boundary conditions the rate ends at its smallest. Its code counts the epochs from"
                                + " 0, so that the last one is still a step above: the smallest belongs to an epoch that"
                                + " is not trained. Here it is as in the code.",
                        "The text names no optimizer for this task: it is SGD with momentum, whose rate in the text's"
                                + " comparison is where the cosine begins.",
                        lab.isQuick()
                                ? "In a quick look the cosine is as short as the training."
                                : "The cosine takes as many epochs as the text's."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    private static Verdict logged(Comparison comparison, CosineAnnealing cosine) {
        Outcome outcome = comparison.of("cosine").get(0);
        List<Double> rates = outcome.column("learning_rate");
        return Verdict.of(String.format(
                Locale.ROOT,
                "The rate fell from %.4g in the first epoch to %.4g in the last; the formula has its smallest, %.4g, at"
                        + " t = %d, after the last.",
                rates.get(0),
                rates.get(rates.size() - 1),
                cosine.minLearningRate(),
                cosine.steps()));
    }
}
