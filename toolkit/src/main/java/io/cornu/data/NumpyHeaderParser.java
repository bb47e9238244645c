package io.cornu.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the Python dictionary in a NumPy file's header, and nothing else of Python. */
final class NumpyHeaderParser {
    private final String name;
    private final String text;
    private int position;
    private Optional<String> descriptor = Optional.empty();
    private Optional<Boolean> columnMajor = Optional.empty();
    private Optional<long[]> shape = Optional.empty();

    private NumpyHeaderParser(String name, String text) {
        this.name = name;
        this.text = text;
    }

    static NumpyHeader parse(String name, String text) throws DataFileException {
        return new NumpyHeaderParser(name, text).header();
    }

    private NumpyHeader header() throws DataFileException {
        expect('{');
        while (!accept('}')) {
            entry();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        if (!text.substring(position).isBlank()) {
            throw malformed("nothing after the dictionary");
        }
        if (descriptor.isEmpty() || columnMajor.isEmpty() || shape.isEmpty()) {
            throw malformed("'descr', 'fortran_order' and 'shape'");
        }
        return typed(descriptor.get(), columnMajor.get(), shape.get());
    }

    private void entry() throws DataFileException {
        String key = string();
        expect(':');
        switch (key) {
            case "descr" -> {
                requireFirst(key, descriptor);
                descriptor = Optional.of(descriptorText());
            }
            case "fortran_order" -> {
                requireFirst(key, columnMajor);
                columnMajor = Optional.of(bool());
            }
            case "shape" -> {
                requireFirst(key, shape);
                shape = Optional.of(dimensions());
            }
            default -> throw malformed("only 'descr', 'fortran_order' and 'shape'");
        }
    }

    private void requireFirst(String key, Optional<?> earlier) throws DataFileException {
        if (earlier.isPresent()) {
            throw malformed("'" + key + "' once");
        }
    }

    private String descriptorText() throws DataFileException {
        skipSpace();
        if (position < text.length() && (text.charAt(position) == '[' || text.charAt(position) == '(')) {
            throw new DataFileException(
                    name,
                    "expected one number type, received a structured one. Save each field as an array of its own.");
        }
        return string();
    }

    private String string() throws DataFileException {
        skipSpace();
        char quote = position < text.length() ? text.charAt(position) : ' ';
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, position + 1) : -1;
        if (end < 0) {
            throw malformed("a quoted string");
        }
        String value = text.substring(position + 1, end);
        position = end + 1;
        return value;
    }

    private boolean bool() throws DataFileException {
        skipSpace();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, position)) {
                position += word.length();
                return word.equals("True");
            }
        }
        throw malformed("True or False");
    }

    private long[] dimensions() throws DataFileException {
        List<Long> dimensions = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            dimensions.add(dimension());
            if (!accept(',')) {
                if (dimensions.size() == 1) {
                    throw malformed("a tuple");
                }
                expect(')');
                break;
            }
        }
        if (dimensions.size() > NumpyHeader.MOST_DIMENSIONS) {
            throw malformed("at most " + NumpyHeader.MOST_DIMENSIONS + " dimensions");
        }
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }

    private long dimension() throws DataFileException {
        skipSpace();
        int start = position;
        while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
            position++;
        }
        // 18 digits always fit a long.
        if (position == start || position - start > 18) {
            throw malformed("dimensions of at least 0");
        }
        long value = Long.parseLong(text.substring(start, position));
        if (position < text.length() && text.charAt(position) == 'L') {
            // Python 2 wrote long integers so.
            position++;
        }
        return value;
    }

    private void expect(char wanted) throws DataFileException {
        if (!accept(wanted)) {
            throw malformed("'" + wanted + "'");
        }
    }

    private boolean accept(char wanted) {
        skipSpace();
        boolean found = position < text.length() && text.charAt(position) == wanted;
        if (found) {
            position++;
        }
        return found;
    }

    private void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private DataFileException malformed(String expected) {
        return new DataFileException(
                name,
                "expected " + expected + " in the header at character " + position
                        + ". It is not a NumPy file that NumPy" + " wrote.");
    }

    private NumpyHeader typed(String descriptor, boolean columnMajor, long[] shape) throws DataFileException {
        if (descriptor.equals("bfloat16")) {
            return new NumpyHeader(DataType.BFLOAT16, false, columnMajor, shape);
        }
        boolean hasOrder = !descriptor.isEmpty() && "<>=|".indexOf(descriptor.charAt(0)) >= 0;
        String kind = hasOrder ? descriptor.substring(1) : descriptor;
        boolean bigEndian = descriptor.startsWith(">");
        DataType type =
                switch (kind) {
                    case "f2" -> DataType.FLOAT16;
                    case "V2" -> DataType.BFLOAT16;
                    case "f4" -> DataType.FLOAT32;
                    case "f8" -> DataType.FLOAT64;
                    case "i1" -> DataType.INT8;
                    case "i2" -> DataType.INT16;
                    case "i4" -> DataType.INT32;
                    case "i8" -> DataType.INT64;
                    case "u1" -> DataType.UINT8;
                    case "u2" -> DataType.UINT16;
                    case "u4" -> DataType.UINT32;
                    case "u8" -> DataType.UINT64;
                    case "b1" -> DataType.BOOL;
                    case "O" ->
                        throw new DataFileException(
                                name,
                                "expected numbers, received Python objects (a pickle), which are never read. Save a numeric"
                                        + " array.");
                    default ->
                        throw new DataFileException(
                                name,
                                "expected a Keras number type, received '" + printable(descriptor)
                                        + "'. Convert it with astype('float32').");
                };
        return new NumpyHeader(type, bigEndian, columnMajor, shape);
    }

    private static String printable(String text) {
        String ascii = text.replaceAll("[^ -~]", "?");
        return ascii.length() <= 40 ? ascii : ascii.substring(0, 40) + "...";
    }
}
