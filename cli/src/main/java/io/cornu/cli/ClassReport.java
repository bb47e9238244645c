package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.ClassNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well each class was told from the others. */
final class ClassReport {
    private ClassReport() {}

    /**
     * A class.
     *
     * @param name its name, or its number
     * @param precision of the examples said to be of this class, the share that are; 0 if none was said to be
     * @param recall of the examples of this class, the share that were said to be; 0 if there is none
     * @param f1 the harmonic mean of both
     * @param support the examples of this class
     */
    record Row(String name, double precision, double recall, double f1, int support) {}

    /**
     * Compares predictions with targets.
     *
     * @param target class numbers, of shape (examples) or (examples, 1), or one-hot
     * @param prediction probabilities, of shape (examples, classes)
     * @param names of the classes; numbers stand in where there are none
     */
    static List<Row> of(Array target, Array prediction, List<String> names) {
        int classes = Math.toIntExact(prediction.shape().get(-1));
        int[] expected = ClassNumbers.of(target);
        int[] answers = ClassNumbers.of(prediction);
        int[] right = new int[classes];
        int[] said = new int[classes];
        int[] are = new int[classes];
        for (int i = 0; i < answers.length; i++) {
            said[answers[i]]++;
            are[expected[i]]++;
            if (answers[i] == expected[i]) {
                right[answers[i]]++;
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            double precision = said[c] == 0 ? 0 : (double) right[c] / said[c];
            double recall = are[c] == 0 ? 0 : (double) right[c] / are[c];
            double f1 = right[c] == 0 ? 0 : 2 * precision * recall / (precision + recall);
            rows.add(new Row(c < names.size() ? names.get(c) : Integer.toString(c), precision, recall, f1, are[c]));
        }
        return rows;
    }

    static TextTable table(List<Row> rows) {
        TextTable table = TextTable.of(
                TextTable.Align.LEFT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT,
                TextTable.Align.RIGHT);
        table.header("class", "precision", "recall", "f1", "examples");
        rows.forEach(row -> table.row(
                row.name(),
                share(row.precision()),
                share(row.recall()),
                share(row.f1()),
                Integer.toString(row.support())));
        return table;
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
