package io.cornu;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Numbers that Python Keras wrote, from a CSV file in the resources; its script lies beside it. */
public final class Golden {
    private Golden() {}

    /** The rows of a file beside a test class, by the text in a column. */
    public static Map<String, List<Map<String, String>>> byColumn(Class<?> test, String file, String column) {
        Map<String, List<Map<String, String>>> groups = new LinkedHashMap<>();
        rows(test, file).forEach(row -> groups.computeIfAbsent(text(row, column), name -> new ArrayList<>())
                .add(row));
        return groups;
    }

    /** The rows of a file beside a test class. */
    public static List<Map<String, String>> rows(Class<?> test, String file) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = new InputStreamReader(
                        Objects.requireNonNull(test.getResourceAsStream(file)), StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, format)) {
            List<Map<String, String>> rows = new ArrayList<>();
            parser.forEach(row -> rows.add(row.toMap()));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String text(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    /** A number as Python's {@code repr} writes it. */
    public static double number(Map<String, String> row, String column) {
        return number(text(row, column));
    }

    /** Numbers with spaces between them. */
    public static double[] numbers(Map<String, String> row, String column) {
        return Arrays.stream(text(row, column).strip().split("\\s+", -1))
                .mapToDouble(Golden::number)
                .toArray();
    }

    private static double number(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
