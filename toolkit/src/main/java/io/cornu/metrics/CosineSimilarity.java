package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The cosine of the angle between targets and predictions: 1 for the same direction. The loss of this name is its
 * negative.
 *
 * <pre>value = sum(target / |target| prediction / |prediction|)</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.CosineSimilarity}, Keras 3.15.
 *
 * @param name the name in histories; {@code cosine_similarity} by default
 * @param axis along which the vectors lie; -1, the last, by default; not the batch
 */
@RecordBuilder
public record CosineSimilarity(String name, int axis) implements MeanMetric, CosineSimilarityBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static CosineSimilarity of() {
        return new CosineSimilarity("cosine_similarity", -1);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        Targets.requireAxis(name, axis, prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return tf.math.neg(new io.cornu.losses.CosineSimilarity(axis).values(tf, target, prediction));
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
