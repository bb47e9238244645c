package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * How near targets and predictions lie to a line, from -1 to 1: the mean of Pearson's correlation along an axis.
 *
 * <pre>value = mean((t - mean(t)) (p - mean(p))) / (std(t) std(p))</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.PearsonCorrelation}, Keras 3.15.
 *
 * @param name the name in histories; {@code pearson_correlation} by default
 * @param axis along which numbers are compared; -1, the last, by default; 0 compares the examples of a batch
 */
@RecordBuilder
public record PearsonCorrelation(String name, int axis) implements MeanMetric, PearsonCorrelationBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static PearsonCorrelation of() {
        return new PearsonCorrelation("pearson_correlation", -1);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        Arguments.require(
                axis >= -prediction.numDimensions() && axis < prediction.numDimensions(),
                name,
                "axis must be one of predictions of shape " + Shapes.text(prediction),
                axis);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> products = tf.math.mul(
                Correlations.standardized(tf, target, axis), Correlations.standardized(tf, prediction, axis));
        return Correlations.mean(tf, products, axis, false);
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Correlations.requireExamples(name, axis, batch);
        return MeanMetric.super.increments(batch);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
