package io.cornu.savedmodels.compare;

import io.cornu.data.Array;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A variable in two models.
 *
 * @param first its path and what it holds in the first model; empty if only the second has it
 * @param second the same in the second model; empty if only the first has it
 * @param difference how far they are apart; empty if only one model has it, or with another shape
 */
public record VariableDifference(Optional<Side> first, Optional<Side> second, Optional<ArrayDifference> difference) {
    /**
     * A variable in one model.
     *
     * @param path such as {@code conv2d/kernel}
     * @param shape its dimensions
     * @param norm the root of the sum of its squared numbers
     */
    public record Side(String path, Shape shape, double norm) {
        static Side of(String path, Array values) {
            double squares = 0;
            for (int i = 0; i < values.size(); i++) {
                double value = values.at(i);
                squares += value * value;
            }
            return new Side(path, values.shape(), Math.sqrt(squares));
        }
    }

    static VariableDifference of(String firstPath, Array first, String secondPath, Array second) {
        boolean isSameShape = first.shape().equals(second.shape());
        return new VariableDifference(
                Optional.of(Side.of(firstPath, first)),
                Optional.of(Side.of(secondPath, second)),
                isSameShape ? Optional.of(ArrayDifference.of(first, second)) : Optional.empty());
    }

    /**
     * Its path.
     *
     * @return that of the first model, or of the second if only that has it
     */
    public String path() {
        return first.or(() -> second).map(Side::path).orElse("");
    }

    /**
     * Whether both models have the same numbers there.
     *
     * @return true if nothing differs
     */
    public boolean isZero() {
        return difference.filter(ArrayDifference::isZero).isPresent();
    }
}
