package io.cornu.metrics;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The best of one quality at thresholds where another is at least a value: Keras' {@code SensitivityAtSpecificity},
 * {@code SpecificityAtSensitivity}, {@code PrecisionAtRecall} and {@code RecallAtPrecision}, which {@link Metrics}
 * makes.
 *
 * <p>Thresholds lie evenly from 0 to 1. The result is 0 where no threshold has the value.
 *
 * <p>Shapes: targets and predictions (batch, ..., outputs), predictions in [0, 1].
 *
 * <p>Source: {@code keras.metrics.SensitivityAtSpecificity}, Keras 3.15.
 *
 * @param name the name in histories; {@code sensitivity_at_specificity} and so on by default
 * @param kind which quality at which
 * @param value the least that the second quality may be, in [0, 1]
 * @param thresholdCount how many thresholds are tried, at least 1; 200 by default
 * @param classId the only output that is looked at; empty by default, for all
 */
@RecordBuilder
public record OperatingPoint(String name, Kind kind, double value, int thresholdCount, OptionalInt classId)
        implements Metric, OperatingPointBuilder.With {
    /** Which quality at which. */
    public enum Kind {
        /** The share of yeses found, where so many of the noes are. */
        SENSITIVITY_AT_SPECIFICITY(Thresholds.Counts::sensitivities, Thresholds.Counts::specificities),
        /** The share of noes found, where so many of the yeses are. */
        SPECIFICITY_AT_SENSITIVITY(Thresholds.Counts::specificities, Thresholds.Counts::sensitivities),
        /** The share of predicted yeses that are right, where so many of the yeses are found. */
        PRECISION_AT_RECALL(Thresholds.Counts::precisions, Thresholds.Counts::sensitivities),
        /** The share of yeses found, where so many of the predicted ones are right. */
        RECALL_AT_PRECISION(Thresholds.Counts::sensitivities, Thresholds.Counts::precisions);

        private final Function<Thresholds.Counts, double[]> best;
        private final Function<Thresholds.Counts, double[]> limited;

        Kind(Function<Thresholds.Counts, double[]> best, Function<Thresholds.Counts, double[]> limited) {
            this.best = best;
            this.limited = limited;
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public OperatingPoint {
        Arguments.require(value >= 0 && value <= 1, name, "value must be in [0, 1]", value);
        Arguments.positive(name, "thresholdCount", thresholdCount);
        Arguments.require(classId.orElse(0) >= 0, name, "classId must be at least 0", classId);
    }

    /**
     * The same metric for one output.
     *
     * @param number which, from 0
     * @return a copy
     */
    public OperatingPoint withClassId(int number) {
        return withClassId(OptionalInt.of(number));
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        confusions().check(target, prediction);
        return this;
    }

    @Override
    public List<Total> totals() {
        return confusions().thresholds().totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        return confusions().increments(batch);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        Thresholds.Counts counts = confusions().thresholds().counts(totals, 0);
        double[] candidates = kind.best.apply(counts);
        double[] limits = kind.limited.apply(counts);
        double best = 0;
        for (int i = 0; i < candidates.length; i++) {
            if (limits[i] >= value) {
                best = Math.max(best, candidates[i]);
            }
        }
        return best;
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private Confusions confusions() {
        return new Confusions(name, List.of(), Thresholds.even(thresholdCount), OptionalInt.empty(), classId);
    }
}
