package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.losses.Targets;
import io.cornu.metrics.Metric.BatchResult;
import io.cornu.ops.GraphMath;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.family.TFloating;

/**
 * Yeses and noes at thresholds, for some of the predictions.
 *
 * @param name the metric
 * @param given the thresholds in the order of the results
 * @param thresholds the same, ready to count with
 * @param topK how many of the largest predictions of an example may be a yes
 * @param classId the only output that is looked at
 */
record Confusions(String name, List<Double> given, Thresholds thresholds, OptionalInt topK, OptionalInt classId) {
    /** What stands for a prediction that is not among the largest; Keras' {@code NEG_INF}. */
    private static final double NEVER = -1e10;

    static Confusions of(String name, List<Double> thresholds, OptionalInt topK, OptionalInt classId) {
        List<Double> given = thresholds;
        if (given.isEmpty()) {
            given = List.of(topK.isPresent() ? NEVER : .5);
        }
        return new Confusions(name, given, Thresholds.of(given), topK, classId);
    }

    static List<Double> requireThresholds(String where, List<Double> thresholds) {
        Arguments.require(
                thresholds.stream().allMatch(each -> each >= 0 && each <= 1),
                where,
                "thresholds must be in [0, 1]",
                thresholds);
        return List.copyOf(thresholds);
    }

    void check(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        long outputs = prediction.get(-1);
        Arguments.require(
                topK.orElse(1) <= outputs,
                name,
                "topK must be at most the number of outputs of predictions of shape " + Shapes.text(prediction),
                topK.orElse(1));
        Arguments.require(
                classId.orElse(0) < outputs,
                name,
                "classId must number an output of predictions of shape " + Shapes.text(prediction),
                classId.orElse(0));
    }

    <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<T> target = batch.target();
        Operand<T> prediction = topK.isPresent() ? largest(tf, batch.prediction()) : batch.prediction();
        if (classId.isPresent()) {
            target = column(tf, target);
            prediction = column(tf, prediction);
        }
        return thresholds.increments(
                new BatchResult<>(tf, target, prediction, batch.weights(), batch.mask()), Optional.empty());
    }

    /** One number a threshold; a rank-0 array for one threshold. */
    Array array(Map<String, double[]> totals, Function<Thresholds.Counts, double[]> what) {
        double[] numbers = thresholds.inOrder(given, what.apply(thresholds.counts(totals, 0)));
        return Array.of(numbers, numbers.length == 1 ? new long[0] : new long[] {numbers.length});
    }

    private <T extends TFloating> Operand<T> largest(Ops tf, Operand<T> prediction) {
        var indices = tf.nn.topK(prediction, tf.constant(topK.orElseThrow()), new TopK.Options[0])
                .indices();
        Operand<T> one = GraphMath.constant(tf, prediction, 1);
        Operand<T> isLargest = tf.reduceSum(
                tf.oneHot(
                        indices,
                        tf.constant(Math.toIntExact(prediction.shape().get(-1))),
                        one,
                        GraphMath.constant(tf, prediction, 0),
                        OneHot.axis(-1L)),
                tf.constant(-2),
                ReduceSum.keepDims(false));
        Operand<T> never = tf.math.mul(tf.math.sub(one, isLargest), GraphMath.constant(tf, prediction, NEVER));
        return tf.math.add(tf.math.mul(prediction, isLargest), never);
    }

    private <T extends TFloating> Operand<T> column(Ops tf, Operand<T> x) {
        return tf.gather(x, tf.constant(new int[] {classId.orElseThrow()}), tf.constant(-1));
    }
}
