package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Bayesian optimization: a Gaussian process is fitted to what the trials gave, and the next one is where the expected
 * improvement over the best is largest. For few, expensive trials with up to about 20 parameters; an ask takes time
 * with the cube of the number of trials.
 *
 * <p>The kernel is Matern 5/2 with a length for each parameter; lengths, variance and noise maximize the marginal
 * likelihood. Where trials run side by side, each believes what the process expects of the others. Parameters that not
 * every trial has are drawn at random. Pruned trials do not count.
 *
 * <p>Source: {@code optuna.samplers.GPSampler}, Optuna 5.0, with the same kernel, priors and acquisition.
 *
 * @param startupTrials how many trials are drawn at random at first, at least 1; 10 by default
 */
@RecordBuilder
public record GaussianProcess(int startupTrials) implements Sampler, GaussianProcessBuilder.With {
    private static final int FIRST_LOOKS = 2048;
    private static final int SEARCHES = 10;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there is no trial at the start
     */
    public GaussianProcess {
        Arguments.positive("GaussianProcess", "startupTrials", startupTrials);
    }

    /**
     * The sampler with Optuna's defaults.
     *
     * @return the sampler
     */
    public static GaussianProcess of() {
        return new GaussianProcess(10);
    }

    @Override
    public Map<String, Double> sampleTogether(StudyView study) {
        List<TrialRecord> complete = SearchSpace.inState(study.trials(), TrialState.COMPLETE);
        SortedMap<String, Distribution> space = SearchSpace.common(complete, List.of(TrialState.COMPLETE));
        if (complete.size() < startupTrials || space.isEmpty()) {
            return Map.of();
        }
        List<Distribution> axes = List.copyOf(space.values());
        double[] scores = standardized(study.direction(), complete);
        List<double[]> points = points(SearchSpace.rows(complete, space), axes);
        boolean[] choices = new boolean[axes.size()];
        for (int axis = 0; axis < choices.length; axis++) {
            choices[axis] = axes.get(axis) instanceof ChoiceDistribution;
        }
        List<TrialRecord> running = SearchSpace.inState(study.trials(), TrialState.RUNNING).stream()
                .filter(trial -> trial.number() != study.trial().number())
                .toList();
        GaussianRegression regression = GaussianRegression.fit(points, scores, choices)
                .believing(points(SearchSpace.rows(running, space), axes));
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        AcquisitionSearch search =
                new AcquisitionSearch(axes, new ExpectedImprovement(regression, scores[best]), study.random());
        double[] found = search.best(points.get(best), FIRST_LOOKS, SEARCHES);
        for (int axis = 0; axis < found.length; axis++) {
            found[axis] = AcquisitionSearch.value(axes.get(axis), found[axis]);
        }
        return SearchSpace.named(space, found);
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        return RandomSearch.draw(study.random(), distribution);
    }

    private static List<double[]> points(List<double[]> rows, List<Distribution> axes) {
        List<double[]> points = new ArrayList<>();
        for (double[] row : rows) {
            double[] point = new double[row.length];
            for (int axis = 0; axis < row.length; axis++) {
                point[axis] = AcquisitionSearch.place(axes.get(axis), row[axis]);
            }
            points.add(point);
        }
        return points;
    }

    /** Larger is better, mean 0, deviation 1; what is not finite is as good or as bad as the finite ones are. */
    private static double[] standardized(Direction direction, List<TrialRecord> trials) {
        double[] scores = trials.stream()
                .mapToDouble(trial -> -direction.loss(trial.value().orElseThrow()))
                .toArray();
        double largest = Arrays.stream(scores).filter(Double::isFinite).max().orElse(0);
        double least = Arrays.stream(scores).filter(Double::isFinite).min().orElse(0);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.min(Math.max(scores[i], least), largest);
        }
        double mean = Arrays.stream(scores).average().orElse(0);
        double variance =
                Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElse(0);
        double deviation = Math.max(Math.sqrt(variance), 1e-12);
        return Arrays.stream(scores).map(s -> (s - mean) / deviation).toArray();
    }
}
