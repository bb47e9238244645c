package io.cornu.data;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes tables as CSV in UTF-8, quoted as RFC 4180 has it, with a line feed after each row; whole or not at all, as {@link
 * AtomicFiles} does.
 *
 * <p>{@link CsvFile} is for reading data sets.
 */
public final class CsvFiles {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private CsvFiles() {}

    /**
     * Writes a table, replacing a file that exists.
     *
     * @param target the file to make or replace; its directory must exist
     * @param header the columns' names
     * @param rows a value for each column, as its {@code toString} says it
     * @throws NoSuchFileException if the directory of the target does not exist
     * @throws IOException if it cannot be written, which leaves the target as it was
     */
    public static void write(Path target, List<String> header, Iterable<? extends List<?>> rows) throws IOException {
        AtomicFiles.write(target, temporary -> {
            try (Writer writer = Files.newBufferedWriter(temporary);
                    CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
                printer.printRecord(header);
                for (List<?> row : rows) {
                    printer.printRecord(row);
                }
            }
        });
    }
}
