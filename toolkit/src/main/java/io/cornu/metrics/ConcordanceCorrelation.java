package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.ops.GraphMath;
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
 * How near targets and predictions lie to the line where they are equal, from -1 to 1: the mean of Lin's concordance
 * along an axis.
 *
 * <pre>value = 2 mean((t - mean(p)) (p - mean(p))) / (var(t) + var(p) + (mean(t) - mean(p))^2 + 1e-7)</pre>
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs).
 *
 * <p>Source: {@code keras.metrics.ConcordanceCorrelation}, Keras 3.15.
 *
 * @param name the name in histories; {@code concordance_correlation} by default
 * @param axis along which numbers are compared; -1, the last, by default; 0 compares the examples of a batch
 */
@RecordBuilder
public record ConcordanceCorrelation(String name, int axis) implements MeanMetric, ConcordanceCorrelationBuilder.With {
    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static ConcordanceCorrelation of() {
        return new ConcordanceCorrelation("concordance_correlation", -1);
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
        Operand<T> targetMean = Correlations.mean(tf, target, axis, true);
        Operand<T> mean = Correlations.mean(tf, prediction, axis, true);
        Operand<T> variances =
                tf.math.add(Correlations.variance(tf, target, axis), Correlations.variance(tf, prediction, axis));
        Operand<T> norm = tf.math.add(variances, tf.math.squaredDifference(targetMean, mean));
        Operand<T> product = tf.math.mul(tf.math.sub(target, mean), tf.math.sub(prediction, mean));
        Operand<T> twice = tf.math.mul(product, GraphMath.constant(tf, product, 2));
        Operand<T> safe = tf.math.add(norm, GraphMath.constant(tf, norm, 1e-7));
        return Correlations.mean(tf, tf.math.div(twice, safe), axis, false);
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
