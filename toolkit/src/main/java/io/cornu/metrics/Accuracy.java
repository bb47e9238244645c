package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How often a prediction is exactly the target, number by number. For classes, {@link Metrics#accuracy} is what
 * people mean, and what Keras' string {@code "accuracy"} stands for.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.Accuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code accuracy} by default
 */
@RecordBuilder
public record Accuracy(String name) implements MeanMetric, AccuracyBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static Accuracy of() {
        return new Accuracy("accuracy");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return tf.dtypes.cast(tf.math.equal(target, prediction), prediction.type());
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
