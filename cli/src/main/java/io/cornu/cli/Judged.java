package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.uncertainty.UncertainPrediction;
import io.cornu.uncertainty.UncertaintyMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Uncertain predictions, one a row.
 *
 * @param prediction all of them
 * @param measure what uncertainty means
 * @param uncertainties by example
 * @param labels the class numbers or one-hot rows, where they are known
 * @param classNames the names of the classes, or none
 */
record Judged(
        UncertainPrediction prediction,
        UncertaintyMeasure measure,
        double[] uncertainties,
        Optional<Array> labels,
        List<String> classNames) {
    /** More columns than this are left to the .npy files. */
    private static final int MOST_COLUMNS = 20;

    static Judged of(
            UncertainPrediction prediction,
            UncertaintyMeasure measure,
            Optional<Array> labels,
            List<String> classNames) {
        labels.ifPresent(array -> {
            if (array.shape().get(0) != prediction.mean().shape().get(0)) {
                throw new CommandFailure("--labels: expected one for each of "
                        + prediction.mean().shape().get(0) + " examples, received " + array + ".");
            }
        });
        return new Judged(prediction, measure, measure.of(prediction), labels, classNames);
    }

    /** Whether an example has one distribution over classes. */
    boolean isClassified() {
        return prediction.isDistribution() && prediction.mean().shape().numDimensions() == 2;
    }

    private int columnsOfOutput() {
        return prediction.mean().size() / uncertainties.length;
    }

    List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("example"));
        if (isClassified()) {
            columns.addAll(List.of("predicted", "confidence", "deviation"));
        }
        if (labels.isPresent() && isClassified()) {
            columns.addAll(List.of("label", "right"));
        }
        if (prediction.isDistribution()) {
            columns.addAll(List.of("entropy", "mutual information"));
        }
        columns.add("variance");
        if (!isClassified() && columnsOfOutput() <= MOST_COLUMNS) {
            for (int i = 0; i < columnsOfOutput(); i++) {
                columns.add("mean " + i);
                columns.add("deviation " + i);
            }
        }
        return columns;
    }

    List<Object> row(int example) {
        List<Object> row = new ArrayList<>(List.of(example));
        int width = columnsOfOutput();
        if (isClassified()) {
            int place = example * width + (width == 1 ? 0 : predicted(example));
            row.addAll(List.of(
                    name(predicted(example)),
                    confidence(example),
                    prediction.standardDeviation().at(place)));
        }
        if (labels.isPresent() && isClassified()) {
            row.addAll(List.of(name(label(example)), isRight(example)));
        }
        if (prediction.isDistribution()) {
            row.add(value(prediction.predictiveEntropy(), example));
            row.add(value(prediction.mutualInformation(), example));
        }
        double variance = 0;
        for (int i = 0; i < width; i++) {
            double deviation = prediction.standardDeviation().at(example * width + i);
            variance += deviation * deviation / width;
        }
        row.add(variance);
        if (!isClassified() && width <= MOST_COLUMNS) {
            for (int i = 0; i < width; i++) {
                row.add(prediction.mean().at(example * width + i));
                row.add(prediction.standardDeviation().at(example * width + i));
            }
        }
        return row;
    }

    /** Class, prediction and uncertainty, for below a picture. */
    String caption(int example) {
        String uncertainty = String.format(
                Locale.ROOT,
                "%s %.3g",
                measure.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                uncertainties[example]);
        if (!isClassified()) {
            return "#" + example + "\n" + uncertainty;
        }
        String said = String.format(Locale.ROOT, "said %s (%.2f)", name(predicted(example)), confidence(example));
        String is = labels.isPresent() ? ": " + name(label(example)) : "";
        return "#" + example + is + "\n" + said + "\n" + uncertainty;
    }

    boolean isRight(int example) {
        return predicted(example) == label(example);
    }

    private int predicted(int example) {
        int width = columnsOfOutput();
        if (width == 1) {
            return prediction.mean().at(example) > .5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < width; i++) {
            boolean isMore = prediction.mean().at(example * width + i)
                    > prediction.mean().at(example * width + best);
            best = isMore ? i : best;
        }
        return best;
    }

    private double confidence(int example) {
        int width = columnsOfOutput();
        double value = prediction.mean().at(example * width + (width == 1 ? 0 : predicted(example)));
        return width == 1 ? Math.max(value, 1 - value) : value;
    }

    private int label(int example) {
        Array array = labels.orElseThrow();
        int each = array.size() / uncertainties.length;
        if (each == 1) {
            return (int) array.at(example);
        }
        int best = 0;
        for (int i = 1; i < each; i++) {
            best = array.at(example * each + i) > array.at(example * each + best) ? i : best;
        }
        return best;
    }

    private String name(int number) {
        return number < classNames.size() && number >= 0 ? classNames.get(number) : Integer.toString(number);
    }

    private static double value(Array values, int example) {
        int each = values.size() / (int) values.shape().get(0);
        double sum = 0;
        for (int i = 0; i < each; i++) {
            sum += values.at(example * each + i);
        }
        return sum / each;
    }
}
