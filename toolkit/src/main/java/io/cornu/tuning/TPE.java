package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tree-structured Parzen estimator: it compares where the good trials lie with where the others lie.
 *
 * <pre>
 * good: the best min(ceil(n / 10), 25) of n trials        others: the rest, and trials that still run
 * value = argmax over candidates drawn from l of (log l(x) - log g(x))
 * </pre>
 *
 * <p>l and g are mixtures around the good trials and the others, each with a component for the whole range. Older
 * trials than the latest 25 weigh less. Works for every kind of parameter and for conditional ones; the choice for 30
 * trials and more.
 *
 * <p>Source: {@code optuna.samplers.TPESampler}, Optuna 5.0; Bergstra et al. 2011, Watanabe 2023.
 *
 * @param startupTrials how many trials are drawn at random at first, at least 0; 10 by default
 * @param candidates how many points are drawn from l, at least 1; 24 by default
 * @param multivariate whether parameters that all trials have are drawn together, so that dependences between them are
 *     kept; true by default
 * @param priorWeight how much the component for the whole range weighs against one trial, above 0; 1 by default
 */
@RecordBuilder
public record TPE(int startupTrials, int candidates, boolean multivariate, double priorWeight)
        implements Sampler, TPEBuilder.With {
    private static final int MOST_GOOD = 25;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TPE {
        Arguments.require(startupTrials >= 0, "TPE", "startupTrials must be at least 0", startupTrials);
        Arguments.positive("TPE", "candidates", candidates);
        Arguments.positive("TPE", "priorWeight", priorWeight);
    }

    /**
     * The sampler with Optuna's defaults.
     *
     * @return the sampler
     */
    public static TPE of() {
        return new TPE(10, 24, true, 1);
    }

    @Override
    public Map<String, Double> sampleTogether(StudyView study) {
        SortedMap<String, Distribution> space = multivariate
                ? SearchSpace.common(study.trials(), List.of(TrialState.COMPLETE, TrialState.PRUNED))
                : new TreeMap<>();
        return space.isEmpty() || isStarting(study) ? Map.of() : SearchSpace.named(space, best(study, space));
    }

    @Override
    public double sampleAlone(StudyView study, String name, Distribution distribution) {
        if (isStarting(study) || distribution.isSingle()) {
            return RandomSearch.draw(study.random(), distribution);
        }
        return best(study, new TreeMap<>(Map.of(name, distribution)))[0];
    }

    private boolean isStarting(StudyView study) {
        return SearchSpace.inState(study.trials(), TrialState.COMPLETE, TrialState.PRUNED)
                        .size()
                < startupTrials;
    }

    private double[] best(StudyView study, SortedMap<String, Distribution> space) {
        Estimators estimators = estimators(study, space);
        double[] best = estimators.good().draw(study.random());
        double highest = estimators.gain(best);
        for (int i = 1; i < candidates; i++) {
            double[] candidate = estimators.good().draw(study.random());
            double gain = estimators.gain(candidate);
            if (gain > highest) {
                highest = gain;
                best = candidate;
            }
        }
        return best;
    }

    /** The two mixtures, for the trials as they are. */
    Estimators estimators(StudyView study, SortedMap<String, Distribution> space) {
        List<TrialRecord> finished = SearchSpace.inState(study.trials(), TrialState.COMPLETE, TrialState.PRUNED);
        List<TrialRecord> ranked = finished.stream().sorted(ranking(study.direction())).toList();
        int count = Math.min((int) Math.ceil(.1 * finished.size()), MOST_GOOD);
        List<TrialRecord> good = new ArrayList<>(ranked.subList(0, count));
        List<TrialRecord> others = new ArrayList<>(ranked.subList(count, ranked.size()));
        SearchSpace.inState(study.trials(), TrialState.RUNNING).stream()
                .filter(running -> running.number() != study.trial().number())
                .forEach(others::add);
        good.sort(Comparator.comparingInt(TrialRecord::number));
        others.sort(Comparator.comparingInt(TrialRecord::number));
        return new Estimators(
                ParzenEstimator.of(space, SearchSpace.rows(good, space), priorWeight),
                ParzenEstimator.of(space, SearchSpace.rows(others, space), priorWeight));
    }

    /** Complete trials by value, then pruned ones: those that came further first, and of them the better. */
    private static Comparator<TrialRecord> ranking(Direction direction) {
        return Comparator.comparing(TrialRecord::state)
                .thenComparingDouble(trial -> trial.state() == TrialState.COMPLETE ? 0 : -lastStep(trial))
                .thenComparingDouble(trial -> loss(direction, trial))
                .thenComparingInt(TrialRecord::number);
    }

    private static double lastStep(TrialRecord trial) {
        return trial.intermediateValues().isEmpty()
                ? -1
                : trial.intermediateValues().lastKey();
    }

    private static double loss(Direction direction, TrialRecord trial) {
        if (trial.state() == TrialState.COMPLETE) {
            return direction.loss(trial.value().orElseThrow());
        }
        if (trial.intermediateValues().isEmpty()) {
            return 0;
        }
        double last = trial.intermediateValues().lastEntry().getValue();
        return Double.isNaN(last) ? Double.POSITIVE_INFINITY : direction.loss(last);
    }

    /**
     * Where good trials lie, and where others do.
     *
     * @param good l of the formula
     * @param others g of the formula
     */
    record Estimators(Mixture good, Mixture others) {
        double gain(double[] values) {
            return good.logDensity(values) - others.logDensity(values);
        }
    }
}
