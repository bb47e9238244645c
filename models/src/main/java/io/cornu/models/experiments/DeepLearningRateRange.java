package io.cornu.models.experiments;

import static io.cornu.activations.Activations.elu;
import static io.cornu.initializers.Initializers.heNormal;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.diagnostics.LearningRateCurve;
import io.cornu.diagnostics.LearningRateCurve.Point;
import io.cornu.diagnostics.LearningRateRange;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Ranking;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.experiments.Verdict;
import io.cornu.model.Architecture;
import io.cornu.model.Model;
import io.cornu.model.NonFiniteLossException;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import io.cornu.plots.LineChart;
import io.cornu.plots.LineChart.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The beginning of "Learning Rate Scheduling" of "Deep Neural Networks": a few hundred steps with a growing learning rate
 * suggest one for the text's deep network, and trainings at a tenth of it, at it and at ten times of it tell whether the
 * suggestion is good.
 */
record DeepLearningRateRange(DataDirectory directory) implements Experiment {
    /** "A few hundred iterations ... from a very small value to a very large value". */
    static final LearningRateRange RANGE =
            LearningRateRange.of().withLowest(1e-5).withHighest(10).withSteps(300);

    /** "Slightly lower than the one at which the learning curve starts shooting back up". */
    static final double LOWER = 0.5;

    static final String SUGGESTED = "suggested";
    private static final String RATE = "rate";
    private static final String LOSS = "loss";
    private static final String SMOOTHED = "smoothed";
    private static final String LEARNING_RATE = "learning_rate";
    private static final String STEEPEST = "steepest";
    private static final String MINIMUM_TENTH = "minimum / 10";

    @Override
    public String name() {
        return "deep-learning-rate-range";
    }

    @Override
    public String sentence() {
        return "The learning-rate range test on a deep network, and trainings around the rate that it suggests.";
    }

    /** By how much the suggested rate is multiplied. */
    static Map<String, Double> factors() {
        Map<String, Double> factors = new LinkedHashMap<>();
        factors.put("a tenth", 0.1);
        factors.put(MINIMUM_TENTH, 0.1 / LOWER);
        factors.put(SUGGESTED, 1.0);
        factors.put("ten times", 10.0);
        return factors;
    }

    /** The deep network of the text with the activation and the weights it trains later ones with. */
    private static Architecture network() {
        return DeepVanishingGradients.deep(
                dense -> List.of(dense.withActivation(elu()).withKernelInitializer(heNormal())));
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 5_000);
        int epochs = lab.choose(3, 10);
        Comparison test = lab.compare("range", Map.of("range test", RANGE), (range, cell) -> test(range, data, cell));
        Map<Long, Double> suggestions =
                test.outcomes().stream().collect(Collectors.toMap(Outcome::seed, outcome -> outcome.result(SUGGESTED)));
        Comparison comparison = lab.compare(
                "rates",
                factors(),
                (factor, cell) ->
                        train(factor * suggestions.getOrDefault(cell.seed(), Double.NaN), epochs, data, cell));
        return data.describe(lab.report("The learning-rate range test"))
                .withSetting("range test", RANGE)
                .withSetting("epochs of each training", epochs)
                .withSetting(
                        "optimizer",
                        SGD.of(suggestions.getOrDefault(test.outcomes().get(0).seed(), Double.NaN)))
                .withSetting("network", "300 and " + DeepVanishingGradients.HIDDEN + " times 100 units, ELU, He normal")
                .plus(ranges(test))
                .plus(Sections.learned(
                        "Is the suggestion good?",
                        comparison,
                        "Training loss",
                        "On test data; no value where the loss became infinite",
                        comparison
                                .ranking("last_loss", Ranking.Direction.LOWEST)
                                .verdict(),
                        judged(comparison),
                        settling(comparison),
                        comparison.history()))
                .plus(Sections.differences(
                        "The text looks for a rate slightly lower than the one at which the curve shoots back up, which"
                                + " is for the eye to tell. Here it is half the rate at which the smoothed loss is lowest."
                                + " A tenth of that rate, which cornu lr-range suggests, is trained as well; the rate of"
                                + " the steepest fall, its other suggestion, is told in the table.",
                        "The text trains nothing for this: the network, the ends of the range, the steps and the"
                                + " smoothing of the losses are this experiment's. Each seed has a test and a suggestion of"
                                + " its own."));
    }

    /** Keeps the curve with the outcome, so that a run that goes on draws the same picture. */
    private static Outcome test(LearningRateRange range, DeepData data, Cell cell) {
        try (Model model = network().build(cell.options())) {
            LearningRateCurve curve = range.run(
                    model.compile(SGD.of(range.lowest()), sparseCategoricalCrossentropy(), sparseCategoricalAccuracy()),
                    data.train(),
                    cell.fit(1));
            Map<String, List<Double>> columns = new LinkedHashMap<>();
            columns.put(RATE, curve.points().stream().map(Point::rate).toList());
            columns.put(LOSS, curve.points().stream().map(Point::loss).toList());
            columns.put(SMOOTHED, curve.points().stream().map(Point::smoothed).toList());
            Map<String, Double> results = new LinkedHashMap<>();
            results.put(SUGGESTED, 10 * LOWER * curve.minimumTenth().orElse(Double.NaN));
            results.put(MINIMUM_TENTH, curve.minimumTenth().orElse(Double.NaN));
            results.put(STEEPEST, curve.steepest().orElse(Double.NaN));
            results.put(
                    "last_rate", curve.points().get(curve.points().size() - 1).rate());
            return cell.outcome(columns, results);
        }
    }

    private static Outcome train(double rate, int epochs, DeepData data, Cell cell) {
        try (Model model = network().build(cell.options())) {
            Trained trained = data.train(model, SGD.of(rate), cell.fit(epochs));
            return trained.with("last_loss", trained.history().last().get("loss"))
                    .with(LEARNING_RATE, rate)
                    .outcome(cell);
        } catch (NonFiniteLossException diverged) {
            return cell.outcome(
                    Map.of(LOSS, List.of(Double.NaN)),
                    Map.of(
                            "test_loss",
                            Double.NaN,
                            Training.TEST_ACCURACY,
                            Double.NaN,
                            "last_loss",
                            Double.NaN,
                            LEARNING_RATE,
                            rate));
        }
    }

    private static LineChart chart(Outcome outcome) {
        List<Double> rates = outcome.column(RATE);
        List<Double> smoothed = outcome.column(SMOOTHED);
        int lowest = smoothed.indexOf(smoothed.stream()
                .filter(Double::isFinite)
                .min(Comparator.naturalOrder())
                .orElseThrow());
        double suggested = outcome.result(SUGGESTED);
        int nearest = IntStream.range(0, rates.size())
                .filter(i -> rates.get(i) >= suggested)
                .findFirst()
                .orElseThrow();
        return LineChart.of("Learning-rate range test", "learning rate", "loss")
                .withLogarithmicX(true)
                .plus(new Series("smoothed loss", rates, smoothed))
                .plus(new Series("loss of the batch", rates, outcome.column(LOSS)))
                .plus(point("lowest", rates.get(lowest), smoothed.get(lowest)))
                .plus(point(SUGGESTED, suggested, smoothed.get(nearest)));
    }

    private static Series point(String name, double rate, double loss) {
        return new Series(String.format(Locale.ROOT, "%s: %.2g", name, rate), List.of(rate), List.of(loss));
    }

    private static Section ranges(Comparison test) {
        Outcome first = test.outcomes().get(0);
        Table table = Table.of(
                "suggestions",
                "What each test suggests",
                "seed",
                "steps",
                "last rate",
                SUGGESTED,
                MINIMUM_TENTH,
                "steepest fall");
        for (Outcome outcome : test.outcomes()) {
            table = table.plus(
                    outcome.seed(),
                    outcome.column(RATE).size(),
                    outcome.result("last_rate"),
                    outcome.result(SUGGESTED),
                    outcome.result(MINIMUM_TENTH),
                    outcome.result(STEEPEST));
        }
        int steps = first.column(RATE).size();
        return Section.of(
                "The test",
                Blocks.verdict(
                        "Seed %d: of %d steps %d were made, up to a rate of %.2g%s. The smoothed loss is lowest at %.2g;"
                                + " suggested is half of that, %.2g.",
                        first.seed(),
                        RANGE.steps(),
                        steps,
                        first.result("last_rate"),
                        steps < RANGE.steps() ? ", where the loss had shot up" : "",
                        first.result(SUGGESTED) / LOWER,
                        first.result(SUGGESTED)),
                Picture.of(
                        "range-test",
                        Sections.ofOne(test, first, "The loss of each batch before its step, by the rate of the step"),
                        chart(first)),
                table);
    }

    /** Whether a tenth or ten times of the suggestion would have been better. */
    private static Verdict judged(Comparison comparison) {
        Ranking ranking = comparison.ranking(Training.TEST_ACCURACY, Ranking.Direction.HIGHEST);
        Ranking.Place best = ranking.places().get(0);
        Ranking.Place suggested = ranking.places().stream()
                .filter(place -> place.variant().equals(SUGGESTED))
                .findFirst()
                .orElseThrow();
        if (best.variant().equals(SUGGESTED)) {
            return Verdict.of("The suggestion is good: no other of these rates has a higher test accuracy.");
        }
        return Blocks.verdict(
                "The suggestion is not the best of these rates: %.3g times it has a test accuracy higher by %.3g%s.",
                Objects.requireNonNull(factors().get(best.variant())),
                best.mean() - suggested.mean(),
                suggested.withinNoise() ? ", which is within noise" : "");
    }

    /** The text: a rate slightly too high makes progress quickly at first, and never settles down. */
    private static Verdict settling(Comparison comparison) {
        List<String> finite = comparison.variants().stream()
                .filter(variant -> Double.isFinite(Sections.mean(comparison, variant, "last_loss")))
                .toList();
        if (finite.isEmpty()) {
            return Verdict.of("The loss became infinite with all of these rates.");
        }
        List<String> lost = new ArrayList<>(comparison.variants());
        lost.removeAll(finite);
        String first = Collections.min(finite, Comparator.comparingDouble(variant -> at(comparison, variant, true)));
        String last = Collections.min(finite, Comparator.comparingDouble(variant -> at(comparison, variant, false)));
        return Blocks.verdict(
                "Lowest training loss after the first epoch: %s (%.3g); after the last: %s (%.3g).%s",
                first,
                at(comparison, first, true),
                last,
                at(comparison, last, false),
                lost.isEmpty() ? "" : " It became infinite with: " + String.join(", ", lost) + ".");
    }

    private static double at(Comparison comparison, String variant, boolean first) {
        List<Double> losses = comparison.curve(variant, LOSS).y();
        return losses.get(first ? 0 : losses.size() - 1);
    }
}
