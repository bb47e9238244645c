package io.cornu.experiments;

import java.io.IOException;

/**
 * A study that can be run again.
 *
 * <p>It asks the {@link Lab} for its trainings, so that they are watched, can be interrupted and are not repeated when it
 * goes on.
 */
public interface Experiment {
    /**
     * What it is called.
     *
     * @return small letters, digits and hyphens
     */
    String name();

    /**
     * What it shows.
     *
     * @return one sentence
     */
    String sentence();

    /**
     * Runs it.
     *
     * @param lab where
     * @return what came of it, not yet written
     * @throws IOException if data cannot be read or what is found cannot be kept
     * @throws java.util.concurrent.CancellationException if the lab was told to stop
     */
    Report run(Lab lab) throws IOException;
}
