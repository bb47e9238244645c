package io.cornu.metrics;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The mean overlap of predicted and true regions over all classes: intersection over union.
 *
 * <pre>value = true positives / (true positives + false positives + false negatives), of each class</pre>
 *
 * <p>Classes that never occur do not count in the mean. As in Keras, weights are cut to whole numbers.
 *
 * <p>Shapes: targets and predictions (batch, ...) of class numbers, or (batch, ..., classes).
 *
 * <p>Source: {@code keras.metrics.MeanIoU}, Keras 3.15.
 *
 * @param name the name in histories; {@code mean_io_u} by default
 * @param classes how many classes there are, at least 1
 * @param ignoredClass a number among the targets that stands for no class; empty by default
 * @param sparseTargets whether targets are class numbers and not one number for each class; true by default
 * @param sparsePredictions whether predictions are class numbers and not one number for each class; true by default
 * @param axis where the numbers for each class are; -1, the last, by default
 */
@RecordBuilder
public record MeanIoU(
        String name, int classes, OptionalInt ignoredClass, boolean sparseTargets, boolean sparsePredictions, int axis)
        implements Metric, MeanIoUBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one lies outside its range
     */
    public MeanIoU {
        Arguments.positive("MeanIoU", "classes", classes);
    }

    /**
     * The metric with Keras' defaults.
     *
     * @param classes how many classes there are, at least 1
     * @return the metric
     */
    public static MeanIoU of(int classes) {
        return new MeanIoU("mean_io_u", classes, OptionalInt.empty(), true, true, -1);
    }

    /**
     * The same metric with a number that stands for no class.
     *
     * @param number may lie outside the classes
     * @return a copy
     */
    public MeanIoU withIgnoredClass(int number) {
        return withIgnoredClass(OptionalInt.of(number));
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        overlap().check(target, prediction);
        return this;
    }

    @Override
    public List<Total> totals() {
        return overlap().totals();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        return overlap().increments(batch);
    }

    @Override
    public double result(Map<String, double[]> totals) {
        return overlap().result(totals, Overlap.all(classes));
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private Overlap overlap() {
        return new Overlap(name, classes, ignoredClass, sparseTargets, sparsePredictions, axis);
    }
}
