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
 * How often the target class is among the k largest predictions.
 *
 * <p>Shapes: targets (batch, ...) or (batch, ..., 1) with class numbers, predictions (batch, ..., classes).
 *
 * <p>Source: {@code keras.metrics.SparseTopKCategoricalAccuracy}, Keras 3.15.
 *
 * @param name the name in histories; {@code sparse_top_k_categorical_accuracy} by default
 * @param k how many predictions are looked at, at least 1; 5 by default
 * @param fromSortedIds whether predictions are class numbers, the likeliest first; false by default
 */
@RecordBuilder
public record SparseTopKCategoricalAccuracy(String name, int k, boolean fromSortedIds)
        implements MeanMetric, SparseTopKCategoricalAccuracyBuilder.With {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public SparseTopKCategoricalAccuracy {
        Arguments.positive("SparseTopKCategoricalAccuracy", "k", k);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static SparseTopKCategoricalAccuracy of() {
        return new SparseTopKCategoricalAccuracy("sparse_top_k_categorical_accuracy", 5, false);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireClassNumbers(name, target, prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<TInt64> classes = Targets.classNumbers(tf, target, prediction);
        return fromSortedIds
                ? TopMatches.sortedMatches(tf, classes, prediction, k)
                : TopMatches.matches(tf, classes, prediction, k);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
