package io.cornu.metrics;

import io.cornu.data.Array;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * How many predictions are right or wrong in one of the four ways, or the sum of their weights: Keras'
 * {@code TruePositives}, {@code FalsePositives}, {@code TrueNegatives} and {@code FalseNegatives}, which {@link Metrics}
 * makes.
 *
 * <p>A prediction above the threshold is a yes; a target other than 0 is one. With several thresholds,
 * {@link #result} is the mean over them and {@link #array} has them all.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.TruePositives}, Keras 3.15.
 *
 * @param name the name in histories; {@code true_positives} and so on by default
 * @param condition what is counted
 * @param thresholds above which a prediction is a yes, in [0, 1]; none, the default, is 0.5
 */
@RecordBuilder
public record ConditionCount(String name, Condition condition, List<Double> thresholds)
        implements Metric, ConditionCountBuilder.With {
    /** What a prediction can be. */
    public enum Condition {
        /** A yes that is right. */
        TRUE_POSITIVES(Thresholds.Counts::truePositives),
        /** A yes that is wrong. */
        FALSE_POSITIVES(Thresholds.Counts::falsePositives),
        /** A no that is right. */
        TRUE_NEGATIVES(Thresholds.Counts::trueNegatives),
        /** A no that is wrong. */
        FALSE_NEGATIVES(Thresholds.Counts::falseNegatives);

        private final Function<Thresholds.Counts, double[]> counts;

        Condition(Function<Thresholds.Counts, double[]> counts) {
            this.counts = counts;
        }
    }

    /**
     * Checks the thresholds.
     *
     * @throws IllegalArgumentException if one lies outside [0, 1]
     */
    public ConditionCount {
        thresholds = Confusions.requireThresholds("ConditionCount", thresholds);
    }

    /**
     * The same metric with one threshold.
     *
     * @param threshold above which a prediction is a yes, in [0, 1]
     * @return a copy
     */
    public ConditionCount withThreshold(double threshold) {
        return withThresholds(List.of(threshold));
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        confusions().check(target, prediction);
        return this;
    }

    @Override
    public List<Total> totals() {
        return confusions().thresholds().totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        return confusions().increments(batch);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return Tallies.mean(array(totals).toDoubles());
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        return confusions().array(totals, condition.counts);
    }

    @Override
    public Optional<Direction> direction() {
        return condition == Condition.TRUE_POSITIVES || condition == Condition.TRUE_NEGATIVES
                ? Optional.of(Direction.UP)
                : Optional.of(Direction.DOWN);
    }

    private Confusions confusions() {
        return Confusions.of(name, thresholds, OptionalInt.empty(), OptionalInt.empty());
    }
}
