package io.cornu.layers.operations;

import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A tensor several times along its axes: a, b, a, b.
 *
 * <p>Shapes: (batch, ...) to (batch, ...), each axis longer by its factor.
 *
 * <p>Source: {@code keras.ops.tile}, Keras 3.15.
 *
 * @param repeats how often along each axis, at least 1; 1 for the batch
 */
public record Tile(List<Integer> repeats) implements Layer {
    /**
     * Checks and copies the factors.
     *
     * @throws IllegalArgumentException if one is below 1, or that of the batch is not 1
     */
    public Tile {
        repeats = List.copyOf(repeats);
        Arguments.require(
                !repeats.isEmpty() && repeats.get(0) == 1 && repeats.stream().allMatch(count -> count > 0),
                "Tile",
                "repeats must be at least 1, and 1 for the batch",
                repeats);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.numDimensions() != repeats.size()) {
            throw new LayerShapeException(
                    "expected input of rank " + repeats.size() + ", received " + Shapes.text(input),
                    "Give a factor for every axis, 1 for the batch.");
        }
        long[] sizes = input.asArray();
        for (int i = 1; i < sizes.length; i++) {
            sizes[i] = sizes[i] == Shape.UNKNOWN_SIZE ? sizes[i] : Math.multiplyExact(sizes[i], (long) repeats.get(i));
        }
        return Shape.of(sizes);
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        int[] multiples = repeats.stream().mapToInt(Integer::intValue).toArray();
        return call.tf().tile(call.input(), call.tf().constant(multiples));
    }
}
