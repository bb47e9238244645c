package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.metrics.FBetaScore.Average;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The harmonic mean of precision and recall: {@link FBetaScore} with a beta of 1.
 *
 * <pre>score = 2 precision recall / (precision + recall)</pre>
 *
 * <p>Shapes: targets and predictions (batch, classes), targets of ones and zeros.
 *
 * <p>Source: {@code keras.metrics.F1Score}, Keras 3.15.
 *
 * @param name the name in histories; {@code f1_score} by default
 * @param average how classes become one; none by default
 * @param threshold above which a prediction is a yes, in (0, 1]; empty, the default, for the largest of an example
 */
@RecordBuilder
public record F1Score(String name, Average average, OptionalDouble threshold) implements Metric, F1ScoreBuilder.With {
    /**
     * Checks the threshold.
     *
     * @throws IllegalArgumentException if it lies outside (0, 1]
     */
    public F1Score {
        new FBetaScore(name, average, 1, threshold);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static F1Score of() {
        return new F1Score("f1_score", Average.NONE, OptionalDouble.empty());
    }

    /**
     * The same metric with a threshold.
     *
     * @param limit above which a prediction is a yes, in (0, 1]
     * @return a copy
     */
    public F1Score withThreshold(double limit) {
        return withThreshold(OptionalDouble.of(limit));
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        return score().resolve(target, prediction);
    }

    @Override
    public List<Total> totals() {
        return score().totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        return score().increments(batch);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return score().result(totals);
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        return score().array(totals);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private FBetaScore score() {
        return new FBetaScore(name, average, 1, threshold);
    }
}
