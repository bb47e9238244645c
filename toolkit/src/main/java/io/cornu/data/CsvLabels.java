package io.cornu.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The label column of a table: all numbers, or all names of classes. */
final class CsvLabels {
    private static final int LONGEST_SHOWN = 40;

    private final String where;
    private final Map<String, Integer> distinct = new LinkedHashMap<>();
    private int[] indices = new int[1 << 10];
    private int rows;
    private long firstLine;
    private boolean numeric;

    CsvLabels(String where) {
        this.where = where;
    }

    void add(String text, long line, String column) throws DataFileException {
        if (text.isEmpty()) {
            throw new DataFileException(
                    where, "line " + line + ", " + column + ": expected a label, received nothing.");
        }
        Integer known = distinct.get(text);
        if (known == null) {
            boolean isNumber = CsvReader.number(text).isPresent();
            if (rows == 0) {
                numeric = isNumber;
                firstLine = line;
            } else if (isNumber != numeric) {
                throw new DataFileException(
                        where,
                        "line " + line + ", " + column + ": expected a label that is "
                                + (numeric ? "a number" : "a name") + ", as in line " + firstLine + ", received "
                                + quoted(text) + ".");
            }
            known = distinct.size();
            distinct.put(text, known);
        }
        if (rows == indices.length) {
            indices = Arrays.copyOf(indices, 2 * rows);
        }
        indices[rows++] = known;
    }

    Dataset pair(Array inputs, List<String> wantedNames) throws DataFileException {
        if (!numeric) {
            List<String> names = wantedNames.isEmpty()
                    ? distinct.keySet().stream()
                            .sorted(ImageFolder.PYTHON_ORDER)
                            .toList()
                    : wantedNames;
            return Dataset.of(inputs, Array.of(spread(classNumbers(names)))).withClassNames(names);
        }
        List<Double> values = new ArrayList<>();
        for (String text : distinct.keySet()) {
            OptionalDouble value = CsvReader.number(text);
            values.add(value.orElseThrow());
        }
        boolean whole = values.stream().allMatch(value -> value == value.intValue());
        if (whole) {
            Dataset dataset = Dataset.of(
                    inputs,
                    Array.of(spread(values.stream().mapToInt(Double::intValue).toArray())));
            return dataset.withClassNames(wantedNames);
        }
        float[] floats = new float[rows];
        for (int row = 0; row < rows; row++) {
            floats[row] = values.get(indices[row]).floatValue();
        }
        return Dataset.of(inputs, Array.of(floats));
    }

    private int[] classNumbers(List<String> names) throws DataFileException {
        int[] numbers = new int[distinct.size()];
        for (Map.Entry<String, Integer> entry : distinct.entrySet()) {
            int number = names.indexOf(entry.getKey());
            if (number < 0) {
                throw new DataFileException(
                        where,
                        "expected labels among the classes " + names + ", received " + quoted(entry.getKey())
                                + ". It does not occur in the training data.");
            }
            numbers[entry.getValue()] = number;
        }
        return numbers;
    }

    private int[] spread(int[] byIndex) {
        return Arrays.stream(indices, 0, rows).map(index -> byIndex[index]).toArray();
    }

    static String quoted(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...") + "'";
    }
}
