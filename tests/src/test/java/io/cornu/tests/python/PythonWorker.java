package io.cornu.tests.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One Python process that calls functions for all tests of a run, since importing TensorFlow takes seconds.
 *
 * <p>Arrays travel as {@code .npy} files in the folder of a call, everything else as JSON:
 *
 * <pre>{@code
 * @NeedsPython
 * class DenseParityTest {
 *     @Test
 *     void outputs(PythonWorker python, @TempDir Path folder) {
 *         python.call("layers", "dense", folder, Map.of("units", 3));   // def dense(folder, units): ...
 *     }
 * }
 * }</pre>
 *
 * <p>A process that died or hung is replaced for the next call. One call at a time.
 */
public final class PythonWorker implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int REMEMBERED_LINES = 60;

    private final PythonEnvironment environment;
    private final Map<String, String> variables;
    private final ObjectMapper json = new ObjectMapper();
    private @Nullable Running running;

    PythonWorker(PythonEnvironment environment) {
        this(environment, Map.of());
    }

    private PythonWorker(PythonEnvironment environment, Map<String, String> variables) {
        this.environment = environment;
        this.variables = variables;
    }

    /**
     * A process with another Keras than that of the environment, over the same TensorFlow.
     *
     * @param environment the environment
     * @param version such as {@code 3.4.1}; downloaded on first use
     * @return a worker to close
     * @throws IOException if a file fails
     * @throws PythonUnavailableException if that Keras cannot be had
     */
    public static PythonWorker withKeras(PythonEnvironment environment, String version)
            throws IOException, PythonUnavailableException {
        return new PythonWorker(
                environment, Map.of("PYTHONPATH", environment.keras(version).toString()));
    }

    /**
     * Calls a Python function, within three minutes.
     *
     * @param module a file in {@code src/test/python}, without {@code .py}
     * @param function a function there, whose first parameter is the folder
     * @param folder where the arrays lie
     * @param arguments the other parameters by name
     * @return what it returned
     * @throws AssertionError if it raised, with Python's trace, or took too long, or the process ended
     */
    public JsonNode call(String module, String function, Path folder, Map<String, ?> arguments) {
        return call(LIMIT, module, function, folder, arguments);
    }

    /**
     * Calls a Python function.
     *
     * @param limit how long it may take
     * @param module a file in {@code src/test/python}, without {@code .py}
     * @param function a function there, whose first parameter is the folder
     * @param folder where the arrays lie
     * @param arguments the other parameters by name
     * @return what it returned
     * @throws AssertionError if it raised, with Python's trace, or took too long, or the process ended
     */
    public synchronized JsonNode call(
            Duration limit, String module, String function, Path folder, Map<String, ?> arguments) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("module", module);
        request.put("function", function);
        request.put("folder", folder.toAbsolutePath().toString());
        request.put("arguments", arguments);
        String what = module + "." + function;
        try {
            JsonNode reply = json.readTree(exchange(what, json.writeValueAsString(request), limit));
            if (reply.has("error")) {
                throw new AssertionError(
                        what + " raised:\n" + reply.get("error").asText());
            }
            return reply.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String exchange(String what, String request, Duration limit) throws IOException {
        Running process =
                running == null || !running.process.isAlive() ? Running.start(environment, variables) : running;
        running = process;
        CompletableFuture<@Nullable String> reply = CompletableFuture.supplyAsync(() -> process.exchange(request));
        try {
            String line = reply.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            process.process.waitFor(5, TimeUnit.SECONDS);
            close();
            throw new AssertionError(what + " ended the Python process:\n" + process.remembered());
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            close();
            throw new AssertionError(
                    what + " did not answer within " + limit.toSeconds() + " s:\n" + process.remembered(), e);
        }
    }

    /** Ends the process; a later call starts another. */
    @Override
    public synchronized void close() {
        if (running != null) {
            running.process.destroyForcibly();
            running = null;
        }
    }

    private static final class Running {
        private final Process process;
        private final Writer requests;
        private final BufferedReader replies;
        private final Deque<String> lines = new ArrayDeque<>();

        private Running(Process process) {
            this.process = process;
            this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
            this.replies = process.inputReader(StandardCharsets.UTF_8);
            Thread thread = new Thread(this::remember, "python-worker-stderr");
            thread.setDaemon(true);
            thread.start();
        }

        static Running start(PythonEnvironment environment, Map<String, String> variables) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                    environment.executable().toString(),
                    PythonEnvironment.file("cornu_worker.py").toString());
            builder.environment().putAll(PythonEnvironment.variables());
            builder.environment().putAll(variables);
            return new Running(builder.start());
        }

        @Nullable
        String exchange(String request) {
            try {
                requests.write(request + "\n");
                requests.flush();
                return replies.readLine();
            } catch (IOException e) {
                return null; // the process is gone, as the caller then says
            }
        }

        private void remember() {
            try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                    remember(line);
                }
            } catch (IOException e) {
                remember("(" + e.getMessage() + ")");
            }
        }

        private synchronized void remember(String line) {
            lines.addLast(line);
            if (lines.size() > REMEMBERED_LINES) {
                lines.removeFirst();
            }
        }

        synchronized String remembered() {
            return String.join("\n", lines);
        }
    }
}
