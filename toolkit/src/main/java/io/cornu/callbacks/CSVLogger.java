package io.cornu.callbacks;

import io.cornu.model.Callback;
import io.cornu.model.FitControl;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Writes the history into a CSV file, one row an epoch: the columns are {@code epoch}, from 0, then the names of the
 * history in its order.
 *
 * <p>Every row is on disk before the next epoch begins. A fit that goes on after an interruption goes on in the file;
 * rows of epochs that are done again are dropped first.
 *
 * <p>Source: {@code keras.callbacks.CSVLogger}, Keras 3.15, which sorts the names.
 *
 * @param file the file; UTF-8, in a folder that is made if missing
 * @param separator what stands between values; a comma by default
 * @param append whether rows are added to a file that is there, instead of replacing it; false by default
 */
@RecordBuilder
public record CSVLogger(Path file, char separator, boolean append) implements Callback, CSVLoggerBuilder.With {
    private static final String NAME = "CSVLogger";

    /**
     * Checks the separator.
     *
     * @throws IllegalArgumentException if it can be part of a number or name, or ends a line
     */
    public CSVLogger {
        Arguments.require(
                !Character.isLetterOrDigit(separator) && "\"\n\r.-+_".indexOf(separator) < 0,
                NAME,
                "separator must be a character that numbers and names do not contain",
                "'" + separator + "'");
    }

    /**
     * A log in a new file.
     *
     * @param file the file, replaced if it is there
     * @return the callback
     */
    public static CSVLogger of(Path file) {
        return new CSVLogger(file, ',', false);
    }

    @Override
    public FitListener start(FitControl fit) {
        return new Listener();
    }

    private CSVFormat format() {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setRecordSeparator('\n')
                .get();
    }

    private final class Listener implements FitListener {
        private List<String> columns = List.of();
        private boolean isResumed;
        private int rows;

        @Override
        public void epochEnd(History.Epoch epoch) {
            try {
                if (columns.isEmpty()) {
                    open(epoch);
                }
                Files.writeString(file, line(values(epoch)), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
                rows++;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        NAME + ": cannot write " + file + ": " + e.getMessage()
                                + ". Choose a place that can be written.",
                        e);
            }
        }

        @Override
        public State state() {
            return columns.isEmpty() && !isResumed ? State.EMPTY : new State(Map.of("rows", (double) rows), Map.of());
        }

        @Override
        public void restore(State state) {
            Double written = state.numbers().get("rows");
            // Without a row written, the file is still what an earlier fit made of it.
            isResumed = written != null;
            rows = written == null ? 0 : written.intValue();
        }

        /** Makes the file hold the head, and the rows that stay. */
        private void open(History.Epoch epoch) throws IOException {
            List<List<String>> kept = (append || isResumed) && Files.exists(file) ? read() : new ArrayList<>();
            if (isResumed && kept.size() > rows + 1) {
                kept = kept.subList(0, rows + 1);
            }
            columns = new ArrayList<>(List.of("epoch"));
            columns.addAll(epoch.values().keySet());
            if (kept.isEmpty()) {
                kept.add(columns);
            } else if (new HashSet<>(kept.get(0)).equals(new HashSet<>(columns))) {
                columns = kept.get(0);
            } else {
                throw new IllegalArgumentException(NAME + ": expected " + file + " to have the columns " + columns
                        + ", received " + kept.get(0) + ". Choose another file, or do not append.");
            }
            rows = kept.size() - 1;
            replace(kept);
        }

        private List<List<String>> read() throws IOException {
            try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format())) {
                List<List<String>> lines = new ArrayList<>();
                for (CSVRecord line : parser) {
                    lines.add(line.toList());
                }
                return lines;
            }
        }

        private void replace(List<List<String>> lines) throws IOException {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("it has no folder");
            }
            Files.createDirectories(folder);
            Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    String text = String.join("", lines.stream().map(this::line).toList());
                    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }

        private List<String> values(History.Epoch epoch) {
            return columns.stream()
                    .map(column -> {
                        Double value = epoch.values().get(column);
                        return column.equals("epoch")
                                ? Integer.toString(epoch.number())
                                : value == null ? "NA" : Double.toString(value);
                    })
                    .toList();
        }

        private String line(List<String> values) {
            return format().format(values.toArray()) + "\n";
        }
    }
}
