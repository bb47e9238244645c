package io.cornu.tracking;

import io.cornu.text.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes runs into a file of JSON lines: one object a line for the start of a run, each epoch, each note, and the end.
 *
 * <pre>
 * {"event":"start","run":"20260131T120000Z-1f0c9a7e","time":"...","settings":{"optimizer":"Adam[...]",...}}
 * {"event":"epoch","run":"...","time":"...","epoch":0,"step":157,"seconds":2.1,"values":{"loss":0.41,...}}
 * {"event":"end","run":"...","time":"...","ending":"finished","reason":"","seconds":21.7}
 * </pre>
 *
 * <p>Epochs and batches are counted from 0. Batches are events called {@code batch}, with a {@code batch} beside the
 * epoch. Numbers that JSON does not have are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. The
 * file is added to, so that several runs may share it, also at once: they are told apart by {@code run}. Every line is
 * in the file before training goes on.
 *
 * @param file the file, in a folder that is made if missing
 */
public record RunLog(Path file) implements RunObserver {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the path is empty
     */
    public RunLog {
        Arguments.require(!file.toString().isEmpty(), "RunLog", "file must have a name", "an empty path");
    }

    /**
     * A log.
     *
     * @param file the file, usually called {@code .jsonl}
     * @return the observer
     */
    public static RunLog of(Path file) {
        return new RunLog(file);
    }

    @Override
    public Observation begin(Start start) {
        Clock clock = Clock.systemUTC();
        Map<String, Object> line = line("start", start.run(), start.time());
        line.put("settings", start.settings());
        append(line);
        return new Observation() {
            @Override
            public void metrics(Point point) {
                Map<String, Object> line =
                        line(point.batch().isPresent() ? "batch" : "epoch", start.run(), clock.instant());
                line.put("epoch", point.epoch());
                point.batch().ifPresent(batch -> line.put("batch", batch));
                line.put("step", point.step());
                line.put("seconds", point.seconds());
                line.put("values", point.values());
                append(line);
            }

            @Override
            public void note(String message) {
                Map<String, Object> line = line("note", start.run(), clock.instant());
                line.put("message", message);
                append(line);
            }

            @Override
            public void end(End end) {
                Map<String, Object> line = line("end", start.run(), clock.instant());
                line.put("ending", end.ending().name().toLowerCase(Locale.ROOT));
                line.put("reason", end.reason());
                line.put("seconds", end.seconds());
                append(line);
            }
        };
    }

    private static Map<String, Object> line(String event, String run, Instant time) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("run", run);
        line.put("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        return line;
    }

    private void append(Map<String, Object> line) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            // In one write, so that lines of several runs do not mix.
            Files.write(
                    file,
                    (Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "RunLog: cannot write " + file + ": " + e.getMessage() + ". Choose a place that can be written.",
                    e);
        }
    }
}
