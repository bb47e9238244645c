package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * How often the largest prediction is where the largest target is.
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.metrics.CategoricalAccuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code categorical_accuracy} by default
 */
@RecordBuilder
public record CategoricalAccuracy(String name) implements MeanMetric, CategoricalAccuracyBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static CategoricalAccuracy of() {
        return new CategoricalAccuracy("categorical_accuracy");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> expected = tf.math.argMax(target, tf.constant(-1));
        return tf.dtypes.cast(tf.math.equal(expected, tf.math.argMax(prediction, tf.constant(-1))), prediction.type());
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
