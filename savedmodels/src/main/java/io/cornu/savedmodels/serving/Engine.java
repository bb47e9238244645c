package io.cornu.savedmodels.serving;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A model with a count of the calls that are in it, so that it ends after the last of them and not before. */
final class Engine implements AutoCloseable {
    private static final int RETIRED = Integer.MIN_VALUE;

    private final Servable servable;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Engine(Servable servable) {
        this.servable = servable;
    }

    Servable servable() {
        return servable;
    }

    /** Begins a call, unless the model is retired. Each that is begun must be {@link #leave left} once. */
    boolean enter() {
        while (true) {
            int count = calls.get();
            if (count < 0) {
                return false;
            }
            if (calls.compareAndSet(count, count + 1)) {
                return true;
            }
        }
    }

    void leave() {
        if (calls.decrementAndGet() == RETIRED) {
            drained.countDown();
        }
    }

    /** Lets nobody in any more, waits for those inside, and frees the model; whoever comes second waits, too. */
    @Override
    public void close() {
        if (!isEnding.compareAndSet(false, true)) {
            await(ended);
            return;
        }
        if (calls.getAndAdd(RETIRED) == 0) {
            drained.countDown();
        }
        await(drained);
        try {
            servable.close();
        } finally {
            ended.countDown();
        }
    }

    /** Native memory in use cannot be freed, so an interrupt has to wait. */
    private static void await(CountDownLatch latch) {
        boolean wasInterrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
