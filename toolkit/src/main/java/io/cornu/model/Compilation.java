package io.cornu.model;

import io.cornu.losses.Loss;
import io.cornu.metrics.Metric;
import io.cornu.optimizers.Optimizer;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

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
