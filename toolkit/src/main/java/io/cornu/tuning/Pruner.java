package io.cornu.tuning;

/** Decides from what trials reported whether one is worth going on with. */
@FunctionalInterface
public interface Pruner {
    /**
     * Whether a trial fell behind.
     *
     * @param study the study and the trial in question
     * @return whether to stop it; false for one that reported nothing
     */
    boolean shouldPrune(StudyView study);

    /**
     * A pruner that stops nothing.
     *
     * @return the pruner
     */
    static Pruner none() {
        return study -> false;
    }
}
