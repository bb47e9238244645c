package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The root of the mean of squared differences.
 *
 * <pre>result = sqrt(mean((target - prediction)^2))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.RootMeanSquaredError}, Keras 3.15.
 *
 * @param name the name in histories; {@code root_mean_squared_error} by default
 */
@RecordBuilder
public record RootMeanSquaredError(String name) implements MeanMetric, RootMeanSquaredErrorBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static RootMeanSquaredError of() {
        return new RootMeanSquaredError("root_mean_squared_error");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        return tf.math.squaredDifference(prediction, target);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return Math.sqrt(MeanMetric.super.result(totals));
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.DOWN);
    }
}
