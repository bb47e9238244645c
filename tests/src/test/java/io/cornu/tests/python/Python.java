package io.cornu.tests.python;

import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a script of {@code src/test/python} in a process of its own. */
public final class Python {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Python() {}

    /**
     * Runs a script, within five minutes.
     *
     * @param environment the environment
     * @param script the file's name in {@code src/test/python}
     * @param folder the working folder
     * @param arguments the script's arguments
     * @return its standard output
     * @throws IOException if Python does not start
     * @throws AssertionError if it fails or takes too long, with the end of its standard error
     */
    public static String run(PythonEnvironment environment, String script, Path folder, String... arguments)
            throws IOException {
        return run(environment, LIMIT, script, folder, arguments);
    }

    /**
     * Runs a script.
     *
     * @param environment the environment
     * @param limit how long it may take
     * @param script the file's name in {@code src/test/python}
     * @param folder the working folder
     * @param arguments the script's arguments
     * @return its standard output
     * @throws IOException if Python does not start
     * @throws AssertionError if it fails or takes too long, with the end of its standard error
     */
    public static String run(
            PythonEnvironment environment, Duration limit, String script, Path folder, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(environment.executable().toString());
        command.add(PythonEnvironment.file(script).toString());
        command.addAll(List.of(arguments));
        Finished finished = Finished.run(command, folder, PythonEnvironment.variables(), limit);
        if (finished.exitCode() != 0) {
            throw new AssertionError(
                    script + " failed with exit code " + finished.exitCode() + ":\n" + finished.tail());
        }
        return finished.stdout();
    }
}
