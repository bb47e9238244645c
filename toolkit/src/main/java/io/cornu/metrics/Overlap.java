package io.cornu.metrics;

import io.cornu.metrics.Metric.BatchResult;
import io.cornu.metrics.Metric.Total;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * How often each class is taken for each other, and the overlap of predicted and true regions that follows from it.
 *
 * <p>Source: {@code keras.src.metrics.iou_metrics}, Keras 3.15.
 *
 * @param name the metric
 * @param classes how many classes there are; other numbers do not count
 * @param ignoredClass a number among the targets that stands for no class
 * @param sparseTargets whether targets are class numbers
 * @param sparsePredictions whether predictions are
 * @param axis where the numbers for each class are, if they are not
 */
record Overlap(
        String name,
        int classes,
        OptionalInt ignoredClass,
        boolean sparseTargets,
        boolean sparsePredictions,
        int axis) {
    private static final String TOTAL = "total_confusion_matrix";

    static List<Integer> requireClasses(String where, int classes, List<Integer> targetClasses) {
        Arguments.positive(where, "classes", classes);
        Arguments.require(
                !targetClasses.isEmpty() && targetClasses.stream().allMatch(each -> each >= 0 && each < classes),
                where,
                "targetClasses must be some of 0 to " + (classes - 1),
                targetClasses);
        return List.copyOf(targetClasses);
    }

    static List<Integer> all(int classes) {
        return IntStream.range(0, classes).boxed().toList();
    }

    void check(Shape target, Shape prediction) {
        Shape expected = positions(prediction, sparsePredictions);
        Shape received = positions(target, sparseTargets);
        boolean isExpanded = received.isCompatibleWith(expected.append(1))
                || received.append(1).isCompatibleWith(expected);
        if (!received.isCompatibleWith(expected) && !isExpanded) {
            throw new IllegalArgumentException(
                    name + ": expected " + form(sparseTargets) + " as targets and " + form(sparsePredictions)
                            + " as predictions, received " + Shapes.text(target) + " and " + Shapes.text(prediction)
                            + ". Say which of both are sparse.");
        }
    }

    private String form(boolean isSparse) {
        return isSparse ? "class numbers" : classes + " numbers for each position on axis " + axis;
    }

    private Shape positions(Shape shape, boolean isSparse) {
        if (isSparse) {
            return shape;
        }
        int rank = shape.numDimensions();
        boolean isAxis = axis >= -rank && axis < rank && Math.floorMod(axis, rank) > 0;
        if (!isAxis || shape.get(Math.floorMod(axis, rank)) > classes) {
            throw new IllegalArgumentException(name + ": expected " + form(false) + ", received shape "
                    + Shapes.text(shape) + ". Choose another axis or number of classes.");
        }
        int place = Math.floorMod(axis, rank);
        return shape.take(place).append(shape.takeLast(rank - place - 1));
    }

    List<Total> totals() {
        return List.of(new Total(TOTAL, Shape.of(classes, classes)));
    }

    <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        Ops tf = batch.tf();
        Operand<TInt32> targets = numbers(tf, batch.target(), sparseTargets);
        Operand<TInt32> predicted = numbers(tf, batch.prediction(), sparsePredictions);
        Operand<TBool> counts = tf.math.logicalAnd(isClass(tf, targets), isClass(tf, predicted));
        if (ignoredClass.isPresent()) {
            counts = tf.math.logicalAnd(counts, tf.math.notEqual(targets, tf.constant(ignoredClass.getAsInt())));
        }
        // Whole numbers, as in Keras, whose matrix is one of integers.
        Operand<TInt32> weights = batch.weightsOf(shapedLikePositions(tf, batch))
                .map(given ->
                        (Operand<TInt32>) tf.reshape(tf.dtypes.cast(given, TInt32.class), tf.constant(new int[] {-1})))
                .orElse(tf.onesLike(targets));
        Operand<TInt32> places = tf.math.add(tf.math.mul(targets, tf.constant(classes)), predicted);
        Operand<TInt32> sums = tf.math.unsortedSegmentSum(
                tf.select(counts, weights, tf.constant(0)),
                tf.select(counts, places, tf.constant(0)),
                tf.constant(classes * classes));
        Operand<T> matrix = tf.dtypes.cast(
                tf.reshape(sums, tf.constant(new int[] {classes, classes})),
                batch.prediction().type());
        return Map.of(TOTAL, matrix);
    }

    /** Counts of (true class, predicted class), row by row. */
    double[] matrix(Map<String, double[]> totals) {
        return Tallies.get(totals, TOTAL);
    }

    /** The mean over those of some classes that occur. */
    double result(Map<String, double[]> totals, List<Integer> targetClasses) {
        double[] matrix = matrix(totals);
        double sum = 0;
        int present = 0;
        for (int chosen : targetClasses) {
            double both = matrix[chosen * classes + chosen];
            double either = -both;
            for (int other = 0; other < classes; other++) {
                either += matrix[chosen * classes + other] + matrix[other * classes + chosen];
            }
            if (either > 0) {
                sum += both / (either + Tallies.EPSILON);
                present++;
            }
        }
        return sum / (present + Tallies.EPSILON);
    }

    /** In one long row. */
    private <T extends TFloating> Operand<TInt32> numbers(Ops tf, Operand<T> x, boolean isSparse) {
        Operand<TInt32> numbers =
                isSparse ? tf.dtypes.cast(x, TInt32.class) : tf.math.argMax(x, tf.constant(axis), TInt32.class);
        return tf.reshape(numbers, tf.constant(new int[] {-1}));
    }

    private <T extends TFloating> Operand<T> shapedLikePositions(Ops tf, BatchResult<T> batch) {
        Operand<T> target = batch.target();
        return sparseTargets
                ? target
                : tf.dtypes.cast(tf.math.argMax(target, tf.constant(axis), TInt32.class), target.type());
    }

    private Operand<TBool> isClass(Ops tf, Operand<TInt32> numbers) {
        return tf.math.logicalAnd(
                tf.math.greaterEqual(numbers, tf.constant(0)), tf.math.less(numbers, tf.constant(classes)));
    }
}
