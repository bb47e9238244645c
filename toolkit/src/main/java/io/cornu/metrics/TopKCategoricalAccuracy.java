package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * How often the place of the largest target is among the k largest predictions.
 *
 * <p>Shapes: targets and predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.metrics.TopKCategoricalAccuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code top_k_categorical_accuracy} by default
 * @param k how many predictions are looked at, at least 1; 5 by default
 */
@RecordBuilder
public record TopKCategoricalAccuracy(String name, int k) implements MeanMetric, TopKCategoricalAccuracyBuilder.With {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public TopKCategoricalAccuracy {
        Arguments.positive("TopKCategoricalAccuracy", "k", k);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static TopKCategoricalAccuracy of() {
        return new TopKCategoricalAccuracy("top_k_categorical_accuracy", 5);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> expected = tf.math.argMax(target, tf.constant(-1));
        return TopMatches.matches(tf, expected, prediction, k);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
