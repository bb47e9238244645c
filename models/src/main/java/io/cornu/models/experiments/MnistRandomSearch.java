package io.cornu.models.experiments;

import io.cornu.data.Scaling;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Verdict;
import io.cornu.model.Architecture;
import io.cornu.models.Mlp;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.LocalRandomSearch;
import io.cornu.plots.LineChart;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * "Section 3: High dimensional search" of the notes on optimization techniques (w1d5t1): the local random search against
 * gradient descent on 784-10-10 and MNIST, by how often the objective was computed.
 */
record MnistRandomSearch(DataDirectory directory) implements Experiment {
    /** Directions tried between two entries of the history. */
    private static final int TRIES = 20;

    @Override
    public String name() {
        return "mnist-random-search";
    }

    @Override
    public String sentence() {
        return "Local random search against gradient descent on 784-10-10 and MNIST, loss by evaluations.";
    }

    /** A way down, and how far each step goes: the length of a random one, or the learning rate. */
    record Way(boolean isRandom, double step) {
        Outcome go(Architecture network, CourseData data, int evaluations, Cell cell) {
            var fit = isRandom
                    ? cell.fit(evaluations / TRIES)
                            .withFullBatch(LocalRandomSearch.of(step).withTries(TRIES))
                    : cell.fit(evaluations).withFullBatch();
            return Training.classify(network, SGD.of(step), data.train(), fit, cell, compiled -> {
                Map<String, Double> results = new LinkedHashMap<>(Training.tested(compiled, data.test()));
                results.put("train_loss", compiled.evaluate(data.train(), 1000).getOrDefault("loss", Double.NaN));
                return results;
            });
        }
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("mnist", Scaling.unit(), directory, lab);
        Architecture network = Mlp.of(Shape.of(28, 28, 1), 10, 10);
        int evaluations = lab.choose(1000, 2000);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("random steps of 0.1", new Way(true, 0.1));
        ways.put("random steps of 1", new Way(true, 1));
        ways.put("gradient descent 0.1", new Way(false, 0.1));
        ways.put("gradient descent 0.5", new Way(false, 0.5));

        Training.warmUp(network, data.train(), lab);
        Comparison comparison = lab.compare("ways down", ways, (way, cell) -> way.go(network, data, evaluations, cell));

        return data.describe(lab.report("Local random search against gradient descent"))
                .withSetting("evaluations", evaluations)
                .withSetting(
                        "weights",
                        network.graph().variables().values().stream()
                                .mapToLong(variable -> variable.shape().size())
                                .sum())
                .withSetting("ways", ways.keySet())
                .plus(Section.of(
                        "The loss of all training examples",
                        Picture.of(
                                "loss-by-evaluations",
                                Sections.ofSeeds(
                                        comparison,
                                        "By how often the objective, or objective and gradient, was computed"),
                                chart(comparison, ways, "evaluations", false)),
                        Picture.of(
                                "loss-by-seconds",
                                Sections.ofSeeds(comparison, "By the time it took on this machine"),
                                chart(comparison, ways, "seconds", true)),
                        comparison
                                .ranking("train_loss", Ranking.Direction.LOWEST)
                                .verdict(),
                        overtaken(comparison, ways),
                        comparison.table("At the end")))
                .plus(Sections.differences(
                        "The text has its formulas in pictures that are missing. A random step goes a fixed length in a"
                                + " direction drawn evenly from all, and is taken back unless the loss falls.",
                        "The text says that computing J is significantly cheaper than computing its gradient. By"
                                + " backpropagation the gradient costs a small multiple of J whatever the number of"
                                + " weights: the table's seconds tell how much here."))
                .plus(Sections.everyEpoch(
                        "An epoch is one step of gradient descent, or " + TRIES + " directions of the search.",
                        comparison));
    }

    private static LineChart chart(Comparison comparison, Map<String, Way> ways, String axis, boolean isTime) {
        LineChart chart = LineChart.of("Training loss", axis, "loss");
        for (Map.Entry<String, Way> way : ways.entrySet()) {
            double evaluations = way.getValue().isRandom() ? TRIES : 1;
            double seconds = Sections.secondsOfEpoch(comparison, way.getKey());
            chart = chart.plus(Sections.curve(comparison, way.getKey(), "loss", isTime ? seconds : evaluations));
        }
        return chart;
    }

    /** How many gradients do what all the random steps did. */
    private static Verdict overtaken(Comparison comparison, Map<String, Way> ways) {
        double reached = ways.entrySet().stream()
                .filter(way -> way.getValue().isRandom())
                .mapToDouble(way -> Sections.mean(comparison, way.getKey(), "train_loss"))
                .min()
                .orElse(Double.NaN);
        String steps = ways.entrySet().stream()
                .filter(way -> !way.getValue().isRandom())
                .map(way -> way.getKey() + " "
                        + Sections.steps(comparison.curve(way.getKey(), "loss").y(), reached))
                .collect(Collectors.joining(", "));
        return Verdict.of(
                String.format(Locale.ROOT, "The loss that random search ends with, %.4g, takes %s.", reached, steps));
    }
}
