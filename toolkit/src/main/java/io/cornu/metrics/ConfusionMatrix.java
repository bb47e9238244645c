package io.cornu.metrics;

import io.cornu.data.Array;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * How often each class is taken for each other.
 *
 * <p>{@link #array} is the matrix, of shape (classes, classes): rows are the true classes and columns the predicted
 * ones; weights are summed. {@link #result} is the share on its diagonal, the accuracy.
 *
 * <p>Shapes: targets (batch, ...) with class numbers or (batch, ..., classes) one-hot, predictions (batch, ..., classes);
 * or, for two classes, both (batch, 1) with a probability of the second, cut at 0.5.
 *
 * <p>Not a metric of Keras; its matrix is that of {@code sklearn.metrics.confusion_matrix}.
 *
 * @param name the name in histories; {@code confusion_matrix} by default
 * @param classes how many classes there are, at least 2
 */
@RecordBuilder
public record ConfusionMatrix(String name, int classes) implements Metric, ConfusionMatrixBuilder.With {
    private static final String MATRIX = "matrix";

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if there are fewer than two classes
     */
    public ConfusionMatrix {
        Arguments.require(classes >= 2, "ConfusionMatrix", "classes must be at least 2", classes);
    }

    /**
     * A matrix of some classes.
     *
     * @param classes how many there are, at least 2
     * @return the metric
     */
    public static ConfusionMatrix of(int classes) {
        return new ConfusionMatrix("confusion_matrix", classes);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        ClassTargets.requireProbabilities(name, target, prediction);
        long outputs = prediction.get(-1);
        Arguments.require(
                outputs == classes || outputs == 1 && classes == 2,
                name,
                "predictions must have one number for each of " + classes + " classes",
                Shapes.text(prediction));
        return this;
    }

    @Override
    public List<Total> totals() {
        return List.of(new Total(MATRIX, Shape.of(classes, classes)));
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<TInt64> targets = ClassTargets.numbers(tf, batch.target(), batch.prediction());
        Operand<TInt64> predicted = ClassTargets.predicted(tf, batch.prediction());
        Operand<T> ones =
                tf.dtypes.cast(tf.onesLike(predicted), batch.prediction().type());
        Operand<T> weights = batch.weightsOf(ones).orElse(ones);
        Operand<TInt32> places =
                tf.dtypes.cast(tf.math.add(tf.math.mul(targets, tf.constant((long) classes)), predicted), TInt32.class);
        var flat = tf.constant(new int[] {-1});
        Operand<T> sums = tf.math.unsortedSegmentSum(
                tf.reshape(weights, flat), tf.reshape(places, flat), tf.constant(classes * classes));
        return Map.of(MATRIX, tf.reshape(sums, tf.constant(new int[] {classes, classes})));
    }

    @Override
    public double result(Map<String, double[]> totals) {
        double[] matrix = Tallies.get(totals, MATRIX);
        double all = 0;
        double right = 0;
        for (int i = 0; i < matrix.length; i++) {
            all += matrix[i];
            right += i % (classes + 1) == 0 ? matrix[i] : 0;
        }
        return Tallies.ratio(right, all);
    }

    @Override
    public Array array(Map<String, double[]> totals) {
        return Array.of(Tallies.get(totals, MATRIX), classes, classes);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }
}
