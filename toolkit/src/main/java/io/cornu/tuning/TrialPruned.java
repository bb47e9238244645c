package io.cornu.tuning;

import java.io.Serial;

/** Ends a trial that fell behind. It is no failure: the study catches it and records the trial as pruned. */
public final class TrialPruned extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * The end of a trial.
     *
     * @param number the trial's number
     */
    public TrialPruned(int number) {
        // No trace is read, and a trial can be pruned often.
        super("trial " + number + " was pruned.", null, false, false);
    }
}
