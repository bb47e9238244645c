package io.cornu.cli;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ctrl-C, or a polite kill, turned into a question that training asks after every batch. The second one ends the
 * process at once.
 *
 * <p>Not a shutdown hook: while the virtual machine shuts down, parts of it that saving needs refuse to start.
 * {@code sun.misc.Signal} is the only other way; javac warns of it whatever it is told, so it is found by name.
 */
final class Interruption implements AutoCloseable {
    private static final int TERMINATED = 130;

    private final PrintWriter err;
    private final String doing;
    /** By the name of the signal, who heard it before. */
    private final Map<String, Object> earlier = new LinkedHashMap<>();

    private volatile boolean requested;

    /** For what ends without saving more than it has saved. */
    Interruption(PrintWriter err) {
        this(err, "stopping");
    }

    /** For what does something before it ends. */
    Interruption(PrintWriter err, String doing) {
        this.err = err;
        this.doing = doing;
        for (String name : List.of("INT", "TERM")) {
            earlier.put(name, handle(name, newHandler()));
        }
    }

    boolean isRequested() {
        return requested;
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        earlier.forEach(Interruption::handle);
    }

    private void request() {
        if (requested) {
            Runtime.getRuntime().halt(TERMINATED);
        }
        requested = true;
        err.println("cornu: interrupted; " + doing + " (again to end at once) ...");
        err.flush();
    }

    private Object newHandler() {
        return Proxy.newProxyInstance(
                Interruption.class.getClassLoader(),
                new Class<?>[] {type("sun.misc.SignalHandler")},
                (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        request();
                    }
                    // The signal machinery asks for nothing else.
                    return null;
                });
    }

    private static Object handle(String name, Object handler) {
        try {
            Class<?> signal = type("sun.misc.Signal");
            return signal.getMethod("handle", signal, type("sun.misc.SignalHandler"))
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot hear of signal " + name, e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this Java has no " + name, e);
        }
    }
}
