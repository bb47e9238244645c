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
import io.cornu.tuning.GaussianProcess;
import io.cornu.tuning.Study;
import io.cornu.tuning.Trial;
import io.cornu.tuning.TrialRecord;
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
    private static final SGD DESCENT = SGD.of(0.5);
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
                        Sections.seconds(comparison),
                        Picture.of(
                                "best-trial",
                                "The loss after a short descent with the best settings so far",
                                comparison
                                        .curves("Bayesian search", "best_trial")
                                        .withXLabel("trial")),
                        comparison.table("At the end")))
                .plus(Sections.differences(
                        "The text lists the three and shows none. Genetic search and the quasi-Newton"
                                + " method look for the weights themselves. Bayesian optimization is for a few parameters that"
                                + " are expensive to try, so it looks for the learning rate and momentum of short gradient"
                                + " descents, and its curve is the descent with the best of them. Newton's own method would need as many"
                                + " rows and columns of second derivatives as there are weights; L-BFGS makes do with the last"
                                + " gradients."))
                .plus(Sections.everyEpoch(
                        "An epoch is a step, an iteration or a generation; best_trial belongs to trials.", comparison));
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
