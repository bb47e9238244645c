package io.cornu.metrics;

import io.cornu.ops.GraphMath;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean overlap of predicted and true regions over noes and yeses.
 *
 * <pre>value = true positives / (true positives + false positives + false negatives), of each class</pre>
 *
 * <p>Classes that never occur do not count in the mean. As in Keras, weights are cut to whole numbers.
 *
 * <p>Shapes: targets and predictions (batch, ...).
 *
 * <p>Source: {@code keras.metrics.BinaryIoU}, Keras 3.15.
 *
 * @param name the name in histories; {@code binary_io_u} by default
 * @param targetClasses which of 0 (no) and 1 (yes) are looked at; both by default
 * @param threshold from which on a prediction is a yes; 0.5 by default
 */
@RecordBuilder
public record BinaryIoU(String name, List<Integer> targetClasses, double threshold)
        implements Metric, BinaryIoUBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public BinaryIoU {
        targetClasses = Overlap.requireClasses("BinaryIoU", 2, targetClasses);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static BinaryIoU of() {
        return new BinaryIoU("binary_io_u", List.of(0, 1), .5);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        overlap().check(target, prediction);
        return this;
    }

    @Override
    public List<Total> totals() {
        return overlap().totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> prediction = batch.prediction();
        Operand<T> yes = tf.dtypes.cast(
                tf.math.greaterEqual(prediction, GraphMath.constant(tf, prediction, threshold)), prediction.type());
        return overlap().increments(new BatchResult<>(tf, batch.target(), yes, batch.weights(), batch.mask()));
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return overlap().result(totals, targetClasses);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private Overlap overlap() {
        return new Overlap(name, 2, OptionalInt.empty(), true, true, -1);
    }
}
