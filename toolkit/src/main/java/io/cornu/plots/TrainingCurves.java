package io.cornu.plots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Draws a training history: a chart for the loss and one for each metric, with training and validation. */
public final class TrainingCurves {
    private static final String VALIDATION = "val_";
    private static final String LEARNING_RATE = "learning_rate";

    private TrainingCurves() {}

    /**
     * Charts of a history's columns, side by side; the learning rate is left out.
     *
     * @param columns the values of each epoch by Keras' names, such as {@code loss} and {@code val_loss}, in the
     *     order of the charts
     * @return the figure
     * @throws IllegalArgumentException if there is no column to draw, or more than 16
     */
    public static Figure of(Map<String, double[]> columns) {
        Map<String, LineChart> charts = new LinkedHashMap<>();
        columns.forEach((name, values) -> {
            if (!name.equals(LEARNING_RATE)) {
                boolean validation = name.startsWith(VALIDATION);
                String metric = validation ? name.substring(VALIDATION.length()) : name;
                LineChart chart = charts.computeIfAbsent(metric, TrainingCurves::empty);
                charts.put(metric, chart.plus(validation ? "validation" : "train", values));
            }
        });
        return new Panels(new ArrayList<>(charts.values()));
    }

    private static LineChart empty(String metric) {
        String words = metric.replace('_', ' ');
        String title = words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return LineChart.of(title, "epoch", words);
    }
}
