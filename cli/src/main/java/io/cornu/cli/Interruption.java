package io.cornu.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a polite kill, turned into a question that training asks after every batch. The process ends, with the
 * signal's usual exit code, when everything has been saved.
 */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean requested;

    Interruption(PrintWriter err) {
        hook = new Thread(
                () -> {
                    requested = true;
                    err.println("cornu: interrupted; saving what was trained ...");
                    err.flush();
                    await();
                },
                "cornu-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isRequested() {
        return requested;
    }

    /** Everything is saved: an interrupted process may end now. */
    @Override
    public void close() {
        saved.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is being ended just now, and the hook finds everything saved.
                requested = true;
            }
        }
    }

    private void await() {
        try {
            if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
