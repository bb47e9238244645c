package io.cornu.metrics;

import io.cornu.text.Arguments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Keras' {@code "accuracy"}: binary, sparse or categorical accuracy, as the shapes ask for.
 *
 * <pre>
 * predictions end in 1                                binary_accuracy
 * targets have one axis less, or end in 1             sparse_categorical_accuracy
 * otherwise                                           categorical_accuracy
 * </pre>
 *
 * <p>Source: {@code keras.src.trainers.compile_utils.get_metric}, Keras 3.15. Made by {@link Metrics#accuracy}.
 *
 * @param name the name in histories; {@code accuracy} by default
 */
public record ShapedAccuracy(String name) implements Metric {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is neither {@code accuracy} nor {@code acc}, in whatever case
     */
    public ShapedAccuracy {
        Arguments.require(isName(name), "accuracy", "name must be accuracy or acc", name);
    }

    /**
     * Whether Keras takes a name for this metric.
     *
     * @param name such as {@code acc}
     * @return true for {@code accuracy} and {@code acc}, in whatever case
     */
    public static boolean isName(String name) {
        return name.equalsIgnoreCase("accuracy") || name.equalsIgnoreCase("acc");
    }

    @Override
    public Metric resolve(Shape target, Shape prediction) {
        return kind(target, prediction).resolve(target, prediction);
    }

    private Metric kind(Shape target, Shape prediction) {
        if (prediction.get(-1) == 1) {
            return BinaryAccuracy.of().withName(name);
        }
        boolean isSparse = target.numDimensions() < prediction.numDimensions() || target.get(-1) == 1;
        return isSparse
                ? SparseCategoricalAccuracy.of().withName(name)
                : CategoricalAccuracy.of().withName(name);
    }

    @Override
    public List<Total> totals() {
        throw unresolved();
    }

    @Override
    public <T extends TFloating> Map<String, Operand<T>> increments(BatchResult<T> batch) {
        throw unresolved();
    }

    @Override
    public double result(Map<String, double[]> totals) {
        throw unresolved();
    }

    @Override
    public Optional<Direction> direction() {
        return Optional.of(Direction.UP);
    }

    private IllegalStateException unresolved() {
        return new IllegalStateException(name + ": call resolve(target, prediction) first.");
    }
}
