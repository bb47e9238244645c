package io.cornu.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A table in a CSV file: numeric columns to learn from and one label column. Read by {@link #read}.
 *
 * <p>The inputs become float32 (rows, columns), in the file's order without the label. The label becomes int32
 * (rows) if all labels are whole numbers, float32 (rows) if all are numbers, and else int32 class numbers (rows)
 * over the sorted names, which are the dataset's {@link Dataset#classNames}.
 *
 * <p>Values are separated by commas and may be quoted (RFC 4180); spaces around them and empty lines do not
 * count; the text is UTF-8, gzipped or not.
 *
 * <pre>{@code
 * Dataset iris = CsvFile.of(Path.of("iris.csv")).withLabel("species").read();
 * }</pre>
 *
 * @param path the file
 * @param header whether the first row holds names
 * @param label which column is to be learned
 * @param classNames the classes of text labels by number, as in the training data; empty to take them from the file
 */
public record CsvFile(Path path, Header header, Label label, List<String> classNames) {
    /** Whether the first row holds the names of the columns. */
    public enum Header {
        /** It does if none of its values, but the label, is a number. */
        DETECT,
        /** It does. */
        PRESENT,
        /** It is the first example. */
        ABSENT
    }

    /** Which column is to be learned. */
    public sealed interface Label {
        /** The last one. */
        record Last() implements Label {}

        /** None: the table is to predict from. */
        record Nothing() implements Label {}

        /**
         * The one with a name.
         *
         * @param name as in the header
         */
        record Named(String name) implements Label {}

        /**
         * The one at a place.
         *
         * @param index from 0
         */
        record Numbered(int index) implements Label {
            /**
             * Checks the index.
             *
             * @throws IllegalArgumentException if it is negative
             */
            public Numbered {
                if (index < 0) {
                    throw new IllegalArgumentException("CSV label: expected a column from 0, received " + index + ".");
                }
            }
        }
    }

    /** Copies the names. */
    public CsvFile {
        classNames = List.copyOf(classNames);
    }

    /**
     * A table whose last column is the label, and whose header is there or not.
     *
     * @param path the file
     * @return the table
     */
    public static CsvFile of(Path path) {
        return new CsvFile(path, Header.DETECT, new Label.Last(), List.of());
    }

    /**
     * Says whether the first row holds names.
     *
     * @param newHeader the answer
     * @return a copy with it
     */
    public CsvFile withHeader(Header newHeader) {
        return new CsvFile(path, newHeader, label, classNames);
    }

    /**
     * Takes the label from the column of that name, which needs a header.
     *
     * @param name as in the header
     * @return a copy with it
     */
    public CsvFile withLabel(String name) {
        return new CsvFile(path, header, new Label.Named(name), classNames);
    }

    /**
     * Takes the label from the column at that place.
     *
     * @param index from 0
     * @return a copy with it
     * @throws IllegalArgumentException if the index is negative
     */
    public CsvFile withLabel(int index) {
        return new CsvFile(path, header, new Label.Numbered(index), classNames);
    }

    /**
     * Takes all columns as inputs.
     *
     * @return a copy without label
     */
    public CsvFile withoutLabel() {
        return new CsvFile(path, header, new Label.Nothing(), classNames);
    }

    /**
     * Numbers text labels as another dataset does: a validation file need not hold every class.
     *
     * @param names by class number; empty to take them from the file
     * @return a copy with them
     */
    public CsvFile withClassNames(List<String> names) {
        return new CsvFile(path, header, label, names);
    }

    /**
     * Reads the whole table.
     *
     * @return the examples, in memory
     * @throws DataFileException if the file is missing, empty, no CSV, or holds anything but numbers beside the label;
     *     the message names line and column
     * @throws IOException if reading fails
     */
    public Dataset read() throws IOException {
        return new CsvReader(this).read();
    }
}
