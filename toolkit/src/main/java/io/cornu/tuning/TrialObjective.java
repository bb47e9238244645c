package io.cornu.tuning;

/**
 * What a study looks for the best value of.
 *
 * @param <X> what it throws; a lambda that throws nothing needs no mention of it
 */
@FunctionalInterface
public interface TrialObjective<X extends Exception> {
    /**
     * Computes the value for one trial's settings.
     *
     * @param trial gives the settings, and takes reports
     * @return the value; NaN means that the trial failed
     * @throws X if the trial fails
     * @throws TrialPruned to stop a trial that fell behind, as {@link Trial#stopIfPruned} does
     */
    double evaluate(Trial trial) throws X;
}
