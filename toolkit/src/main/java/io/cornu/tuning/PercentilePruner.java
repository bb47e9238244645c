package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.NavigableMap;

/**
 * Stops a trial whose best report so far is worse than a percentile of what complete trials reported at the same step.
 *
 * <p>Source: {@code optuna.pruners.PercentilePruner}, Optuna 5.0.
 *
 * @param percentile the share that lives on, in percent, in [0, 100]
 * @param startupTrials nothing is stopped before so many trials are complete, at least 0; 5 by default
 * @param warmupSteps nothing is stopped before this step, at least 0; 0 by default
 * @param intervalSteps how many steps lie between two looks, at least 1; 1 by default
 * @param fewestTrials how many reports there must be at the step, at least 1; 1 by default
 */
@RecordBuilder
public record PercentilePruner(
        double percentile, int startupTrials, int warmupSteps, int intervalSteps, int fewestTrials)
        implements Pruner, PercentilePrunerBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public PercentilePruner {
        String where = "PercentilePruner";
        Arguments.require(percentile >= 0 && percentile <= 100, where, "percentile must be in [0, 100]", percentile);
        Arguments.require(startupTrials >= 0, where, "startupTrials must be at least 0", startupTrials);
        Arguments.require(warmupSteps >= 0, where, "warmupSteps must be at least 0", warmupSteps);
        Arguments.positive(where, "intervalSteps", intervalSteps);
        Arguments.positive(where, "fewestTrials", fewestTrials);
    }

    /**
     * A pruner.
     *
     * @param percentile the share that lives on, in percent, in [0, 100]
     * @return the pruner
     * @throws IllegalArgumentException if the percentile is out of its range
     */
    public static PercentilePruner of(double percentile) {
        return new PercentilePruner(percentile, 5, 0, 1, 1);
    }

    @Override
    public boolean shouldPrune(StudyView study) {
        NavigableMap<Integer, Double> reported = study.trial().intermediateValues();
        List<TrialRecord> complete = SearchSpace.inState(study.trials(), TrialState.COMPLETE);
        if (complete.isEmpty() || complete.size() < startupTrials || reported.isEmpty()) {
            return false;
        }
        int step = reported.lastKey();
        if (step < warmupSteps || !isFirstOfInterval(reported)) {
            return false;
        }
        double best = Reports.best(study.direction(), reported.values());
        if (Double.isNaN(best)) {
            return true;
        }
        double[] others = complete.stream()
                .filter(trial -> trial.intermediateValues().containsKey(step))
                .mapToDouble(trial -> trial.intermediateValues().getOrDefault(step, Double.NaN))
                .toArray();
        double percent = study.direction() == Direction.MAXIMIZE ? 100 - percentile : percentile;
        double line = others.length < fewestTrials ? Double.NaN : Reports.percentile(others, percent);
        return study.direction().isBetter(line, best);
    }

    /** Whether no earlier report lies in the interval of the last. */
    private boolean isFirstOfInterval(NavigableMap<Integer, Double> reported) {
        int step = reported.lastKey();
        int start = (step - warmupSteps) / intervalSteps * intervalSteps + warmupSteps;
        Integer before = reported.lowerKey(step);
        return before == null || before < start;
    }
}
