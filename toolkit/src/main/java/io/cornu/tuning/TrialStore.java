package io.cornu.tuning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Where the trials of one study are. Every method is whole by itself, whoever else works on the study. */
interface TrialStore extends AutoCloseable {
    /** The study's seed. */
    long seed();

    /** All trials, by number. */
    List<TrialRecord> trials() throws StudyFileException;

    /** The ranges of all parameters asked for until now. */
    Map<String, Distribution> ranges() throws StudyFileException;

    /**
     * Begins the first waiting trial, or a new one if none waits.
     *
     * @param limit nothing is begun once so many trials run or ended; those that were retried or discarded do not count
     * @param points how many trials the sampler has proposals for; a new trial takes the first that no other has
     * @return the trial, or empty at the limit
     */
    Optional<TrialRecord> begin(long limit, OptionalInt points) throws StudyFileException;

    /** Adds a waiting trial with settings in words. */
    void enqueue(Map<String, String> fixed) throws StudyFileException;

    /**
     * Notes a setting, and its range for the whole study.
     *
     * @throws IllegalArgumentException if the name has another range
     */
    void set(int number, String name, Setting setting) throws StudyFileException;

    /** Notes a report, unless the step has one. */
    void report(int number, int step, double value) throws StudyFileException;

    /** Notes a number of a sampler or a pruner. */
    void remember(int number, String key, double value) throws StudyFileException;

    /** Notes a number that no other trial has: one more than the largest, or the trial's own if it has one. */
    int claim(int number, String key) throws StudyFileException;

    /** Notes a text of whoever runs the trial. */
    void note(int number, String key, String text) throws StudyFileException;

    /** Ends a trial that still runs; one that was given up by others stays as it is. */
    void finish(int number, TrialState state, OptionalDouble value, String message) throws StudyFileException;

    /** Ends a trial that does not count: what the sampler gave it is another's. */
    void discard(int number, String message) throws StudyFileException;

    /** Ends a trial that will not be told, and queues it once more if it may be. */
    void abandon(int number, String message) throws StudyFileException;

    /** Says that this process lives. */
    default void beat() throws StudyFileException {}

    /** Gives up the trials of processes that died. */
    default void reap() throws StudyFileException {}

    @Override
    void close() throws StudyFileException;
}
