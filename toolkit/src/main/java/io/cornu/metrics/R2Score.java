package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.losses.Targets;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.family.TFloating;

/**
 * The coefficient of determination: which share of the targets' variance the predictions explain. 1 is best, 0 is as
 * good as the mean, and below 0 is worse.
 *
 * <pre>score = 1 - sum((target - prediction)^2) / sum((target - mean(target))^2), of each output</pre>
 *
 * <p>With {@link ClassAggregation#NONE} every output has a score: {@link #result} is the mean of them, and
 * {@link #array} has them all.
 *
 * <p>Shapes: targets and predictions (batch, outputs).
 *
 * <p>Source: {@code keras.metrics.R2Score}, Keras 3.15.
 *
 * @param name the name in histories; {@code r2_score} by default
 * @param classAggregation how outputs become one; their mean by default
 * @param regressorCount how many numbers the predictions were made of, for the adjusted score; 0, the default, for the
 *     plain one
 */
@RecordBuilder
public record R2Score(String name, ClassAggregation classAggregation, int regressorCount)
        implements Metric, R2ScoreBuilder.With {
    private static final String SQUARES = "squared_sum";
    private static final String SUM = "sum";
    private static final String RESIDUAL = "residual";
    private static final String COUNT = "count";
    private static final String SAMPLES = "num_samples";

    /** How the scores of outputs become one. */
    public enum ClassAggregation {
        /** Not at all. */
        NONE,
        /** Their mean. */
        UNIFORM_AVERAGE,
        /** Their mean, each counting by the variance of its targets. */
        VARIANCE_WEIGHTED_AVERAGE
    }

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public R2Score {
        Arguments.require(regressorCount >= 0, "R2Score", "regressorCount must be at least 0", regressorCount);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static R2Score of() {
        return new R2Score("r2_score", ClassAggregation.UNIFORM_AVERAGE, 0);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        Arguments.require(
                prediction.numDimensions() == 2,
                name,
                "predictions must be of shape (batch, outputs)",
                Shapes.text(prediction));
        return new Resolved(this, prediction.get(1));
    }

    @Override
    public List<Total> totals() {
        throw new IllegalStateException(name + ": call resolve(target, prediction) first.");
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> target = batch.target();
        Operand<T> weights = batch.weightsOf(target).orElse(tf.onesLike(target));
        Operand<T> weighted = tf.math.mul(target, weights);
        Operand<T> errors = tf.math.mul(tf.math.squaredDifference(target, batch.prediction()), weights);
        return Map.of(
                SQUARES, sum(tf, tf.math.mul(target, weighted)),
                SUM, sum(tf, weighted),
                RESIDUAL, sum(tf, errors),
                COUNT, sum(tf, weights),
                SAMPLES, tf.dtypes.cast(tf.size(target), target.type()));
    }

    @Override
    public double result(Map<String, double[]> totals) {
        double[] scores = scores(totals);
        DoubleUnaryOperator adjusted = adjustment(totals);
        if (classAggregation == ClassAggregation.VARIANCE_WEIGHTED_AVERAGE) {
            double[] variances = variances(totals);
            double sum = 0;
            double all = 0;
            for (int i = 0; i < scores.length; i++) {
                sum += variances[i] * scores[i];
                all += variances[i];
            }
            return adjusted.applyAsDouble(sum / all);
        }
        return adjusted.applyAsDouble(Tallies.mean(scores));
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        if (classAggregation != ClassAggregation.NONE) {
            return Metric.super.array(totals);
        }
        double[] scores = scores(totals);
        return Array.of(IntStream.range(0, scores.length)
                .mapToDouble(i -> adjustment(totals).applyAsDouble(scores[i]))
                .toArray());
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private static <T extends TFloating> Operand<T> sum(Ops tf, Operand<T> values) {
        return tf.reduceSum(values, tf.constant(0), ReduceSum.keepDims(false));
    }

    /** Each output's sum of squared distances from the mean. */
    private static double[] variances(Map<String, double[]> totals) {
        double[] sums = Tallies.get(totals, SUM);
        double[] squares = Tallies.get(totals, SQUARES);
        double[] counts = Tallies.get(totals, COUNT);
        return IntStream.range(0, sums.length)
                .mapToDouble(i -> squares[i] - sums[i] * sums[i] / counts[i])
                .toArray();
    }

    private static double[] scores(Map<String, double[]> totals) {
        double[] variances = variances(totals);
        double[] residuals = Tallies.get(totals, RESIDUAL);
        return IntStream.range(0, variances.length)
                .mapToDouble(i -> 1 - residuals[i] / variances[i])
                .map(score -> Double.isInfinite(score) ? 0 : score)
                .toArray();
    }

    /** As Keras, which counts every number of the targets as a sample. */
    private DoubleUnaryOperator adjustment(Map<String, double[]> totals) {
        double samples = Tallies.get(totals, SAMPLES)[0];
        boolean isAdjusted = regressorCount > 0 && regressorCount < samples - 1;
        return score -> isAdjusted ? 1 - (1 - score) * (samples - 1) / (samples - regressorCount - 1) : score;
    }

    /** With the number of outputs, which shapes tell. */
    private record Resolved(R2Score score, long outputs) implements Metric {
        @Override
        public String name() {
            return score.name;
        }

        @Override
        public List<Total> totals() {
            Shape shape = Shape.of(outputs);
            return List.of(
                    new Total(SQUARES, shape),
                    new Total(SUM, shape),
                    new Total(RESIDUAL, shape),
                    new Total(COUNT, shape),
                    new Total(SAMPLES, Shape.scalar()));
        }

        @Override
        public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
            return score.increments(batch);
        }

        @Override
        public double result(Map<String, double[]> totals) {
            return score.result(totals);
        }

        @Override
        public Array array(Map<String, double[]> totals) {
            return score.array(totals);
        }

        @Override
        public Optional<Direction> direction() {
            return score.direction();
        }
    }
}
