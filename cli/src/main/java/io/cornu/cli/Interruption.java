package io.cornu.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, or a polite kill, turned into a question that training asks after every batch. The second one ends the
 * process at once.
 *
 * <p>Not a shutdown hook: while the virtual machine shuts down, parts of it that saving needs refuse to start.
 */
final class Interruption implements AutoCloseable {
    private static final int TERMINATED = 130;

    private final Map<Signal, SignalHandler> earlier = new LinkedHashMap<>();
    private volatile boolean requested;

    Interruption(PrintWriter err) {
        for (String name : List.of("INT", "TERM")) {
            Signal signal = new Signal(name);
            earlier.put(signal, Signal.handle(signal, received -> request(err)));
        }
    }

    boolean isRequested() {
        return requested;
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        new ArrayList<>(earlier.keySet()).forEach(signal -> Signal.handle(signal, earlier.remove(signal)));
    }

    private void request(PrintWriter err) {
        if (requested) {
            Runtime.getRuntime().halt(TERMINATED);
        }
        requested = true;
        err.println("cornu: interrupted; saving what was trained (again to end at once) ...");
        err.flush();
    }
}
