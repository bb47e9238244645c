package io.cornu.landscapes;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.model.CompiledModel;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.model.Weights;
import io.cornu.optimizers.SGD;
import io.cornu.plots.Grid;
import io.cornu.runtime.Seed;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * The loss of a real model around its weights, and between two models.
 *
 * <p>Everything is measured on a copy: the model itself is not touched, also if a measurement fails or is stopped in the
 * middle, and may predict meanwhile. Behind it stands {@link CompiledModel#evaluate}, so that loss and metrics are those
 * the model was compiled with.
 *
 * <pre>{@code
 * LossLandscape.Plane plane = LossLandscape.of(Seed.of(1)).withPoints(21).plane(compiled, test);
 * ContourPlot.of("Loss", plane.grid("loss")).writeSvg(Path.of("loss.svg"));
 * }</pre>
 *
 * <p>Source: H. Li et al., Visualizing the loss landscape of neural nets, 2018; I. Goodfellow et al., Qualitatively
 * characterizing neural network optimization problems, 2015.
 *
 * @param seed where the directions come from
 * @param points how many along a direction, 2 to 201; 21 by default. Odd numbers have the weights themselves among them
 * @param range how far the directions are followed to both sides, in lengths of the weights, above 0; 1 by default
 * @param batchSize how many examples are measured at once, at least 1; 256 by default
 */
@RecordBuilder
public record LossLandscape(Seed seed, int points, double range, int batchSize) implements LossLandscapeBuilder.With {
    private static final int MOST_POINTS = 201;

    /** Told of each measurement; what it throws ends the work. */
    @FunctionalInterface
    public interface Progress {
        /**
         * One more place is measured.
         *
         * @param done how many are
         * @param all how many there will be
         */
        void measured(int done, int all);
    }

    /**
     * Loss and metrics over two directions.
     *
     * @param grids by Keras' names, {@code loss} first: how far along the first direction, x, and along the second, y
     */
    public record Plane(Map<String, Grid> grids) {
        /**
         * One of them.
         *
         * @param name such as {@code loss}
         * @return the values
         * @throws IllegalArgumentException if there is none of this name
         */
        public Grid grid(String name) {
            return named(grids, name);
        }
    }

    /**
     * Loss and metrics between two models.
     *
     * @param positions the places: 0 for the first model, 1 for the second
     * @param values by Keras' names, {@code loss} first
     */
    public record Line(List<Double> positions, Map<String, List<Double>> values) {
        /**
         * One of them.
         *
         * @param name such as {@code loss}
         * @return the values, one a place
         * @throws IllegalArgumentException if there is none of this name
         */
        public List<Double> values(String name) {
            return named(values, name);
        }
    }

    private static <V> V named(Map<String, V> values, String name) {
        V value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "landscape: expected one of " + values.keySet() + ", received '" + name + "'.");
        }
        return value;
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public LossLandscape {
        Arguments.require(
                points >= 2 && points <= MOST_POINTS, "LossLandscape", "points must be 2 to " + MOST_POINTS, points);
        Arguments.positive("LossLandscape", "range", range);
        Arguments.positive("LossLandscape", "batchSize", batchSize);
    }

    /**
     * 21 points within one length of the weights to both sides.
     *
     * @param seed where the directions come from
     * @return the settings
     */
    public static LossLandscape of(Seed seed) {
        return new LossLandscape(seed, 21, 1, 256);
    }

    /**
     * Measures along two random directions, whose filters are as long as the model's.
     *
     * @param model the model, compiled with a loss and metrics
     * @param data the examples, the same for every place
     * @return the values over the directions
     * @throws IllegalArgumentException if the data does not fit, or the model has no weights of two axes or more
     */
    public Plane plane(CompiledModel model, Dataset data) {
        return plane(model, data, (done, all) -> {});
    }

    /**
     * Measures along two random directions and tells of it, see {@link #plane(CompiledModel, Dataset)}.
     *
     * @param model the model, compiled with a loss and metrics
     * @param data the examples, the same for every place
     * @param progress hears of each place
     * @return the values over the directions
     * @throws IllegalArgumentException if the data does not fit, or the model has no weights of two axes or more
     */
    public Plane plane(CompiledModel model, Dataset data, Progress progress) {
        LayerGraph graph = model.model().architecture().graph();
        Weights center = model.model().weights();
        Direction first =
                Direction.random(graph, center, seed.derive("direction", 0).generator());
        Direction second =
                Direction.random(graph, center, seed.derive("direction", 1).generator());
        Arguments.require(
                !first.byPath().isEmpty(),
                "LossLandscape",
                "the model must have kernels, weights of two axes or more",
                center.byPath().keySet());
        double[] steps = spread(-range, range);
        Map<String, double[][]> values = new LinkedHashMap<>();
        try (Probe probe = new Probe(model, data)) {
            for (int row = 0; row < points; row++) {
                for (int column = 0; column < points; column++) {
                    Weights moved = moved(center, first, steps[column], second, steps[row]);
                    for (Map.Entry<String, Double> each : probe.measure(moved).entrySet()) {
                        values.computeIfAbsent(each.getKey(), name -> new double[points][points])[row][column] =
                                each.getValue();
                    }
                    progress.measured(row * points + column + 1, points * points);
                }
            }
        }
        Map<String, Grid> grids = new LinkedHashMap<>();
        values.forEach((name, numbers) -> grids.put(name, Grid.of(steps, steps, numbers)));
        return new Plane(grids);
    }

    /**
     * Measures along the straight line through two models, half as far again to both sides.
     *
     * @param from the model at 0, compiled with a loss and metrics
     * @param to the weights at 1, of the same architecture
     * @param data the examples, the same for every place
     * @return the values along the line
     * @throws IllegalArgumentException if the data or the weights do not fit
     */
    public Line line(CompiledModel from, Weights to, Dataset data) {
        return line(from, to, data, (done, all) -> {});
    }

    /**
     * Measures along the straight line through two models and tells of it, see {@link #line(CompiledModel, Weights,
     * Dataset)}. Statistics, such as those of batch normalization, lie between the two as well, but stay at the nearer
     * model's outside: a variance below 0 is none.
     *
     * @param from the model at 0, compiled with a loss and metrics
     * @param to the weights at 1, of the same architecture
     * @param data the examples, the same for every place
     * @param progress hears of each place
     * @return the values along the line
     * @throws IllegalArgumentException if the data or the weights do not fit
     */
    public Line line(CompiledModel from, Weights to, Dataset data, Progress progress) {
        Weights start = from.model().weights();
        var specs = from.model().architecture().graph().variables();
        double[] positions = spread(-0.5, 1.5);
        Map<String, List<Double>> values = new LinkedHashMap<>();
        try (Probe probe = new Probe(from, data)) {
            probe.requireFit(to);
            for (int i = 0; i < points; i++) {
                double position = positions[i];
                double within = Math.max(0, Math.min(1, position));
                Weights between = changed(start, (path, array) -> {
                    boolean learns = Objects.requireNonNull(specs.get(path)).isTrainable();
                    return between(array, to.get(path), learns ? position : within);
                });
                probe.measure(between).forEach((name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(value));
                progress.measured(i + 1, points);
            }
        }
        return new Line(Arrays.stream(positions).boxed().toList(), values);
    }

    private double[] spread(double low, double high) {
        double[] places = new double[points];
        Arrays.setAll(places, i -> low + (high - low) * i / (points - 1));
        return places;
    }

    private static Weights moved(Weights center, Direction first, double a, Direction second, double b) {
        return changed(center, (path, array) -> {
            double[] one = first.byPath().get(path);
            double[] other = second.byPath().get(path);
            if (one == null || other == null) {
                return array;
            }
            double[] values = array.toDoubles();
            Arrays.setAll(values, i -> values[i] + a * one[i] + b * other[i]);
            return like(array, values);
        });
    }

    private static Array between(Array from, Array to, double position) {
        double[] start = from.toDoubles();
        double[] end = to.toDoubles();
        Arrays.setAll(start, i -> (1 - position) * start[i] + position * end[i]);
        return like(from, start);
    }

    private static Array like(Array array, double[] values) {
        return Array.of(values, array.shape().asArray()).cast(array.dataType());
    }

    private static Weights changed(Weights weights, BiFunction<String, Array, Array> change) {
        Map<String, Array> byPath = new LinkedHashMap<>();
        weights.byPath().forEach((path, array) -> byPath.put(path, change.apply(path, array)));
        return new Weights(byPath);
    }

    /** A copy of a model that is given other weights and measured. */
    private final class Probe implements AutoCloseable {
        private final Model copy;
        private final CompiledModel compiled;
        private final Dataset data;

        Probe(CompiledModel model, Dataset data) {
            this.data = data;
            Model original = model.model();
            copy = original.architecture().build(original.options(), original.weights());
            // Nothing is learned, and nothing is to be remembered for it.
            compiled = copy.compile(model.compilation().withOptimizer(SGD.of(0)));
        }

        void requireFit(Weights weights) {
            copy.setWeights(weights);
        }

        Map<String, Double> measure(Weights weights) {
            copy.setWeights(weights);
            return compiled.evaluate(data, batchSize);
        }

        @Override
        public void close() {
            copy.close();
        }
    }
}
