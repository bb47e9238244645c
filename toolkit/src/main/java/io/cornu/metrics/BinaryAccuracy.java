package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.ops.GraphMath;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How often a yes-or-no target equals the prediction cut at the threshold.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.BinaryAccuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code binary_accuracy} by default
 * @param threshold above which a prediction is a yes; 0.5 by default
 */
@RecordBuilder
public record BinaryAccuracy(String name, double threshold) implements MeanMetric, BinaryAccuracyBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static BinaryAccuracy of() {
        return new BinaryAccuracy("binary_accuracy", .5);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> answer = tf.dtypes.cast(
                tf.math.greater(prediction, GraphMath.constant(tf, prediction, threshold)), prediction.type());
        return tf.dtypes.cast(tf.math.equal(target, answer), prediction.type());
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
