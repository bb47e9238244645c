package io.cornu.tests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param exitCode its exit code
 * @param stdout all of its standard output
 * @param stderr all of its standard error
 */
public record Finished(int exitCode, String stdout, String stderr) {
    private static final int TAIL = 3000;

    /** There is no such program. */
    public static final class NotStartedException extends IOException {
        private static final long serialVersionUID = 1L;

        NotStartedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * The end of what it said on its way out.
     *
     * @return at most some 3,000 characters
     */
    public String tail() {
        String text = stderr.isBlank() ? stdout : stderr;
        return text.length() <= TAIL
                ? text.strip()
                : "..." + text.substring(text.length() - TAIL).strip();
    }

    /**
     * Runs a program to its end, without input.
     *
     * @param command the program and its arguments
     * @param folder the working folder
     * @param variables environment variables beside those of this process
     * @param limit how long it may take
     * @return what it said
     * @throws IOException if there is no such program
     * @throws AssertionError if it took too long; it is then killed
     */
    public static Finished run(List<String> command, Path folder, Map<String, String> variables, Duration limit)
            throws IOException {
        // Files, since a full pipe would stop the program and a thread for each of two pipes is more code.
        Path out = Files.createTempFile("cornu", ".out");
        Path err = Files.createTempFile("cornu", ".err");
        try {
            Process process = start(command, folder, variables, out, err);
            try {
                boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    kill(process);
                }
                Finished finished =
                        new Finished(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
                if (!ended) {
                    throw new AssertionError("'" + String.join(" ", command) + "' took longer than " + limit.toSeconds()
                            + " s: " + finished.tail());
                }
                return finished;
            } catch (InterruptedException e) {
                kill(process);
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static Process start(List<String> command, Path folder, Map<String, String> variables, Path out, Path err)
            throws NotStartedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new NotStartedException(e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
