package io.cornu.data;

import io.cornu.text.Names;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads one {@link CsvFile}. */
final class CsvReader {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private static final int FIRST_CAPACITY = 1 << 12;

    private final CsvFile file;
    private final String where;
    private final CsvLabels labels;
    private List<String> names = List.of();
    private OptionalInt label = OptionalInt.empty();
    private float[] numbers = new float[FIRST_CAPACITY];
    private int count;
    private int width;
    private int rows;

    CsvReader(CsvFile file) {
        this.file = file;
        this.where = file.path().toString();
        this.labels = new CsvLabels(where);
    }

    Dataset read() throws IOException {
        try (BoundedReader text = BoundedReader.open(file.path());
                CSVParser parser = FORMAT.parse(text)) {
            readRecords(parser, text);
        } catch (UncheckedIOException failure) {
            throw explain(failure.getCause() == null ? new IOException(failure) : failure.getCause());
        } catch (IOException failure) {
            throw explain(failure);
        }
        if (rows == 0) {
            throw problem("expected at least one row of numbers, received none.");
        }
        int features = label.isPresent() ? width - 1 : width;
        Array inputs = Array.of(Arrays.copyOf(numbers, count), rows, features);
        return label.isPresent() ? labels.pair(inputs, file.classNames()) : Dataset.ofInputs(inputs);
    }

    private IOException explain(IOException failure) {
        if (failure instanceof CharacterCodingException) {
            return new DataFileException(
                    where, "expected UTF-8 text, received other bytes. Save it as UTF-8.", failure);
        }
        if (failure instanceof CSVException) {
            return new DataFileException(
                    where,
                    "expected comma-separated values, received a broken quote: " + failure.getMessage() + ".",
                    failure);
        }
        if (failure instanceof EOFException || failure instanceof ZipException) {
            return new DataFileException(where, "corrupt or cut-off packed data. Get it again.", failure);
        }
        return failure;
    }

    private void readRecords(CSVParser parser, BoundedReader text) throws IOException {
        Iterator<CSVRecord> records = parser.iterator();
        while (records.hasNext()) {
            CSVRecord row = records.next();
            text.startRecord();
            if (width > 0 || !takeHeader(row)) {
                add(row, parser.getCurrentLineNumber());
            }
        }
    }

    /** Learns the columns from the first row; whether it held names. */
    private boolean takeHeader(CSVRecord row) throws DataFileException {
        width = row.size();
        boolean header =
                switch (file.header()) {
                    case PRESENT -> true;
                    case ABSENT -> false;
                    case DETECT -> file.label() instanceof CsvFile.Label.Named || looksLikeHeader(row);
                };
        if (header) {
            names = row.toList();
        }
        label = labelColumn();
        if (label.isPresent() && width < 2) {
            throw problem(
                    "expected at least 2 columns separated by commas, inputs and a label, received " + width + ".");
        }
        return header;
    }

    private boolean looksLikeHeader(CSVRecord row) {
        int labelColumn = file.label() instanceof CsvFile.Label.Numbered numbered
                ? numbered.index()
                : file.label() instanceof CsvFile.Label.Last ? row.size() - 1 : -1;
        for (int column = 0; column < row.size(); column++) {
            if (column != labelColumn && number(row.get(column)).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private OptionalInt labelColumn() throws DataFileException {
        if (file.label() instanceof CsvFile.Label.Nothing) {
            return OptionalInt.empty();
        }
        if (file.label() instanceof CsvFile.Label.Numbered numbered) {
            if (numbered.index() >= width) {
                throw problem("expected a label in column " + numbered.index() + ", received " + width
                        + " columns. Columns count from 0.");
            }
            return OptionalInt.of(numbered.index());
        }
        if (file.label() instanceof CsvFile.Label.Named named) {
            int index = names.indexOf(named.name());
            if (index < 0) {
                throw problem("expected a column '" + named.name() + "' in the header, received none. "
                        + Names.suggestion(named.name(), names));
            }
            return OptionalInt.of(index);
        }
        return OptionalInt.of(width - 1);
    }

    private void add(CSVRecord row, long line) throws DataFileException {
        if (row.size() != width) {
            throw problem("line " + line + ": expected " + width + " columns, as in the first row, received "
                    + row.size() + ".");
        }
        reserve();
        for (int column = 0; column < width; column++) {
            String text = row.get(column);
            if (label.isPresent() && label.getAsInt() == column) {
                labels.add(text, line, columnName(column));
                continue;
            }
            OptionalDouble value = number(text);
            if (value.isEmpty()) {
                throw problem("line " + line + ", " + columnName(column) + ": expected a number, received "
                        + CsvLabels.quoted(text) + ".");
            }
            numbers[count++] = (float) value.getAsDouble();
        }
        rows++;
    }

    private void reserve() throws DataFileException {
        if (count + width <= numbers.length) {
            return;
        }
        long wanted = Math.max(count + (long) width, Math.min(2L * count, Buffers.LARGEST / Float.BYTES));
        Buffers.requireAddressable(wanted * Float.BYTES, where);
        try {
            numbers = Arrays.copyOf(numbers, (int) wanted);
        } catch (OutOfMemoryError full) {
            throw new DataFileException(where, "holds more rows than fit in memory. Give Java more with -Xmx.", full);
        }
    }

    private String columnName(int column) {
        return names.isEmpty() ? "column " + column : "column '" + names.get(column) + "'";
    }

    /** A number as CSV files write it: not Java's hexadecimal floats and type letters. */
    static OptionalDouble number(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        String unsigned = word.startsWith("-") || word.startsWith("+") ? word.substring(1) : word;
        if (unsigned.equals("nan")) {
            return OptionalDouble.of(Double.NaN);
        }
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return OptionalDouble.of(word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        boolean plausible =
                !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.e".indexOf(c) >= 0);
        try {
            return plausible ? OptionalDouble.of(Double.parseDouble(word)) : OptionalDouble.empty();
        } catch (NumberFormatException notOne) {
            return OptionalDouble.empty();
        }
    }

    private DataFileException problem(String problem) {
        return new DataFileException(where, problem);
    }
}
