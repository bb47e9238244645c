package io.cornu.metrics;

import io.cornu.losses.Targets;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The area under a curve that a classifier draws as its threshold moves: how well it ranks yeses above noes.
 *
 * <p>The curve is sampled at thresholds, so that the area is near the true one only if predictions spread over them.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs), or (batch, labels) if multi-label; predictions in [0, 1]
 * unless they are logits.
 *
 * <p>Source: {@code keras.metrics.AUC}, Keras 3.15.
 *
 * @param name the name in histories; {@code auc} by default
 * @param thresholdCount how many thresholds, at least 2; 200 by default, or two more than those that are given
 * @param curve which curve; ROC by default
 * @param summationMethod how the area between two thresholds is counted; interpolation by default
 * @param thresholds thresholds in [0, 1] instead of even ones, to which one below 0 and one above 1 are added; none by
 *     default
 * @param multiLabel whether each output has an area of its own, of which the mean is taken; false by default
 * @param labelWeights how much each output counts, at least 0; none by default, for all the same
 * @param fromLogits whether predictions are logits; false by default
 */
@RecordBuilder
public record AUC(
        String name,
        int thresholdCount,
        Curve curve,
        SummationMethod summationMethod,
        List<Double> thresholds,
        boolean multiLabel,
        List<Double> labelWeights,
        boolean fromLogits)
        implements Metric, AUCBuilder.With {
    /** What is drawn against what. */
    public enum Curve {
        /** The share of yeses found against the share of noes mistaken for them. */
        ROC,
        /** Precision against recall. */
        PR,
        /** Precision gain against recall gain (Flach and Kull, 2015). */
        PRGAIN
    }

    /** How the area between two thresholds is counted. */
    public enum SummationMethod {
        /** As a trapezoid; for precision against recall, as Davis and Goadrich (2006) say. */
        INTERPOLATION,
        /** As a rectangle of the larger height. */
        MAJORING,
        /** As a rectangle of the smaller height. */
        MINORING
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public AUC {
        thresholds = Confusions.requireThresholds("AUC", thresholds).stream()
                .sorted()
                .toList();
        thresholdCount = thresholds.isEmpty() ? thresholdCount : thresholds.size() + 2;
        Arguments.require(thresholdCount > 1, "AUC", "thresholdCount must be at least 2", thresholdCount);
        labelWeights = List.copyOf(labelWeights);
        labelWeights.forEach(weight -> Arguments.notNegative("AUC", "labelWeights", weight));
    }

    /**
     * The metric with Keras' defaults: the area under the ROC curve.
     *
     * @return the metric
     */
    public static AUC of() {
        return new AUC("auc", 200, Curve.ROC, SummationMethod.INTERPOLATION, List.of(), false, List.of(), false);
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        Targets.requireSameShape(name, Targets.expanded(target, prediction), prediction);
        Arguments.require(
                !multiLabel || prediction.numDimensions() == 2,
                name,
                "predictions must be of shape (batch, labels) if multiLabel",
                Shapes.text(prediction));
        long outputs = prediction.get(-1);
        Arguments.require(
                labelWeights.isEmpty() || labelWeights.size() == outputs,
                name,
                "labelWeights must hold one number for each of " + outputs + " outputs",
                labelWeights);
        return new Resolved(this, multiLabel ? (int) outputs : 1);
    }

    @Override
    public List<Total> totals() {
        return new Resolved(this, labels()).totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        return resolve(batch.target().shape(), batch.prediction().shape()).increments(batch);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return new Resolved(this, labels()).result(totals);
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private int labels() {
        if (multiLabel && labelWeights.isEmpty()) {
            throw new IllegalStateException(name + ": call resolve(target, prediction) first.");
        }
        return multiLabel ? labelWeights.size() : 1;
    }

    /** With the number of labels, which shapes tell. */
    private record Resolved(AUC auc, int labels) implements Metric {
        @Override
        public String name() {
            return auc.name;
        }

        @Override
        public List<Total> totals() {
            return thresholds().totals();
        }

        @Override
        public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
            Ops tf = batch.tf();
            Operand<T> prediction = auc.fromLogits ? tf.math.sigmoid(batch.prediction()) : batch.prediction();
            Optional<Operand<T>> factors = auc.multiLabel || auc.labelWeights.isEmpty()
                    ? Optional.empty()
                    : Optional.of(tf.dtypes.cast(tf.constant(weights()), prediction.type()));
            return thresholds()
                    .increments(
                            new BatchResult<>(tf, batch.target(), prediction, batch.weights(), batch.mask()), factors);
        }

        @Override
        public double result(Map<String, double[]> totals) {
            double[] areas = IntStream.range(0, labels)
                    .mapToDouble(
                            label -> CurveArea.of(thresholds().counts(totals, label), auc.curve, auc.summationMethod))
                    .toArray();
            if (!auc.multiLabel || auc.labelWeights.isEmpty()) {
                return Tallies.mean(areas);
            }
            double[] weights = weights();
            double sum = IntStream.range(0, labels)
                    .mapToDouble(i -> areas[i] * weights[i])
                    .sum();
            return Tallies.ratio(sum, DoubleStream.of(weights).sum());
        }

        @Override
        public Optional<Direction> direction() {
            return auc.direction();
        }

        private double[] weights() {
            return auc.labelWeights.stream().mapToDouble(Double::doubleValue).toArray();
        }

        /** Keras moves the first and the last a little outwards, so that nothing lies outside. */
        private Thresholds thresholds() {
            double[] sorted = auc.thresholds.isEmpty()
                    ? Thresholds.even(auc.thresholdCount).sorted()
                    : DoubleStream.concat(
                                    DoubleStream.of(0),
                                    DoubleStream.concat(
                                            auc.thresholds.stream().mapToDouble(Double::doubleValue),
                                            DoubleStream.of(1)))
                            .toArray();
            boolean isEven = auc.thresholds.isEmpty() || Thresholds.isEven(sorted);
            sorted[0] = -Tallies.EPSILON;
            sorted[sorted.length - 1] = 1 + Tallies.EPSILON;
            return new Thresholds(sorted, isEven, true, labels);
        }
    }
}
