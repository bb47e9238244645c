package io.cornu.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.DataFileException;
import io.cornu.runtime.Versions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code journal.jsonl}: what came of each training, one line each, forced to disk as soon as it is known. A line that a
 * killed process left half-written is cut off.
 */
final class Journal implements Closeable {
    static final String FILE = "journal.jsonl";
    private static final String FORMAT = "cornu-journal";
    private static final long LARGEST = 256L << 20;
    private static final ObjectMapper JSON = new JsonMapper();

    private final Path file;
    private final ObjectNode header;
    private final Map<Key, Outcome> outcomes = new LinkedHashMap<>();
    /** None until there is something to keep: what fails at once leaves nothing behind. */
    private @Nullable FileChannel channel;

    private record Key(String comparison, String variant, long seed) {}

    private Journal(Path file, ObjectNode header) {
        this.file = file;
        this.header = header;
    }

    static Journal open(LabOptions options) throws IOException {
        Journal journal = new Journal(options.folder().resolve(FILE), header(options));
        if (Files.exists(journal.file)) {
            journal.begin();
        }
        return journal;
    }

    /** Has the file there before anything else is written, so that the folder is known as one to go on with. */
    synchronized void prepare() throws IOException {
        if (channel == null) {
            begin();
        }
    }

    private FileChannel begin() throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (lock(opened) == null) {
                throw new DataFileException(
                        file.toString(),
                        "expected a run that nobody else is at, received one that another process is running. Wait, or"
                                + " choose another folder.");
            }
            read(opened);
            channel = opened;
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What must be the same for outcomes to be the same. */
    private static ObjectNode header(LabOptions options) {
        int threads = options.sessionOfOne().threads();
        Versions versions = Versions.current();
        ObjectNode header = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("command", options.command())
                .put("quick", options.quick())
                .put("device", options.session().device().toString())
                // Sums over other shares of the work have other last digits.
                .put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)
                .put("cornu", versions.cornu())
                .put("tensorflow java", versions.tensorFlowJava());
        options.identity().forEach(header::put);
        return header;
    }

    /** A journal of an earlier Cornu says less about itself: what it does not say is taken to be the same. */
    private void requireSame(JsonNode found) throws DataFileException {
        if (!found.isObject() || !found.path("format").asText().equals(FORMAT)) {
            throw new DataFileException(
                    file.toString(), "expected a journal, received something else. Choose another folder.");
        }
        List<String> expected = new ArrayList<>();
        List<String> received = new ArrayList<>();
        header.properties().forEach(entry -> {
            JsonNode other = found.path(entry.getKey());
            if (!other.isMissingNode() && !other.equals(entry.getValue())) {
                expected.add(entry.getKey() + " " + entry.getValue().asText());
                received.add(entry.getKey() + " " + other.asText());
            }
        });
        if (!expected.isEmpty()) {
            throw new DataFileException(
                    file.toString(),
                    "expected a run with " + String.join(", ", expected) + ", received one with "
                            + String.join(", ", received) + ". Give the same settings, or another folder.");
        }
    }

    private void read(FileChannel opened) throws IOException {
        if (opened.size() > LARGEST) {
            throw new DataFileException(
                    file.toString(), "expected at most " + LARGEST + " bytes, received " + opened.size() + ".");
        }
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        List<String> lines =
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
        try {
            if (lines.isEmpty()) {
                opened.truncate(0);
                append(opened, header);
                return;
            }
            requireSame(JSON.readTree(lines.get(0)));
            for (String line : lines.subList(1, lines.size())) {
                add(JSON.readTree(line));
            }
            opened.truncate(whole);
        } catch (JsonProcessingException e) {
            throw new DataFileException(
                    file.toString(), "expected a journal, received something else. Choose another folder.", e);
        }
    }

    private void add(JsonNode line) {
        Map<String, List<Double>> history = new LinkedHashMap<>();
        line.path("history").properties().forEach(entry -> {
            List<Double> values = new ArrayList<>();
            entry.getValue().forEach(value -> values.add(number(value)));
            history.put(entry.getKey(), values);
        });
        Map<String, Double> results = new LinkedHashMap<>();
        line.path("results").properties().forEach(entry -> results.put(entry.getKey(), number(entry.getValue())));
        Outcome outcome = new Outcome(
                line.path("variant").asText(),
                line.path("seed").asLong(),
                history,
                results,
                line.path("seconds").asDouble());
        outcomes.put(new Key(line.path("comparison").asText(), outcome.variant(), outcome.seed()), outcome);
    }

    private static double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText("NaN"));
    }

    synchronized Optional<Outcome> find(String comparison, String variant, long seed) {
        return Optional.ofNullable(outcomes.get(new Key(comparison, variant, seed)));
    }

    synchronized void add(String comparison, Outcome outcome) throws IOException {
        ObjectNode line = JSON.createObjectNode()
                .put("comparison", comparison)
                .put("variant", outcome.variant())
                .put("seed", outcome.seed())
                .put("seconds", outcome.seconds());
        line.set("results", JSON.valueToTree(outcome.results()));
        line.set("history", JSON.valueToTree(outcome.history()));
        append(channel == null ? begin() : channel, line);
        outcomes.put(new Key(comparison, outcome.variant(), outcome.seed()), outcome);
    }

    private static void append(FileChannel channel, ObjectNode line) throws IOException {
        channel.position(channel.size());
        ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
