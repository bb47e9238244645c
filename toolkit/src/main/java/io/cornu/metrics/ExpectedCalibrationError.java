package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.ops.GraphMath;
import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * How far confidence is from accuracy: predictions are put into bins of equal width by their confidence, the probability
 * of the class they name.
 *
 * <pre>result = sum(|accuracy - confidence| examples of the bin / examples), over the bins (i / bins, (i + 1) / bins]</pre>
 *
 * <p>{@link #array}, of shape (bins, 3), is what a reliability diagram shows: of each bin the sum of the weights, the
 * accuracy and the mean confidence; both are 0 where the bin is empty.
 *
 * <p>Shapes: targets (batch, ...) with class numbers or (batch, ..., classes) one-hot, predictions (batch, ..., classes)
 * with probabilities; or both (batch, 1) with a probability of yes.
 *
 * <p>Source: Guo et al., 2017 (arXiv:1706.04599). Not in Keras.
 *
 * @param name the name in histories; {@code expected_calibration_error} by default
 * @param bins how many bins, at least 1; 15 by default, as in the paper
 */
@RecordBuilder
public record ExpectedCalibrationError(String name, int bins) implements Metric, ExpectedCalibrationErrorBuilder.With {
    private static final String WEIGHTS = "weights";
    private static final String RIGHT = "right";
    private static final String CONFIDENCE = "confidence";

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there is no bin
     */
    public ExpectedCalibrationError {
        Arguments.positive("ExpectedCalibrationError", "bins", bins);
    }

    /**
     * The metric with 15 bins.
     *
     * @return the metric
     */
    public static ExpectedCalibrationError of() {
        return new ExpectedCalibrationError("expected_calibration_error", 15);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        ClassTargets.requireProbabilities(name, target, prediction);
        return this;
    }

    @Override
    public List<Total> totals() {
        Shape shape = Shape.of(bins);
        return List.of(new Total(WEIGHTS, shape), new Total(RIGHT, shape), new Total(CONFIDENCE, shape));
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> prediction = batch.prediction();
        Operand<T> probabilities = prediction;
        if (ClassTargets.isBinary(prediction)) {
            Operand<T> no = tf.math.sub(GraphMath.constant(tf, prediction, 1), prediction);
            probabilities = tf.concat(List.of(no, prediction), tf.constant(-1));
        }
        Operand<T> confidence = tf.reduceMax(probabilities, tf.constant(-1), ReduceMax.keepDims(false));
        Operand<T> right = tf.dtypes.cast(
                tf.math.equal(
                        ClassTargets.numbers(tf, batch.target(), prediction), ClassTargets.predicted(tf, prediction)),
                prediction.type());
        Operand<T> weights = batch.weightsOf(confidence).orElse(tf.onesLike(confidence));
        Operand<T> scaled = tf.math.ceil(tf.math.mul(confidence, GraphMath.constant(tf, confidence, bins)));
        Operand<TInt32> above = tf.math.sub(tf.dtypes.cast(scaled, TInt32.class), tf.constant(1));
        Operand<TInt32> places = tf.math.minimum(tf.math.maximum(above, tf.constant(0)), tf.constant(bins - 1));
        return Map.of(
                WEIGHTS, sums(tf, weights, places),
                RIGHT, sums(tf, tf.math.mul(right, weights), places),
                CONFIDENCE, sums(tf, tf.math.mul(confidence, weights), places));
    }

    @Override
    public double result(Map<String, double[]> totals) {
        double[] weights = Tallies.get(totals, WEIGHTS);
        double[] right = Tallies.get(totals, RIGHT);
        double[] confidence = Tallies.get(totals, CONFIDENCE);
        double all = 0;
        double error = 0;
        for (int i = 0; i < bins; i++) {
            all += weights[i];
            error += Math.abs(right[i] - confidence[i]);
        }
        return Tallies.ratio(error, all);
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        double[] weights = Tallies.get(totals, WEIGHTS);
        double[] rows = new double[3 * bins];
        for (int i = 0; i < bins; i++) {
            rows[3 * i] = weights[i];
            rows[3 * i + 1] = Tallies.ratio(Tallies.get(totals, RIGHT)[i], weights[i]);
            rows[3 * i + 2] = Tallies.ratio(Tallies.get(totals, CONFIDENCE)[i], weights[i]);
        }
        return Array.of(rows, bins, 3);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.DOWN);
    }

    private <T extends TFloating> Operand<T> sums(Ops tf, Operand<T> values, Operand<TInt32> places) {
        var flat = tf.constant(new int[] {-1});
        return tf.math.unsortedSegmentSum(tf.reshape(values, flat), tf.reshape(places, flat), tf.constant(bins));
    }
}
