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
 * How often the largest prediction is that of the target class.
 *
 * <p>Shapes: targets (batch, ...) or (batch, ..., 1) with class numbers, predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.metrics.SparseCategoricalAccuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code sparse_categorical_accuracy} by default
 */
@RecordBuilder
public record SparseCategoricalAccuracy(String name) implements MeanMetric, SparseCategoricalAccuracyBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static SparseCategoricalAccuracy of() {
        return new SparseCategoricalAccuracy("sparse_categorical_accuracy");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireClassNumbers(name, target, prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> expected = Targets.classNumbers(tf, target, prediction);
        return tf.dtypes.cast(tf.math.equal(expected, tf.math.argMax(prediction, tf.constant(-1))), prediction.type());
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
