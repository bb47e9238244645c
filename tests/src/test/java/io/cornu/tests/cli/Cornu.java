package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.cli.Main;
import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs the command, inside this process where nothing else is asked for: starting Java takes seconds. */
final class Cornu {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cornu() {}

    static Finished run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Finished(code, out.toString(), err.toString());
    }

    /** Runs what must succeed. */
    static Finished succeed(Object... arguments) {
        Finished finished = run(arguments);
        assertThat(finished.exitCode()).as(finished.tail()).isZero();
        return finished;
    }

    /** The one JSON object that the standard output consists of. */
    static JsonNode json(Finished finished) throws IOException {
        assertThat(finished.stdout()).as("one object on one line").hasLineCount(1);
        JsonNode node = JSON.readTree(finished.stdout());
        assertThat(node.isObject()).isTrue();
        return node;
    }

    static JsonNode json(Path file) throws IOException {
        return JSON.readTree(file.toFile());
    }

    /** The command line of a process of its own. */
    static List<String> process(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                // A file of 32 KB that a small limit on file sizes would refuse.
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "io.cornu.cli.Main"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    static Finished start(Path folder, List<String> command) throws IOException {
        return Finished.run(command, folder, Map.of("TF_CPP_MIN_LOG_LEVEL", "2"), Duration.ofMinutes(2));
    }
}
