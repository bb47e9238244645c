package io.cornu.metrics;

import io.cornu.losses.Loss;
import io.cornu.losses.Targets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The mean of a loss over all examples, to be watched: Keras' metrics {@code MeanSquaredError}, {@code Hinge} and so
 * on, which {@link Metrics} makes, and any loss of your own.
 *
 * <p>A loss that is watched differs from the loss that is trained: penalties are not in it, weights count only among
 * the weighted metrics, and the loss' reduction does not matter. As in Keras, the loss' own mask counts only where
 * there are weights.
 *
 * <p>Source: {@code keras.metrics.MeanMetricWrapper}, Keras 3.15.
 *
 * @param name the name in histories; the loss' by default
 * @param loss gives the values
 */
@RecordBuilder
public record LossMetric(String name, Loss loss) implements MeanMetric, LossMetricBuilder.With {
    /**
     * A loss to be watched.
     *
     * @param loss gives the values
     * @return the metric
     */
    public static LossMetric of(Loss loss) {
        return new LossMetric(loss.name(), loss);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        loss.check(shape(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return loss.values(tf, target, prediction);
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Optional<Operand<T>> own = batch.weights().isEmpty() && batch.mask().isEmpty()
                ? Optional.empty()
                : loss.mask(tf, batch.target(), loss.values(tf, batch.target(), batch.prediction()));
        return MeanMetric.super.increments(own.isEmpty() ? batch : batch.withMask(own.get()));
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.DOWN);
    }

    private Shape shape(Shape target, Shape prediction) {
        return loss.classes(prediction) > 0 ? target : Targets.expanded(target, prediction);
    }
}
