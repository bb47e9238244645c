package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Lets about one in so many trials pass each rung of a ladder of ever longer runs, without waiting for the others
 * (asynchronous successive halving, Li et al. 2018).
 *
 * <pre>
 * rung k lies at step resource * reduction^(rate + k)
 * </pre>
 *
 * <p>Source: {@code optuna.pruners.SuccessiveHalvingPruner}, Optuna 5.0.
 *
 * @param resource the step of the first rung, at least 1; empty, the default, for a hundredth of the last step of the
 *     study's first complete trial, before which nothing is stopped
 * @param reduction one in so many passes, at least 2; 4 by default
 * @param rate how many rungs are left out at the start, at least 0; 0 by default
 * @param bootstrap how many trials must reach a rung before any passes, at least 0; 0 by default, and only with a
 *     resource
 */
@RecordBuilder
public record SuccessiveHalvingPruner(OptionalInt resource, int reduction, int rate, int bootstrap)
        implements Pruner, SuccessiveHalvingPrunerBuilder.With {
    private static final String RUNG = "rung:";

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range, or there is a bootstrap without a resource
     */
    public SuccessiveHalvingPruner {
        String where = "SuccessiveHalvingPruner";
        if (resource.isPresent()) {
            Arguments.positive(where, "resource", resource.getAsInt());
        }
        Arguments.require(reduction >= 2, where, "reduction must be at least 2", reduction);
        Arguments.require(rate >= 0, where, "rate must be at least 0", rate);
        Arguments.require(bootstrap >= 0, where, "bootstrap must be at least 0", bootstrap);
        Arguments.require(
                bootstrap == 0 || resource.isPresent(), where, "bootstrap must be 0 without a resource", bootstrap);
    }

    /**
     * The pruner with Optuna's defaults.
     *
     * @return the pruner
     */
    public static SuccessiveHalvingPruner of() {
        return new SuccessiveHalvingPruner(OptionalInt.empty(), 4, 0, 0);
    }

    /**
     * The same pruner with its first rung at a step.
     *
     * @param step at least 1
     * @return a copy
     * @throws IllegalArgumentException if the step is below 1
     */
    public SuccessiveHalvingPruner withResource(int step) {
        return withResource(OptionalInt.of(step));
    }

    @Override
    public boolean shouldPrune(StudyView study) {
        return shouldPrune(study, study.trials());
    }

    /** Among some of the trials. */
    boolean shouldPrune(StudyView study, List<TrialRecord> trials) {
        TrialRecord trial = study.trial();
        NavigableMap<Integer, Double> reported = trial.intermediateValues();
        OptionalInt first = resource.isPresent() ? resource : estimated(trials);
        if (reported.isEmpty() || first.isEmpty()) {
            return false;
        }
        int step = reported.lastKey();
        double value = reported.lastEntry().getValue();
        int rung = 0;
        while (trial.memory().containsKey(RUNG + rung)) {
            rung++;
        }
        for (; step >= first.getAsInt() * Math.pow(reduction, (double) rate + rung); rung++) {
            if (Double.isNaN(value)) {
                return true;
            }
            String key = RUNG + rung;
            study.remember(key, value);
            double[] losses = Stream.concat(
                            Stream.of(value),
                            trials.stream()
                                    .filter(other -> other.number() != trial.number()
                                            && other.memory().containsKey(key))
                                    .map(other -> other.memory().getOrDefault(key, Double.NaN)))
                    .mapToDouble(study.direction()::loss)
                    .sorted()
                    .toArray();
            int last = Math.max(losses.length / reduction - 1, 0);
            if (losses.length <= bootstrap || study.direction().loss(value) > losses[last]) {
                return true;
            }
        }
        return false;
    }

    private static OptionalInt estimated(List<TrialRecord> trials) {
        return SearchSpace.inState(trials, TrialState.COMPLETE).stream()
                .filter(trial -> !trial.intermediateValues().isEmpty())
                .mapToInt(trial -> Math.max(trial.intermediateValues().lastKey() / 100, 1))
                .findFirst();
    }
}
