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
import io.cornu.experiments.Verdict;
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
import io.cornu.tuning.GaussianProcess;
import io.cornu.tuning.Study;
import io.cornu.tuning.Trial;
import io.cornu.tuning.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * "Beyond Gradient-Based" of "Day 18, Optimization Techniques in Deep Learning": a genetic algorithm, Bayesian
 * optimization, a quasi-Newton method and Newton's own against gradient descent, on a network of some hundred weights.
 */
record OptimizersBeyondGradients(DataDirectory directory) implements Experiment {
    private static final int POPULATION = 50;
    private static final SGD DESCENT = SGD.of(0.5);
    private static final Newton NEWTON = new Newton();
    private static final String RATE = "learning_rate";
    private static final String MOMENTUM = "momentum";
    /** By how much a trial of the Bayesian search is shorter than a descent. */
    private static final int SHORTER = 5;

    @Override
    public String name() {
        return "optimizers-beyond-gradients";
    }

    @Override
    public String sentence() {
        return "Genetic, Bayesian, quasi-Newton and Newton against gradient descent on a network of some hundred weights.";
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
        int newtonSteps = lab.choose(5, 20);
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("gradient descent", (all, cell) -> fit(all, cell.fit(steps).withFullBatch(), cell));
        ways.put("quasi-Newton", (all, cell) -> fit(all, cell.fit(steps).withFullBatch(LBFGS.of()), cell));
        ways.put("Newton", (all, cell) -> fit(all, cell.fit(newtonSteps).withFullBatch(NEWTON), cell));
        ways.put(
                "genetic",
                (all, cell) -> fit(
                        all,
                        cell.fit(generations).withFullBatch(GeneticSearch.of().withPopulation(POPULATION)),
                        cell));
        ways.put("Bayesian", (all, cell) -> bayesian(all, trials, steps, cell));

        Training.warmUp(network(), data.train(), lab);
        Comparison comparison = lab.compare("ways", ways, (way, cell) -> way.go(data, cell));

        return data.describe(lab.report("Beyond gradients"))
                .withSetting(
                        "weights",
                        network().graph().variables().values().stream()
                                .mapToLong(variable -> variable.shape().size())
                                .sum())
                .withSetting("gradient descent", List.of(DESCENT, steps + " steps"))
                .withSetting("quasi-Newton", List.of(LBFGS.of(), "at most " + steps + " iterations"))
                .withSetting("Newton", List.of("dampings " + Newton.DAMPINGS, "at most " + newtonSteps + " iterations"))
                .withSetting(
                        "genetic", List.of(GeneticSearch.of().withPopulation(POPULATION), generations + " generations"))
                .withSetting(
                        "Bayesian", List.of(GaussianProcess.of(), trials + " trials of " + steps / SHORTER + " steps"))
                .plus(Section.of(
                        "The loss of all training examples",
                        Picture.of(
                                "ways-down",
                                "By steps, iterations and generations; how long each takes is told below",
                                comparison.curves("Training loss", "loss").withXLabel("iteration")),
                        comparison
                                .ranking("train_loss", Ranking.Direction.LOWEST)
                                .verdict(),
                        Sections.best(comparison),
                        perIteration(comparison),
                        Sections.seconds(comparison),
                        Picture.of(
                                "best-trial",
                                "The loss after a short descent with the best settings so far",
                                comparison
                                        .curves("Bayesian search", "best_trial")
                                        .withXLabel("trial")),
                        comparison.table("At the end")))
                .plus(Sections.differences(
                        "The text lists them and shows none. Genetic search, the quasi-Newton method and Newton's"
                                + " look for the weights themselves. Bayesian optimization is for a few parameters that"
                                + " are expensive to try, so it looks for the learning rate and momentum of short gradient"
                                + " descents, and its curve is the descent with the best of them.",
                        "Newton's method needs a matrix with a row and a column for each weight, here from differences of"
                                + " two gradients a weight, so that one iteration takes as long as over a thousand steps of"
                                + " gradient descent; of a large network the matrix would not fit into memory. It is damped,"
                                + " and where the surface bends downwards, where the pure method would climb, it goes down"
                                + " (Dauphin et al. 2014). L-BFGS makes do with the last gradients."))
                .plus(Sections.everyEpoch(
                        "An epoch is a step, an iteration or a generation; best_trial belongs to trials.", comparison));
    }

    /** What as many iterations as Newton's method made lead to. */
    private static Verdict perIteration(Comparison comparison) {
        int iterations = comparison.of("Newton").stream()
                .mapToInt(outcome -> outcome.column("loss").size())
                .min()
                .orElseThrow();
        return Blocks.verdict(
                "Training loss after %d iterations, as many as Newton's method made: %s.",
                iterations,
                comparison.variants().stream()
                        .map(variant -> {
                            List<Double> losses =
                                    comparison.curve(variant, "loss").y();
                            return String.format(
                                    Locale.ROOT,
                                    "%s (%.3g)",
                                    variant,
                                    losses.get(Math.min(iterations, losses.size()) - 1));
                        })
                        .collect(Collectors.joining(", ")));
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
        return Training.classify(network(), DESCENT, data.train(), fit, cell, compiled -> measured(compiled, data));
    }

    private static Map<String, Double> measured(CompiledModel compiled, CourseData data) {
        Map<String, Double> results = new LinkedHashMap<>();
        results.put(
                "train_loss",
                compiled.evaluate(data.train(), data.train().size()).getOrDefault("loss", Double.NaN));
        results.putAll(Training.tested(compiled, data.test()));
        return results;
    }

    /** Looks for rate and momentum by short descents, and goes down with the best of them. */
    private static Outcome bayesian(CourseData data, int trials, int steps, Cell cell) throws IOException {
        List<Double> losses = new ArrayList<>();
        TrialRecord best = Study.minimize("rate and momentum")
                .withSampler(GaussianProcess.of())
                .withSeed(cell.seed())
                .optimize(trials, trial -> {
                    double loss = shortDescent(descent(trial), data, steps / SHORTER, cell);
                    losses.add(losses.isEmpty() ? loss : Math.min(loss, losses.get(losses.size() - 1)));
                    return loss;
                })
                .best();
        SGD optimizer = SGD.of(best.number(RATE)).withMomentum(best.number(MOMENTUM));
        Outcome outcome = Training.classify(
                network(),
                optimizer,
                data.train(),
                cell.fit(steps).withFullBatch(),
                cell,
                compiled -> measured(compiled, data));
        Map<String, List<Double>> history = new LinkedHashMap<>(outcome.history());
        history.put("best_trial", losses);
        Map<String, Double> results = new LinkedHashMap<>(outcome.results());
        results.put(RATE, best.number(RATE));
        results.put(MOMENTUM, best.number(MOMENTUM));
        return cell.outcome(history, results);
    }

    private static SGD descent(Trial trial) {
        return SGD.of(trial.logFloat(RATE, 0.001, 10)).withMomentum(trial.floating(MOMENTUM, 0, 0.99));
    }

    private static double shortDescent(SGD optimizer, CourseData data, int steps, Cell cell) {
        try (Model model = network().build(cell.options())) {
            CompiledModel compiled =
                    model.compile(optimizer, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy());
            compiled.fit(data.train(), cell.fit(steps).withFullBatch());
            return measured(compiled, data).getOrDefault("train_loss", Double.NaN);
        }
    }
}
