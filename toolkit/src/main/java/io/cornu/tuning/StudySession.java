package io.cornu.tuning;

import io.cornu.text.Arguments;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An open study, for whoever runs trials in their own loop.
 *
 * <pre>
 * try (StudySession session = study.open()) {
 *     session.enqueue(Map.of("learning_rate", 1e-3));
 *     Trial trial = session.ask();
 *     session.tell(trial, train(trial.logFloat("learning_rate", 1e-5, 1e-2)));
 * }
 * </pre>
 *
 * <p>Threads may share a session. Trials that were asked for but not told when it is closed count as failed, and wait
 * in the file to be run again.
 */
public final class StudySession implements AutoCloseable {
    private final Study study;
    private final TrialStore store;
    private final Map<Integer, LiveTrial> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "study-heartbeat");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopped;

    StudySession(Study study, TrialStore store) {
        this.study = study;
        this.store = store;
        if (study.storage().isPresent()) {
            long millis = study.heartbeat().toMillis();
            heart.scheduleWithFixedDelay(this::beat, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void beat() {
        try {
            store.beat();
        } catch (StudyFileException e) {
            // Another may only write for long. If not, the next step of a trial fails on the same file, and says so.
            return;
        }
    }

    /**
     * The study's settings.
     *
     * @return the study
     */
    public Study study() {
        return study;
    }

    /**
     * Begins a trial: the first that waits, or a new one.
     *
     * @return the trial; tell what became of it
     * @throws StudyFileException if the file cannot be used
     * @throws NoSuchElementException if nothing waits and the sampler has given out all it has
     */
    public Trial ask() throws StudyFileException {
        return begin(Long.MAX_VALUE)
                .orElseThrow(() -> new NoSuchElementException("study '" + study.name()
                        + "': expected a sampler with another proposal, received one that has given out all "
                        + study.sampler().limit().orElse(0) + "."));
    }

    Optional<LiveTrial> begin(long limit) throws StudyFileException {
        store.reap();
        Optional<TrialRecord> begun = store.begin(limit, study.sampler().limit());
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        LiveTrial trial = new LiveTrial(study, store, begun.get());
        open.put(trial.number(), trial);
        trial.plan();
        return Optional.of(trial);
    }

    /**
     * Tells what a trial gave.
     *
     * @param trial the trial
     * @param value its value; NaN means that it failed
     * @return the trial as it is recorded
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if the trial is not one of this session, or was told before
     */
    public TrialRecord tell(Trial trial, double value) throws StudyFileException {
        return Double.isNaN(value)
                ? tellFailed(trial, "the objective gave NaN.")
                : finish(trial, TrialState.COMPLETE, OptionalDouble.of(value), "");
    }

    /**
     * Tells that a trial was stopped because it fell behind. Its value is what it reported last.
     *
     * @param trial the trial
     * @return the trial as it is recorded
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if the trial is not one of this session, or was told before
     */
    public TrialRecord tellPruned(Trial trial) throws StudyFileException {
        OptionalDouble last = live(trial).lastReport();
        return finish(trial, TrialState.PRUNED, last, "");
    }

    /**
     * Tells that a trial failed.
     *
     * @param trial the trial
     * @param message why, a sentence
     * @return the trial as it is recorded
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if the trial is not one of this session, or was told before
     */
    public TrialRecord tellFailed(Trial trial, String message) throws StudyFileException {
        return finish(trial, TrialState.FAILED, OptionalDouble.empty(), message);
    }

    private TrialRecord finish(Trial trial, TrialState state, OptionalDouble value, String message)
            throws StudyFileException {
        LiveTrial live = live(trial);
        store.finish(live.number(), state, value, message);
        open.remove(live.number());
        return store.trials().get(live.number());
    }

    /** Ends a trial that says nothing of its settings, so that it does not count. */
    void discard(LiveTrial trial, String message) throws StudyFileException {
        store.discard(live(trial).number(), message);
        open.remove(trial.number());
    }

    /** Ends a trial that was interrupted, so that it is run again. */
    void abandon(LiveTrial trial, String message) throws StudyFileException {
        store.abandon(live(trial).number(), message);
        open.remove(trial.number());
    }

    private LiveTrial live(Trial trial) {
        LiveTrial live = open.get(trial.number());
        if (live == null || live != trial) {
            throw new IllegalArgumentException("StudySession: expected a trial of this session that was not told, "
                    + "received trial " + trial.number() + ". Tell each trial once.");
        }
        return live;
    }

    /**
     * Queues a trial with settings of one's own, such as the defaults. It is run before any that the sampler proposes.
     *
     * @param settings values by name, as their {@code toString}; the sampler proposes what is left out
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if there is no setting
     */
    public void enqueue(Map<String, ?> settings) throws StudyFileException {
        Arguments.require(!settings.isEmpty(), "enqueue", "settings must not be empty", settings);
        Map<String, String> words = new TreeMap<>();
        settings.forEach((name, value) -> words.put(name, String.valueOf(value)));
        store.enqueue(words);
    }

    /**
     * Runs trials until the study has a number of them, see {@link Study#optimize}.
     *
     * @param <X> what the objective throws
     * @param trials how many trials the study is to have
     * @param objective what to find the best value of
     * @return the study as it is then
     * @throws X if the objective fails with an exception that is not caught
     * @throws StudyFileException if the file cannot be used
     * @throws IllegalArgumentException if the number of trials is negative
     */
    public <X extends Exception> StudyResult optimize(int trials, TrialObjective<X> objective)
            throws X, StudyFileException {
        Arguments.require(trials >= 0, "optimize", "trials must be at least 0", trials);
        stopped = false;
        try {
            new TrialLoop<X>(this, trials, objective).run();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof StudyFileException file) {
                throw file;
            }
            throw e;
        }
        return result();
    }

    /** Lets no further trial begin in {@link #optimize}. Those that run go on to their end. */
    public void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * What the study has found until now.
     *
     * @return the study as it is
     * @throws StudyFileException if the file cannot be used
     */
    public StudyResult result() throws StudyFileException {
        return new StudyResult(study.name(), study.direction(), store.seed(), store.trials());
    }

    /**
     * Ends the session. What was not told is recorded as failed, and queued once more in a file.
     *
     * @throws StudyFileException if the file cannot be used
     */
    @Override
    public void close() throws StudyFileException {
        heart.shutdownNow();
        try (store) {
            for (int number : open.keySet()) {
                store.abandon(number, "its session was closed before it was told.");
            }
            open.clear();
        }
    }
}
