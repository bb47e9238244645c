package io.cornu.tuning;

/** Hears of every trial that ends in this process, for progress and figures. */
@FunctionalInterface
public interface StudyListener {
    /**
     * A trial ended. One call at a time, on the thread that ran it; what is thrown here ends the search.
     *
     * @param session the study as it goes on, which {@link StudySession#stop} ends
     * @param trial the trial, complete, pruned or failed
     */
    void finished(StudySession session, TrialRecord trial);
}
