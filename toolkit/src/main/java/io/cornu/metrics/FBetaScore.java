package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.ops.GraphMath;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The weighted harmonic mean of precision and recall.
 *
 * <pre>score = (1 + beta^2) precision recall / (beta^2 precision + recall)</pre>
 *
 * <p>With {@link Average#NONE} every class has a score: {@link #result} is the mean of them, and {@link #array} has them
 * all.
 *
 * <p>Shapes: targets and predictions (batch, classes), targets of ones and zeros.
 *
 * <p>Source: {@code keras.metrics.FBetaScore}, Keras 3.15.
 *
 * @param name the name in histories; {@code fbeta_score} by default
 * @param average how classes become one; none by default
 * @param beta how much more recall counts than precision, above 0; 1 by default
 * @param threshold above which a prediction is a yes, in (0, 1]; empty, the default, for the largest of an example
 */
@RecordBuilder
public record FBetaScore(String name, Average average, double beta, OptionalDouble threshold)
        implements Metric, FBetaScoreBuilder.With {
    private static final String TRUE_POSITIVES = "true_positives";
    private static final String FALSE_POSITIVES = "false_positives";
    private static final String FALSE_NEGATIVES = "false_negatives";
    private static final String WEIGHTS = "intermediate_weights";

    /** How the scores of classes become one. */
    public enum Average {
        /** Not at all. */
        NONE,
        /** All classes' yeses and noes are counted together. */
        MICRO,
        /** The mean of the classes' scores. */
        MACRO,
        /** The mean of the classes' scores, each counting as often as it occurs. */
        WEIGHTED
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public FBetaScore {
        Arguments.positive("FBetaScore", "beta", beta);
        double limit = threshold.orElse(1);
        Arguments.require(limit > 0 && limit <= 1, "FBetaScore", "threshold must be in (0, 1]", limit);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @return the metric
     */
    public static FBetaScore of() {
        return new FBetaScore("fbeta_score", Average.NONE, 1, OptionalDouble.empty());
    }

    /**
     * The same metric with a threshold.
     *
     * @param limit above which a prediction is a yes, in (0, 1]
     * @return a copy
     */
    public FBetaScore withThreshold(double limit) {
        return withThreshold(OptionalDouble.of(limit));
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        boolean isFit =
                prediction.numDimensions() == 2 && target.numDimensions() == 2 && target.get(1) == prediction.get(1);
        if (!isFit) {
            throw new IllegalArgumentException(name
                    + ": expected targets and predictions of shape (batch, classes), received " + Shapes.text(target)
                    + " and " + Shapes.text(prediction) + ". Use one-hot targets.");
        }
        return new Resolved(this, prediction.get(1));
    }

    @Override
    public List<Total> totals() {
        throw new IllegalStateException(name + ": call resolve(target, prediction) first.");
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> prediction = batch.prediction();
        Operand<T> one = GraphMath.constant(tf, prediction, 1);
        Operand<T> yes = tf.dtypes.cast(isYes(tf, prediction), prediction.type());
        Operand<T> target = batch.target();
        return Map.of(
                TRUE_POSITIVES, sum(batch, tf.math.mul(yes, target)),
                FALSE_POSITIVES, sum(batch, tf.math.mul(yes, tf.math.sub(one, target))),
                FALSE_NEGATIVES, sum(batch, tf.math.mul(tf.math.sub(one, yes), target)),
                WEIGHTS, sum(batch, target));
    }

    @Override
    public double result(Map<String, double[]> totals) {
        double[] scores = scores(totals);
        if (average != Average.WEIGHTED) {
            return Tallies.mean(scores);
        }
        double[] weights = Tallies.get(totals, WEIGHTS);
        double all =
                IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum() + Tallies.EPSILON;
        return IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i] * weights[i] / all)
                .sum();
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        return average == Average.NONE ? Array.of(scores(totals)) : Metric.super.array(totals);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private <T extends TFloating> Operand<TBool> isYes(Ops tf, Operand<T> prediction) {
        if (threshold.isPresent()) {
            return tf.math.greater(prediction, GraphMath.constant(tf, prediction, threshold.getAsDouble()));
        }
        Operand<T> largest = tf.reduceMax(prediction, tf.constant(-1), ReduceMax.keepDims(true));
        Operand<TBool> isLargest = tf.math.greaterEqual(prediction, largest);
        // Nothing but zeros is no yes to all classes.
        return tf.math.logicalAnd(
                isLargest, tf.math.greater(tf.math.abs(prediction), GraphMath.constant(tf, prediction, 1e-9)));
    }

    private static <T extends TFloating> Operand<T> sum(BatchResult<T> batch, Operand<T> values) {
        Ops tf = batch.tf();
        Operand<T> weighted = batch.weightsOf(values)
                .map(weights -> (Operand<T>) tf.math.mul(values, weights))
                .orElse(values);
        return tf.reduceSum(weighted, tf.constant(0), ReduceSum.keepDims(false));
    }

    private double[] scores(Map<String, double[]> totals) {
        double[] tp = tally(totals, TRUE_POSITIVES);
        double[] fp = tally(totals, FALSE_POSITIVES);
        double[] fn = tally(totals, FALSE_NEGATIVES);
        return IntStream.range(0, tp.length)
                .mapToDouble(i -> {
                    double precision = tp[i] / (tp[i] + fp[i] + Tallies.EPSILON);
                    double recall = tp[i] / (tp[i] + fn[i] + Tallies.EPSILON);
                    double mean = precision * recall / (beta * beta * precision + recall + Tallies.EPSILON);
                    return mean * (1 + beta * beta);
                })
                .toArray();
    }

    private double[] tally(Map<String, double[]> totals, String total) {
        double[] classes = Tallies.get(totals, total);
        return average == Average.MICRO
                ? new double[] {
                    IntStream.range(0, classes.length)
                            .mapToDouble(i -> classes[i])
                            .sum()
                }
                : classes;
    }

    /** With the number of classes, which shapes tell. */
    private record Resolved(FBetaScore score, long classes) implements Metric {
        @Override
        public String name() {
            return score.name;
        }

        @Override
        public List<Total> totals() {
            return List.of(TRUE_POSITIVES, FALSE_POSITIVES, FALSE_NEGATIVES, WEIGHTS).stream()
                    .map(total -> new Total(total, Shape.of(classes)))
                    .toList();
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
