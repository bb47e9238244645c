package io.cornu.metrics;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * The mean squared distance between predicted probabilities and what happened: 0 is best. It falls both with better
 * ranking and with better calibration.
 *
 * <pre>
 * value = sum((p - y)^2)     over the classes, y one-hot; from 0 to 2
 * value = (p - y)^2          for one probability of yes; from 0 to 1
 * </pre>
 *
 * <p>Shapes: targets (batch) or (batch, 1) with class numbers or of the predictions' shape, predictions (batch, classes) or
 * (batch, 1) with probabilities.
 *
 * <p>Source: Brier, 1950. Not in Keras.
 *
 * @param name the name in histories; {@code brier_score} by default
 */
@RecordBuilder
public record BrierScore(String name) implements MeanMetric, BrierScoreBuilder.With {
    /**
     * The metric under its usual name.
     *
     * @return the metric
     */
    public static BrierScore of() {
        return new BrierScore("brier_score");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        ClassTargets.requireProbabilities(name, target, prediction);
        return this;
    }

    @Override
    public <T extends TFloating> Operand<T> values(Ops tf, Operand<T> target, Operand<T> prediction) {
        Operand<T> expected = ClassTargets.oneHot(tf, target, prediction);
        return tf.reduceSum(
                tf.math.squaredDifference(prediction, expected), tf.constant(-1), ReduceSum.keepDims(false));
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.DOWN);
    }
}
