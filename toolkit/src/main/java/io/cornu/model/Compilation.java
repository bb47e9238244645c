package io.cornu.model;

import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.optimizers.Optimizer;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is trained with: Keras' {@code compile} settings as a value.
 *
 * @param optimizer how weights change
 * @param outputs what is asked of each output, in the model's order
 */
@RecordBuilder
public record Compilation(Optimizer optimizer, List<Output> outputs) implements CompilationBuilder.With {
    /**
     * Checks that something is asked for.
     *
     * @throws IllegalArgumentException if there is no output
     */
    public Compilation {
        outputs = List.copyOf(outputs);
        Arguments.require(!outputs.isEmpty(), "compile", "at least one output must have a loss", outputs);
    }

    /**
     * Settings for a model with one output.
     *
     * @param optimizer how weights change
     * @param loss what is made small
     * @param metrics what is watched besides
     * @return the settings
     */
    public static Compilation of(Optimizer optimizer, Loss loss, Metric... metrics) {
        return new Compilation(optimizer, List.of(Output.of(loss, metrics)));
    }

    /**
     * All metrics with the names they have in histories: a second one of a name is told apart by a number, or by
     * {@code weighted_} before it where it is weighted, as in Keras.
     *
     * <p>Source: {@code keras.src.trainers.compile_utils.CompileMetrics.result}, Keras 3.15.
     *
     * @param outputNames the names of the model's outputs, in order
     * @return those that count every example the same first
     */
    public List<WatchedMetric> watchedMetrics(List<String> outputNames) {
        Map<String, Integer> uses = new HashMap<>();
        List<WatchedMetric> watched = new ArrayList<>();
        for (boolean isWeighted : new boolean[] {false, true}) {
            for (int i = 0; i < outputs.size(); i++) {
                String prefix = outputs.size() == 1 ? "" : outputNames.get(i) + "_";
                for (Metric metric : isWeighted
                        ? outputs.get(i).weightedMetrics()
                        : outputs.get(i).metrics()) {
                    String name = prefix + metric.name();
                    if (isWeighted && uses.containsKey(name)) {
                        name = prefix + "weighted_" + metric.name();
                    }
                    int used = uses.merge(name, 1, Integer::sum) - 1;
                    watched.add(new WatchedMetric(used == 0 ? name : name + "_" + used, metric, i, isWeighted));
                }
            }
        }
        return watched;
    }

    /**
     * A metric of one output.
     *
     * @param name in histories, unique
     * @param metric the metric
     * @param output the number of the output, from 0
     * @param isWeighted whether examples count by their weights
     */
    public record WatchedMetric(String name, Metric metric, int output, boolean isWeighted) {}

    /**
     * What is asked of one output.
     *
     * @param loss what is made small
     * @param lossWeight how much of the sum this loss is, finite; 1 by default
     * @param metrics what is watched, every example counting the same
     * @param weightedMetrics what is watched, examples counting by their weights; none by default
     */
    @RecordBuilder
    public record Output(Loss loss, double lossWeight, List<Metric> metrics, List<Metric> weightedMetrics)
            implements CompilationOutputBuilder.With {
        /**
         * Checks the weight.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        public Output {
            metrics = List.copyOf(metrics);
            weightedMetrics = List.copyOf(weightedMetrics);
            Arguments.require(Double.isFinite(lossWeight), "compile", "lossWeight must be finite", lossWeight);
        }

        /**
         * An output whose loss counts once.
         *
         * @param loss what is made small
         * @param metrics what is watched
         * @return what is asked
         */
        public static Output of(Loss loss, Metric... metrics) {
            return new Output(loss, 1, List.of(metrics), List.of());
        }
    }
}
