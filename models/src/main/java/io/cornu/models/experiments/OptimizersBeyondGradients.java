package io.cornu.models.experiments;

import static io.cornu.activations.Activations.softmax;
import static io.cornu.activations.Activations.tanh;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

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
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Fit;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.optimizers.fullbatch.GeneticSearch;
import io.cornu.optimizers.fullbatch.LBFGS;
import io.cornu.plots.LineChart;
import io.cornu.tuning.GaussianProcess;
import io.cornu.tuning.Study;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Beyond Gradient-Based" of "Day 18, Optimization Techniques in Deep Learning": a genetic algorithm, Bayesian
 * optimization and a quasi-Newton method against gradient descent, on a network of some hundred weights.
 */
record OptimizersBeyondGradients(DataDirectory directory) implements Experiment {
    private static final int POPULATION = 50;

    @Override
    public String name() {
        return "optimizers-beyond-gradients";
    }

    @Override
    public String sentence() {
        return "Genetic, Bayesian and quasi-Newton against gradient descent on a network of some hundred weights.";
    }

    /** Brings the loss down in its own way. */
    @FunctionalInterface
    private interface Way {
        Outcome go(CourseData data, Cell cell) throws IOException;
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("fashion-mnist-mini", Scaling.unit(), directory, lab);
        int steps = lab.choose(60, 300);
        int generations = lab.choose(30, 300);
        int trials = lab.choose(12, 30);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("gradient descent", (all, cell) -> fit(all, cell.fit(steps).withFullBatch(), cell));
        ways.put("quasi-Newton", (all, cell) -> fit(all, cell.fit(steps).withFullBatch(LBFGS.of()), cell));
        ways.put("genetic", (all, cell) -> fit(
                all, cell.fit(generations).withFullBatch(GeneticSearch.of().withPopulation(POPULATION)), cell));
        ways.put("Bayesian", (all, cell) -> bayesian(all, trials, steps / 10, cell));

        Training.warmUp(network(), data.train(), lab);
        Comparison comparison = lab.compare("ways", ways, (way, cell) -> way.go(data, cell));

        return data.describe(lab.report("Beyond gradients"))
                .withSetting("weights", network().graph().variables().values().stream()
                        .mapToLong(variable -> variable.shape().size())
                        .sum())
                .withSetting("gradient descent", SGD.of(0.5) + ", " + steps + " steps")
                .withSetting("quasi-Newton", LBFGS.of() + ", at most " + steps + " iterations")
                .withSetting("genetic", GeneticSearch.of().withPopulation(POPULATION) + ", " + generations + " generations")
                .withSetting("Bayesian", GaussianProcess.of() + ", " + trials + " trials of " + steps / 10 + " steps")
                .plus(Section.of(
                        "The loss of all training examples",
                        Picture.of("loss-by-seconds", "By the time it took on this machine", chart(comparison)),
                        comparison.ranking("train_loss", Ranking.Direction.LOWEST).verdict(),
                        comparison.ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST).verdict(),
                        Sections.seconds(comparison),
                        comparison.table("At the end")))
                .plus(Sections.differences("The text lists the three and shows none. Genetic search and the quasi-Newton"
                        + " method look for the weights themselves. Bayesian optimization is for a few parameters that"
                        + " are expensive to try, so it looks for the learning rate and momentum of short gradient"
                        + " descents, and its curve is the best of them so far. Newton's own method would need as many"
                        + " rows and columns of second derivatives as there are weights; L-BFGS makes do with the last"
                        + " gradients."))
                .plus(Sections.everyEpoch("An epoch is a step, an iteration, a generation or a trial.", comparison));
    }

    /** Small enough for methods that need many losses: the images are averaged to 7 by 7. */
    static Architecture network() {
        return Sequential.of(
                Input.of(28, 28, 1),
                AveragePooling2D.of(4),
                Flatten.of(),
                Dense.of(10).withActivation(tanh()),
                Dense.of(10).withActivation(softmax()));
    }

    private static Outcome fit(CourseData data, Fit fit, Cell cell) {
        return Training.classify(network(), SGD.of(0.5), data.train(), fit, cell, compiled -> measured(compiled, data));
    }

    private static Map<String, Double> measured(CompiledModel compiled, CourseData data) {
        Map<String, Double> results = new LinkedHashMap<>();
        results.put("train_loss", compiled.evaluate(data.train(), data.train().size()).getOrDefault("loss", Double.NaN));
        results.putAll(Training.tested(compiled, data.test()));
        return results;
    }

    private static Outcome bayesian(CourseData data, int trials, int steps, Cell cell) throws IOException {
        List<Double> best = new ArrayList<>();
        Map<String, Double> results = new LinkedHashMap<>();
        Study.minimize("rate and momentum")
                .withSampler(GaussianProcess.of())
                .withSeed(cell.seed())
                .optimize(trials, trial -> {
                    SGD optimizer = SGD.of(trial.logFloat("learning_rate", 0.001, 10))
                            .withMomentum(trial.floating("momentum", 0, 0.99));
                    try (Model model = network().build(cell.options())) {
                        CompiledModel compiled = model.compile(
                                optimizer, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
                        compiled.fit(data.train(), cell.fit(steps).withFullBatch());
                        Map<String, Double> measured = measured(compiled, data);
                        double loss = measured.getOrDefault("train_loss", Double.NaN);
                        if (best.isEmpty() || loss < best.get(best.size() - 1)) {
                            results.putAll(measured);
                            results.put("learning_rate", optimizer.learningRate().at(0));
                            results.put("momentum", optimizer.momentum());
                        }
                        best.add(best.isEmpty() ? loss : Math.min(loss, best.get(best.size() - 1)));
                        return loss;
                    }
                });
        return cell.outcome(Map.of("loss", best), results);
    }

    private static LineChart chart(Comparison comparison) {
        LineChart chart = LineChart.of("Training loss", "seconds", "loss").withLogarithmicX(true);
        for (String variant : comparison.variants()) {
            Outcome outcome = comparison.of(variant).get(0);
            chart = chart.plus(Sections.curve(
                    outcome, "loss", outcome.seconds() / outcome.history().get("loss").size()));
        }
        return chart;
    }
}
