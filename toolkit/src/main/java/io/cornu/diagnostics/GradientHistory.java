package io.cornu.diagnostics;

import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import io.cornu.plots.HeatMap;
import io.cornu.plots.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Gradients and activations over a training.
 *
 * @param readings in the order of time
 * @param byStep whether figures go by steps rather than epochs
 */
public record GradientHistory(List<Reading> readings, boolean byStep) {
    /** Copies the list. */
    public GradientHistory {
        readings = List.copyOf(readings);
    }

    /**
     * The L2 norm of the gradient of every kernel, on a logarithmic axis.
     *
     * @return a line for each kernel
     */
    public LineChart gradientNorms() {
        return ofKernels("Gradient norm by layer", "L2 norm of the gradient", (reading, each) -> each.gradientNorm())
                .withLogarithmic(true);
    }

    /**
     * The mean absolute gradient of every kernel, on a logarithmic axis: comparable between layers of different sizes.
     *
     * @return a line for each kernel
     */
    public LineChart gradientMeans() {
        return ofKernels(
                        "Mean gradient by layer", "mean of the absolute gradient", (reading, each) -> each.gradientMean())
                .withLogarithmic(true);
    }

    /**
     * How far steps moved every kernel, as a share of its norm, on a logarithmic axis.
     *
     * @return a line for each kernel
     */
    public LineChart updateRatios() {
        return ofKernels(
                        "Update ratio by layer",
                        "norm of the update / norm of the weight",
                        (reading, each) -> reading.updateRatio(each.path()))
                .withLogarithmic(true);
    }

    /**
     * The standard deviation of what comes out of every layer, on a logarithmic axis: it shrinks or grows through depth
     * where the initializer does not fit the activation.
     *
     * @return a line for each layer
     */
    public LineChart activationDeviations() {
        return ofOutputs("Activations by layer", "standard deviation", OfOutput::standardDeviation)
                .withLogarithmic(true);
    }

    /**
     * The share of dead units of every layer that has had one.
     *
     * @return a line for each such layer
     */
    public LineChart deadShares() {
        LineChart all = ofOutputs("Dead units by layer", "share of dead units", OfOutput::deadShare);
        return all.withSeries(all.series().stream()
                .filter(series -> series.y().stream().anyMatch(share -> share > 0))
                .toList());
    }

    /**
     * The L2 norm of the gradient by layer and time, dark where it is small, on a logarithmic scale.
     *
     * @return a row for each kernel, a column for each reading
     * @throws IllegalArgumentException if there is no reading yet
     */
    public HeatMap gradientMap() {
        LineChart lines = gradientNorms();
        List<String> columns = readings.stream()
                .map(reading -> Long.toString(byStep ? reading.step() : reading.epoch()))
                .toList();
        double[][] values = lines.series().stream()
                .map(series ->
                        series.y().stream().mapToDouble(value -> value).toArray())
                .toArray(double[][]::new);
        List<String> rows =
                lines.series().stream().map(LineChart.Series::name).toList();
        return HeatMap.of(lines.title(), lines.xLabel(), "layer", columns, rows, values)
                .withLogarithmic(true);
    }

    /**
     * What is wrong at the end, by the {@linkplain Thresholds#usual usual} thresholds.
     *
     * @return the findings of the last reading; none where all is well
     */
    public List<Finding> findings() {
        return readings.isEmpty() ? List.of() : readings.get(readings.size() - 1).findings(Thresholds.usual());
    }

    private LineChart ofKernels(String title, String label, ToDoubleBiFunction<Reading, OfWeight> value) {
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        for (int i = 0; i < readings.size(); i++) {
            for (OfWeight kernel : readings.get(i).kernels()) {
                lines.computeIfAbsent(kernel.path(), path -> new LinkedHashMap<>())
                        .put(i, value.applyAsDouble(readings.get(i), kernel));
            }
        }
        return chart(title, label, lines);
    }

    private LineChart ofOutputs(String title, String label, ToDoubleFunction<OfOutput> value) {
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        for (int i = 0; i < readings.size(); i++) {
            for (OfOutput output : readings.get(i).measurement().outputs()) {
                lines.computeIfAbsent(output.layer(), layer -> new LinkedHashMap<>())
                        .put(i, value.applyAsDouble(output));
            }
        }
        return chart(title, label, lines);
    }

    private LineChart chart(String title, String label, Map<String, Map<Integer, Double>> lines) {
        LineChart chart = LineChart.of(title, byStep ? "step" : "epoch", label);
        for (Map.Entry<String, Map<Integer, Double>> line : lines.entrySet()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < readings.size(); i++) {
                x.add((double) (byStep ? readings.get(i).step() : readings.get(i).epoch()));
                y.add(line.getValue().getOrDefault(i, Double.NaN));
            }
            chart = chart.plus(new LineChart.Series(line.getKey(), x, y));
        }
        return chart;
    }
}
