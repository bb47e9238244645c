package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * How many of the yeses are found.
 *
 * <pre>result = true positives / (true positives + false negatives)</pre>
 *
 * <p>A prediction above the threshold is a yes; a target other than 0 is one. With several thresholds,
 * {@link #result} is the mean over them and {@link #array} has them all.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.Recall}, Keras 3.15.
 *
 * @param name the name in histories; {@code recall} by default
 * @param thresholds above which a prediction is a yes, in [0, 1]; none, the default, is 0.5, or no limit with a topK
 * @param topK how many of the largest predictions of an example may be a yes; empty by default, for all
 * @param classId the only output that is looked at; empty by default, for all
 */
@RecordBuilder
public record Recall(String name, List<Double> thresholds, OptionalInt topK, OptionalInt classId)
        implements Metric, RecallBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public Recall {
        thresholds = Confusions.requireThresholds("Recall", thresholds);
        Arguments.require(topK.orElse(1) >= 1, "Recall", "topK must be at least 1", topK);
        Arguments.require(classId.orElse(0) >= 0, "Recall", "classId must be at least 0", classId);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static Recall of() {
        return new Recall("recall", List.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * The same metric with one threshold.
     *
     * @param threshold above which a prediction is a yes, in [0, 1]
     * @return a copy
     */
    public Recall withThreshold(double threshold) {
        return withThresholds(List.of(threshold));
    }

    /**
     * The same metric for the largest predictions of each example.
     *
     * @param number how many may be a yes, at least 1
     * @return a copy
     */
    public Recall withTopK(int number) {
        return withTopK(OptionalInt.of(number));
    }

    /**
     * The same metric for one output.
     *
     * @param number which, from 0
     * @return a copy
     */
    public Recall withClassId(int number) {
        return withClassId(OptionalInt.of(number));
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
        return confusions().array(totals, Thresholds.Counts::sensitivities);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private Confusions confusions() {
        return Confusions.of(name, thresholds, topK, classId);
    }
}
