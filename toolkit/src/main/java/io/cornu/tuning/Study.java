package io.cornu.tuning;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A search for the settings with the best value: what to look for, how, and where to keep the trials.
 *
 * <pre>
 * StudyResult result = Study.maximize("cifar").withSampler(TPE.of()).withPruner(MedianPruner.of())
 *         .withStorage(Path.of("study.db")).withSeed(42).optimize(20, trial -&gt; {
 *             double rate = trial.logFloat("learning_rate", 1e-5, 1e-2);
 *             double dropout = trial.floating("dropout", .2, .5);
 *             return train(rate, dropout, trial);      // trial.report(epoch, accuracy); trial.stopIfPruned();
 *         });
 * </pre>
 *
 * <p>A file keeps every step of every trial. Whoever opens it again goes on where it ended; several processes on one
 * machine may work on it at once; trials of processes that died are run again with the same settings.
 *
 * <p>With a seed and one job, two runs in one Java version give the same trials, also when one was interrupted between
 * trials. Side by side, which trials are known when one begins depends on time.
 *
 * @param name the study's name, not empty
 * @param direction which values are better
 * @param sampler who proposes settings; {@link TPE} by default
 * @param pruner who stops trials; none by default
 * @param storage the file; empty, the default, for memory alone
 * @param seed decides all random numbers; empty, the default, for the file's own or a random one
 * @param jobs how many trials run side by side in this process, at least 1; 1 by default
 * @param timeLimit after which no trial begins; empty, the default, for none
 * @param catching after which exceptions of the objective the search goes on; none by default
 * @param listener hears of every trial that ends
 * @param retries how often a trial whose process died is run again, at least 0; 3 by default
 * @param shared what all trials have in common besides, in words, by name, such as the data and the epochs: a file made
 *     with others refuses, for their values could not be compared; none by default, which every file takes
 * @param heartbeat how often this process says that it lives, above 0; a process that does not for six times as long
 *     is taken for dead. 10 seconds by default
 */
@RecordBuilder
public record Study(
        String name,
        Direction direction,
        Sampler sampler,
        Pruner pruner,
        Optional<Path> storage,
        OptionalLong seed,
        int jobs,
        Optional<Duration> timeLimit,
        List<Class<? extends Exception>> catching,
        StudyListener listener,
        int retries,
        Map<String, String> shared,
        Duration heartbeat)
        implements StudyBuilder.With {
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int LONGEST_NAME = 1000;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Study {
        Arguments.require(
                !name.isBlank() && name.length() <= LONGEST_NAME,
                "Study",
                "name must have 1 to " + LONGEST_NAME + " characters",
                "'" + name + "'");
        Arguments.positive("Study", "jobs", jobs);
        Arguments.require(retries >= 0, "Study", "retries must be at least 0", retries);
        Arguments.require(heartbeat.toMillis() > 0, "Study", "heartbeat must be at least 1 ms", heartbeat);
        catching = List.copyOf(catching);
        shared = Collections.unmodifiableMap(new TreeMap<>(shared));
    }

    /**
     * A search for the smallest value.
     *
     * @param name the study's name
     * @return the study, in memory
     * @throws IllegalArgumentException if the name is empty
     */
    public static Study minimize(String name) {
        return of(name, Direction.MINIMIZE);
    }

    /**
     * A search for the largest value.
     *
     * @param name the study's name
     * @return the study, in memory
     * @throws IllegalArgumentException if the name is empty
     */
    public static Study maximize(String name) {
        return of(name, Direction.MAXIMIZE);
    }

    /**
     * A search.
     *
     * @param name the study's name
     * @param direction which values are better
     * @return the study, in memory
     * @throws IllegalArgumentException if the name is empty
     */
    public static Study of(String name, Direction direction) {
        return new Study(
                name,
                direction,
                TPE.of(),
                Pruner.none(),
                Optional.empty(),
                OptionalLong.empty(),
                1,
                Optional.empty(),
                List.of(),
                (session, trial) -> {},
                3,
                Map.of(),
                HEARTBEAT);
    }

    /**
     * The same study kept in a file.
     *
     * @param file an SQLite database, made if it is not there; not on a network drive
     * @return a copy
     */
    public Study withStorage(Path file) {
        return withStorage(Optional.of(file));
    }

    /**
     * The same study with a seed.
     *
     * @param number any number; a file made with another refuses
     * @return a copy
     */
    public Study withSeed(long number) {
        return withSeed(OptionalLong.of(number));
    }

    /**
     * The same study, but no trial begins after a time.
     *
     * @param time from the start of {@link #optimize}
     * @return a copy
     */
    public Study withTimeLimit(Duration time) {
        return withTimeLimit(Optional.of(time));
    }

    /**
     * Opens the study for single steps, see {@link StudySession}.
     *
     * @return the open study; close it
     * @throws StudyFileException if the file is damaged, not a study, or of a study with another name, direction,
     *     seed or other shared settings
     */
    public StudySession open() throws StudyFileException {
        if (storage.isEmpty()) {
            return new StudySession(this, new MemoryStore(seed.orElseGet(Study::anySeed)));
        }
        return new StudySession(this, SqliteStore.open(this, storage.get()));
    }

    static long anySeed() {
        return new SplittableRandom().nextLong();
    }

    /**
     * Runs trials until the study has a number of them, those that were run before and those of other processes
     * included.
     *
     * @param <X> what the objective throws
     * @param trials how many trials the study is to have: complete, pruned, running and failed ones, without those that
     *     were run again because their process died, and those that an IllegalArgumentException ended the search in,
     *     which says that the objective is wrong and nothing of the settings
     * @param objective what to find the best value of
     * @return the study as it is then; fewer trials if the time is over, the sampler has no more, or the thread was
     *     interrupted, which it then still is
     * @throws X if the objective fails with an exception that is not caught; the trial is recorded as failed, and
     *     other trials that run are waited for
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if the number of trials is negative, or the objective asks for a parameter with
     *     another range than before
     */
    public <X extends Exception> StudyResult optimize(int trials, TrialObjective<X> objective)
            throws X, StudyFileException {
        try (StudySession session = open()) {
            return session.optimize(trials, objective);
        }
    }

    /**
     * What the study has found until now, without running anything.
     *
     * @return the study as it is; without trials if there is no file yet, which is then made
     * @throws StudyFileException if the file cannot be used
     */
    public StudyResult result() throws StudyFileException {
        try (StudySession session = open()) {
            return session.result();
        }
    }
}
