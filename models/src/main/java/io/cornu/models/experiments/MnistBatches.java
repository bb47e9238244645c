package io.cornu.models.experiments;

import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
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
import io.cornu.model.FitListener;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 6: Full gradients are expensive to compute" of the notes on optimization techniques (w1d5t1): gradient descent
 * by all examples, by mini-batches and by single examples on 784-10-10 and MNIST.
 */
record MnistBatches(DataDirectory directory) implements Experiment {
    private static final int FIRST_UPDATES = 300;
    private static final SGD OPTIMIZER = SGD.of(0.01);

    @Override
    public String name() {
        return "mnist-batches";
    }

    @Override
    public String sentence() {
        return "All examples, mini-batches or single examples a step, on 784-10-10 and MNIST.";
    }

    /** How many examples a step learns from, and how often all are gone through. */
    record Descent(int batchSize, int epochs) {}

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        Map<String, Descent> descents = new LinkedHashMap<>();
        descents.put("all examples", new Descent(Integer.MAX_VALUE, lab.choose(200, 200)));
        descents.put("mini-batch 64", new Descent(64, lab.choose(20, 10)));
        descents.put("single example", new Descent(1, lab.choose(5, 2)));

        Architecture network = Mlp.of(Shape.of(28, 28, 1), 10, 10);
        Training.warmUp(network, data.train(), lab);
        Comparison comparison =
                lab.compare("batches", descents, (descent, cell) -> train(network, descent, data, cell));

        return data.describe(lab.report("Batch, mini-batch and stochastic gradient descent"))
                .withSetting("optimizer", OPTIMIZER)
                .withSetting(
                        "passes through the data",
                        descents.entrySet().stream()
                                .map(descent -> descent.getKey() + " "
                                        + descent.getValue().epochs())
                                .toList())
                .plus(Section.of(
                        "What an update costs and what it brings",
                        picture(comparison, "loss-by-passes", "passes through the data", descents, false),
                        picture(comparison, "loss-by-seconds", "seconds", descents, true),
                        Sections.best(comparison),
                        perSecond(comparison),
                        comparison.table("At the end")))
                .plus(Section.of(
                        "How noisy updates are",
                        comparison.picture("Loss of the examples of each of the first updates", "update_loss"),
                        noise(comparison)))
                .plus(Sections.differences(
                        "The text has this section as pictures, which are missing. All three have the same"
                                + " learning rate, so that only the batch differs; they go through the data a different number"
                                + " of times, for a pass makes one update or as many as there are examples."))
                .plus(Sections.everyEpoch("update_loss belongs to updates and not to epochs.", comparison));
    }

    /** How often the loss that an update is made with is higher than that of the update before. */
    private static Verdict noise(Comparison comparison) {
        String rises = comparison.outcomes().stream()
                .map(outcome -> {
                    List<Double> losses = outcome.column("update_loss");
                    long risen = IntStream.range(1, losses.size())
                            .filter(update -> losses.get(update) > losses.get(update - 1))
                            .count();
                    return outcome.variant() + " in " + risen + " of " + (losses.size() - 1);
                })
                .collect(Collectors.joining(", "));
        return Verdict.of("The loss of an update's examples is higher than that of the update before: " + rises + ".");
    }

    private static Outcome train(Architecture network, Descent descent, CourseData data, Cell cell) {
        List<Double> losses = new ArrayList<>();
        List<Integer> updates = new ArrayList<>(List.of(0));
        Callback watch = fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                updates.set(0, updates.get(0) + 1);
                if (losses.size() < FIRST_UPDATES) {
                    losses.add(batch.loss());
                }
            }
        };
        var fit = cell.fit(descent.epochs(), watch).withBatchSize(descent.batchSize());
        Outcome outcome = Training.classify(network, OPTIMIZER, data.train(), data.test(), fit, cell);
        Map<String, List<Double>> history = new LinkedHashMap<>(outcome.history());
        history.put("update_loss", losses);
        Map<String, Double> results = new LinkedHashMap<>(outcome.results());
        results.put("updates", (double) updates.get(0));
        results.put("passes", (double) descent.epochs());
        return cell.outcome(history, results);
    }

    private static Picture picture(
            Comparison comparison, String name, String axis, Map<String, Descent> descents, boolean isTime) {
        LineChart chart = LineChart.of("Training loss", axis, "loss").withLogarithmicX(true);
        for (Map.Entry<String, Descent> descent : descents.entrySet()) {
            double distance = isTime ? Sections.secondsOfEpoch(comparison, descent.getKey()) : 1;
            chart = chart.plus(Sections.curve(comparison, descent.getKey(), "loss", distance));
        }
        return Picture.of(name, Sections.ofSeeds(comparison, "Loss of each pass, the mean over its batches"), chart);
    }

    private static Verdict perSecond(Comparison comparison) {
        StringBuilder words = new StringBuilder("On this machine:");
        for (String variant : comparison.variants()) {
            words.append(String.format(
                    Locale.ROOT,
                    " %s %.0f updates in %.1f s,",
                    variant,
                    Sections.mean(comparison, variant, "updates"),
                    comparison.of(variant).stream()
                            .mapToDouble(Outcome::seconds)
                            .average()
                            .orElse(Double.NaN)));
        }
        words.setCharAt(words.length() - 1, '.');
        return Verdict.of(words.toString());
    }
}
