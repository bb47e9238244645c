package io.cornu.savedmodels.serving;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads that compute for callers who do not wait forever.
 *
 * <p>TensorFlow's own {@code RunOptions.timeout_in_ms} only tells afterwards that a run took too long: measured with
 * TensorFlow 2.18, a run of 1.4 s with a limit of 50 ms failed after 1.4 s. So the caller leaves and the run stays;
 * since the threads are few, runs that nobody waits for cannot pile up.
 */
final class DeadlineWorkers implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ThreadPoolExecutor pool;

    DeadlineWorkers(int threads) {
        pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "cornu-predictor-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Computes, or gives up.
     *
     * @param deadline how long all may take
     * @param start when it began, by the nanosecond clock
     * @param body computes
     * @param cleanup is called exactly once, when the body has ended or will never begin
     */
    <R> R run(Duration deadline, long start, Supplier<R> body, Runnable cleanup) {
        Job<R> job = new Job<>(body, cleanup);
        try {
            pool.execute(job);
        } catch (RejectedExecutionException e) {
            abandon(job);
            throw new IllegalStateException(Predictor.CLOSED, e);
        }
        try {
            long left = start + deadline.toNanos() - System.nanoTime();
            return job.answer.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            boolean hadBegun = abandon(job);
            throw new DeadlineExceededException("predict: expected an answer within " + deadline.toNanos() / 1e6
                    + " ms, received none; "
                    + (hadBegun
                            ? "its computation goes on in the background and is thrown away."
                            : "it was still waiting for a worker and is dropped.")
                    + " Allow more time, or send fewer or smaller batches at once.");
        } catch (InterruptedException e) {
            abandon(job);
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "predict: expected to wait for an answer, received an interrupt. The answer is thrown away.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("predict: failed: " + e.getCause(), e.getCause());
        }
    }

    /** Whether the job had begun already. */
    private boolean abandon(Job<?> job) {
        pool.remove(job);
        return !job.drop();
    }

    /** Ends the threads when they have done what they do. */
    @Override
    public void close() {
        pool.shutdown();
    }

    /** Either runs or is dropped, whoever comes first. */
    private static final class Job<R> implements Runnable {
        private final Supplier<R> body;
        private final Runnable cleanup;
        private final AtomicBoolean isTaken = new AtomicBoolean();
        private final CompletableFuture<R> answer = new CompletableFuture<>();

        Job(Supplier<R> body, Runnable cleanup) {
            this.body = body;
            this.cleanup = cleanup;
        }

        @Override
        public void run() {
            if (!isTaken.compareAndSet(false, true)) {
                return;
            }
            try {
                R result = computed();
                answer.complete(result);
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }

        private R computed() {
            try {
                return body.get();
            } finally {
                cleanup.run();
            }
        }

        boolean drop() {
            if (!isTaken.compareAndSet(false, true)) {
                return false;
            }
            cleanup.run();
            return true;
        }
    }
}
