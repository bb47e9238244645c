package io.cornu.layers;

import io.cornu.text.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * The axes of an example in another order.
 *
 * <p>Shapes: (batch, a, b, ...) to the same sizes in the order given.
 *
 * <p>Source: {@code keras.layers.Permute}, Keras 3.15.
 *
 * @param dimensions the axes in their new order, counted from 1; (2, 1) swaps two (Keras: {@code dims})
 */
public record Permute(List<Integer> dimensions) implements Layer {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if it is not each axis from 1 on once
     */
    public Permute {
        dimensions = List.copyOf(dimensions);
        Arguments.require(
                !dimensions.isEmpty()
                        && dimensions.stream()
                                .sorted()
                                .toList()
                                .equals(IntStream.rangeClosed(1, dimensions.size())
                                        .boxed()
                                        .toList()),
                "Permute",
                "dimensions must be each axis from 1 on once",
                dimensions);
    }

    /**
     * Another order of axes.
     *
     * @param dimensions the axes in their new order, counted from 1
     * @return the layer
     * @throws IllegalArgumentException if it is not each axis from 1 on once
     */
    public static Permute of(int... dimensions) {
        return new Permute(Arrays.stream(dimensions).boxed().toList());
    }

    @Override
    public Shape outputShape(Shape input) {
        ShapeRules.requireRank(
                dimensions.size() + 1,
                input,
                "of " + (dimensions.size() + 1) + " dimensions with the batch",
                "Give the order of all axes of an example.");
        return Shape.of(LongStream.concat(
                        LongStream.of(input.get(0)), dimensions.stream().mapToLong(input::get))
                .toArray());
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int[] order = IntStream.concat(IntStream.of(0), dimensions.stream().mapToInt(Integer::intValue))
                .toArray();
        return call.tf().linalg.transpose(call.input(), call.tf().constant(order));
    }
}
