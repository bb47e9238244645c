package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A class, and how much a model holds for it.
 *
 * @param index the place of the class in the model's output, from 0
 * @param label its name from {@link PredictorOptions#labels}, or its number
 * @param score what the model says: a probability after softmax or sigmoid
 */
public record ClassScore(int index, String label, float score) {
    /** For each row the classes with the highest scores; among equals the first, and NaN last. */
    static List<List<ClassScore>> best(Array scores, List<String> labels, int count) {
        Arguments.positive("classify", "count", count);
        if (scores.shape().numDimensions() != 2) {
            throw new IllegalArgumentException(
                    "classify: expected an output of shape (examples, classes), received " + scores + ".");
        }
        int classes = (int) scores.shape().get(1);
        requireLabels(labels, classes);
        float[] values = scores.toFloats();
        List<List<ClassScore>> rows = new ArrayList<>();
        for (int row = 0; row < scores.shape().get(0); row++) {
            int start = row * classes;
            rows.add(IntStream.range(0, classes)
                    .mapToObj(i ->
                            new ClassScore(i, labels.isEmpty() ? Integer.toString(i) : labels.get(i), values[start + i]))
                    .sorted(Comparator.comparingDouble(score -> Float.isNaN(score.score) ? Double.POSITIVE_INFINITY : -score.score))
                    .limit(count)
                    .toList());
        }
        return rows;
    }

    static void requireLabels(List<String> labels, long classes) {
        if (!labels.isEmpty() && labels.size() != classes) {
            throw new IllegalArgumentException("PredictorOptions: expected labels for " + classes
                    + " classes, received " + labels.size() + ". Give one for each, in the order of the output.");
        }
    }
}
