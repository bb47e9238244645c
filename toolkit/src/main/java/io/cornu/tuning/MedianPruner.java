package io.cornu.tuning;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Stops a trial whose best report so far is worse than the median of what complete trials reported at the same step.
 *
 * <p>Source: {@code optuna.pruners.MedianPruner}, Optuna 5.0.
 *
 * @param startupTrials nothing is stopped before so many trials are complete, at least 0; 5 by default
 * @param warmupSteps nothing is stopped before this step, at least 0; 0 by default
 * @param intervalSteps how many steps lie between two looks, at least 1; 1 by default
 * @param fewestTrials how many reports there must be at the step, at least 1; 1 by default
 */
@RecordBuilder
public record MedianPruner(int startupTrials, int warmupSteps, int intervalSteps, int fewestTrials)
        implements Pruner, MedianPrunerBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public MedianPruner {
        new PercentilePruner(50, startupTrials, warmupSteps, intervalSteps, fewestTrials);
    }

    /**
     * The pruner with Optuna's defaults.
     *
     * @return the pruner
     */
    public static MedianPruner of() {
        return new MedianPruner(5, 0, 1, 1);
    }

    @Override
    public boolean shouldPrune(StudyView study) {
        return new PercentilePruner(50, startupTrials, warmupSteps, intervalSteps, fewestTrials).shouldPrune(study);
    }
}
