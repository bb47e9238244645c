package io.cornu.tuning;

/** What became of a trial. */
public enum TrialState {
    /** Put into the queue with fixed settings, and not yet begun. */
    WAITING,
    /** Somebody works on it. */
    RUNNING,
    /** It gave a value. */
    COMPLETE,
    /** It was stopped because it fell behind; its value is the last one it reported. */
    PRUNED,
    /** Its objective failed, gave no number, or its process died. */
    FAILED;

    /**
     * Whether nothing more will happen to the trial.
     *
     * @return whether it is complete, pruned or failed
     */
    public boolean isFinished() {
        return this == COMPLETE || this == PRUNED || this == FAILED;
    }
}
