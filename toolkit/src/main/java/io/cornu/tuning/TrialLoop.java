package io.cornu.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs trials one after another on each of some threads until there are enough. */
final class TrialLoop<X extends Exception> {
    private final StudySession session;
    private final int limit;
    private final TrialObjective<X> objective;
    private final long start = System.nanoTime();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Object listening = new Object();

    TrialLoop(StudySession session, int limit, TrialObjective<X> objective) {
        this.session = session;
        this.limit = limit;
        this.objective = objective;
    }

    void run() throws X, StudyFileException {
        int jobs = session.study().jobs();
        if (jobs == 1) {
            work();
        } else {
            side(jobs);
        }
        Throwable failed = failure.get();
        if (failed != null) {
            rethrow(failed);
        }
    }

    /** Only what the objective, the file or a listener threw gets here. */
    @SuppressWarnings("unchecked")
    private void rethrow(Throwable failed) throws X, StudyFileException {
        if (failed instanceof StudyFileException file) {
            throw file;
        }
        if (failed instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failed instanceof Error error) {
            throw error;
        }
        throw (X) failed;
    }

    private void side(int jobs) {
        List<Thread> threads = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            Thread thread = new Thread(this::work, "study-" + session.study().name() + "-" + job);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    session.stop();
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (mayBegin()) {
                Optional<LiveTrial> trial = session.begin(limit);
                if (trial.isEmpty()) {
                    return;
                }
                TrialRecord ended = evaluate(trial.get());
                synchronized (listening) {
                    session.study().listener().finished(session, ended);
                }
            }
        } catch (StudyFileException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private boolean mayBegin() {
        boolean late = session.study()
                .timeLimit()
                .map(time -> System.nanoTime() - start >= time.toNanos())
                .orElse(false);
        return !late
                && !session.isStopped()
                && failure.get() == null
                && !Thread.currentThread().isInterrupted();
    }

    private TrialRecord evaluate(LiveTrial trial) throws StudyFileException {
        try {
            return session.tell(trial, objective.evaluate(trial));
        } catch (TrialPruned pruned) {
            return session.tellPruned(trial);
        } catch (StudyFileException e) {
            throw e;
        } catch (Throwable thrown) {
            return failed(trial, thrown);
        }
    }

    private TrialRecord failed(LiveTrial trial, Throwable thrown) throws StudyFileException {
        boolean caught = session.study().catching().stream().anyMatch(type -> type.isInstance(thrown));
        if (!caught) {
            failure.compareAndSet(null, thrown);
        }
        if (thrown instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            // Not the settings' fault: the trial is run again when the study goes on.
            session.abandon(trial, "it was interrupted.");
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return session.result().trials().get(trial.number());
        }
        if (!caught && thrown instanceof IllegalArgumentException) {
            session.discard(trial, message(thrown));
            return session.result().trials().get(trial.number());
        }
        return session.tellFailed(trial, message(thrown));
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
