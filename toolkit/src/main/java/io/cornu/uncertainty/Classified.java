package io.cornu.uncertainty;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import org.tensorflow.ndarray.Shape;

/**
 * Examples with the class that a model takes each for, how sure it is, and the right class.
 *
 * @param predicted by example
 * @param confidences by example
 * @param labels by example
 */
record Classified(int[] predicted, double[] confidences, int[] labels) {
    private static final double TOLERANCE = 1e-3;

    static Classified of(String where, Array probabilities, Array labels) {
        Shape shape = probabilities.shape();
        int rank = shape.numDimensions();
        Arguments.require(
                (rank == 1 || rank == 2) && shape.get(0) > 0 && shape.size() > 0,
                where,
                "probabilities must be of shape (examples, classes) or (examples)",
                probabilities);
        int examples = (int) shape.get(0);
        int columns = probabilities.size() / examples;
        int[] right = labels(where, labels, examples, Math.max(2, columns));
        double[] values = probabilities.toDoubles();
        int[] predicted = new int[examples];
        double[] confidences = new double[examples];
        for (int i = 0; i < examples; i++) {
            for (int column = 0; column < columns; column++) {
                double value = values[i * columns + column];
                Arguments.require(
                        value >= 0 && value <= 1 + TOLERANCE, where, "probabilities must be in [0, 1]", value);
                if (value > confidences[i] || column == 0) {
                    confidences[i] = value;
                    predicted[i] = column;
                }
            }
            if (columns == 1) {
                double one = confidences[i];
                predicted[i] = one > .5 ? 1 : 0;
                confidences[i] = Math.max(one, 1 - one);
            }
            confidences[i] = Math.min(1, confidences[i]);
        }
        return new Classified(predicted, confidences, right);
    }

    private static int[] labels(String where, Array labels, int examples, int classes) {
        boolean isOneHot = labels.size() == (long) examples * classes
                && labels.shape().numDimensions() == 2
                && labels.shape().get(1) == classes;
        Arguments.require(
                isOneHot || labels.size() == examples,
                where,
                "expected " + examples + " labels, numbers or one-hot of " + classes + " classes",
                labels);
        int[] numbers = new int[examples];
        for (int i = 0; i < examples; i++) {
            if (isOneHot) {
                for (int column = 1; column < classes; column++) {
                    if (labels.at(i * classes + column) > labels.at(i * classes + numbers[i])) {
                        numbers[i] = column;
                    }
                }
            } else {
                double label = labels.at(i);
                Arguments.require(
                        label >= 0 && label < classes && label == Math.rint(label),
                        where,
                        "labels must be class numbers from 0 to " + (classes - 1),
                        label);
                numbers[i] = (int) label;
            }
        }
        return numbers;
    }

    int size() {
        return labels.length;
    }

    double confidence(int example) {
        return confidences[example];
    }

    boolean isRight(int example) {
        return predicted[example] == labels[example];
    }
}
