package io.cornu.cli;

import org.jspecify.annotations.Nullable;

/**
 * How a comparison uses the machine.
 *
 * @param jobs how many trainings run at a time
 * @param threads how many threads an operation of one may use; 0 for all cores
 */
record Jobs(int jobs, int threads) {
    /**
     * As many trainings at a time as there are cores for, unless said otherwise; one on a GPU, whose memory and time they
     * would share.
     *
     * <p>Results depend on the threads of a training in the last digits. So these follow from the number of trainings and
     * cores, and never from how many trainings run at a time.
     *
     * @param trainings how many there are in all, done or not
     * @param cores of the machine
     * @param isGpu whether a GPU computes
     * @param jobs as asked for
     * @param threads as asked for, or 0
     */
    static Jobs of(int trainings, int cores, boolean isGpu, @Nullable Integer jobs, int threads) {
        if (isGpu) {
            return new Jobs(jobs == null ? 1 : jobs, threads);
        }
        int side = Math.max(1, Math.min(trainings, cores));
        int own = threads > 0 ? threads : cores / side;
        return new Jobs(jobs == null ? Math.max(1, Math.min(side, cores / own)) : jobs, own);
    }
}
