package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32;

/**
 * Deals the trials out to several ladders of {@link SuccessiveHalvingPruner} that begin at different steps, so that
 * trials that start slowly have a chance in one of them (Li et al. 2018).
 *
 * <p>Source: {@code optuna.pruners.HyperbandPruner}, Optuna 5.0. The study's name and the trial's number decide the
 * ladder. TPE does not look at ladders apart from each other, as there it does not either.
 *
 * @param resource the first ladder's first step, at least 1; 1 by default
 * @param longest how many steps a trial has, at least {@code resource}; empty, the default, for as many as the study's
 *     first complete trial had, before which nothing is stopped
 * @param reduction one in so many passes a rung, at least 2; 3 by default
 */
@RecordBuilder
public record HyperbandPruner(int resource, OptionalInt longest, int reduction)
        implements Pruner, HyperbandPrunerBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public HyperbandPruner {
        String where = "HyperbandPruner";
        Arguments.positive(where, "resource", resource);
        if (longest.isPresent()) {
            Arguments.require(
                    longest.getAsInt() >= resource, where, "longest must be at least resource", longest.getAsInt());
        }
        Arguments.require(reduction >= 2, where, "reduction must be at least 2", reduction);
    }

    /**
     * The pruner with Optuna's defaults.
     *
     * @return the pruner
     */
    public static HyperbandPruner of() {
        return new HyperbandPruner(1, OptionalInt.empty(), 3);
    }

    /**
     * The same pruner for trials of a number of steps.
     *
     * @param steps at least {@code resource}
     * @return a copy
     * @throws IllegalArgumentException if there are fewer steps
     */
    public HyperbandPruner withLongest(int steps) {
        return withLongest(OptionalInt.of(steps));
    }

    @Override
    public boolean shouldPrune(StudyView study) {
        OptionalInt steps = longest.isPresent() ? longest : estimated(study.trials());
        if (steps.isEmpty()) {
            return false;
        }
        int ladders = ladders(steps.getAsInt());
        int ladder = ladder(study, study.trial().number(), ladders);
        List<TrialRecord> trials = study.trials().stream()
                .filter(trial -> ladder(study, trial.number(), ladders) == ladder)
                .toList();
        return new SuccessiveHalvingPruner(OptionalInt.of(resource), reduction, ladder, 0).shouldPrune(study, trials);
    }

    private int ladders(int steps) {
        double ratio = (double) steps / resource;
        return ratio < 1 ? 1 : (int) Math.floor(Math.log(ratio) / Math.log(reduction)) + 1;
    }

    private int ladder(StudyView study, int number, int ladders) {
        CRC32 digest = new CRC32();
        digest.update((study.name() + "_" + number).getBytes(StandardCharsets.UTF_8));
        long total = 0;
        for (int ladder = 0; ladder < ladders; ladder++) {
            total += places(ladder, ladders);
        }
        long place = digest.getValue() % total;
        int ladder = 0;
        while (place >= places(ladder, ladders)) {
            place -= places(ladder, ladders);
            ladder++;
        }
        return ladder;
    }

    private long places(int ladder, int ladders) {
        int rungs = ladders - 1 - ladder;
        return (long) Math.ceil(ladders * Math.pow(reduction, rungs) / (rungs + 1));
    }

    private static OptionalInt estimated(List<TrialRecord> trials) {
        return SearchSpace.inState(trials, TrialState.COMPLETE).stream()
                .filter(trial -> !trial.intermediateValues().isEmpty())
                .mapToInt(trial -> trial.intermediateValues().lastKey() + 1)
                .findFirst();
    }
}
