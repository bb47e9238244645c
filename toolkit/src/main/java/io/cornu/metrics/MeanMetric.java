package io.cornu.metrics;

import io.cornu.ops.GraphMath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A metric that is a weighted mean over examples.
 *
 * <p>Source: {@code keras.metrics.MeanMetricWrapper}, Keras 3.15.
 */
public interface MeanMetric extends Metric {
    /**
     * Adds the value of every example to a graph.
     *
     * @param <T> the type of the numbers
     * @param tf where to add it
     * @param target what should have come out
     * @param prediction what came out
     * @return one value an example, of shape (batch) or (batch, positions...)
     */
    <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction);

    @Override
    default List<Total> totals() {
        return List.of(new Total("total", Shape.scalar()), new Total("count", Shape.scalar()));
    }

    @Override
    default <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> values = values(tf, batch.target(), batch.prediction());
        Optional<Operand<T>> weights = weights(batch, values);
        if (weights.isEmpty()) {
            return Map.of("total", GraphMath.sum(tf, values), "count", tf.dtypes.cast(tf.size(values), values.type()));
        }
        return Map.of(
                "total", GraphMath.sum(tf, tf.math.mul(values, weights.get())),
                "count", GraphMath.sum(tf, weights.get()));
    }

    @Override
    default double result(Map<String, double[]> totals) {
        double count = totals.getOrDefault("count", new double[1])[0];
        return count == 0 ? 0 : totals.getOrDefault("total", new double[1])[0] / count;
    }

    /** Of the shape of the values. */
    private static <T extends TFloating> Optional<Operand<T>> weights(BatchResult<T> batch, Operand<T> values) {
        // One value for the whole batch belongs to no example that could have a weight.
        int rank = values.shape().numDimensions();
        Optional<Operand<T>> weights = rank == 0 ? Optional.empty() : batch.weightsOf(values);
        if (rank == 0 || batch.mask().isEmpty()) {
            return weights;
        }
        Operand<T> mask = GraphMath.broadcastTo(batch.tf(), batch.mask().get(), values);
        return Optional.of(weights.map(given -> (Operand<T>) batch.tf().math.mul(given, mask))
                .orElse(mask));
    }
}
