package io.cornu.layers.operations;

import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.layers.MultiOutputLayer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A tensor cut into its places along an axis, without the axis.
 *
 * <p>Shapes: (batch, ...) to as many (batch, ...) as the axis is long, up to 10,000; its size must be known.
 *
 * <p>Source: {@code keras.ops.unstack}, Keras 3.15.
 *
 * @param axis the axis, from 1, or negative from the end
 */
public record Unstack(int axis) implements MultiOutputLayer {
    private static final int MOST = 10_000;

    @Override
    public List<Shape> outputShapes(List<Shape> inputs) {
        Shape input = Batches.only(inputs);
        int index = Batches.axis(axis, input);
        long size = Batches.known(input, index);
        if (size < 1 || size > MOST) {
            throw new LayerShapeException(
                    "expected an axis of 1 to " + MOST + " places, received " + size, "Use GetItem for those needed.");
        }
        long[] sizes = IntStream.range(0, input.numDimensions())
                .filter(i -> i != index)
                .mapToLong(input::get)
                .toArray();
        return Collections.nCopies((int) size, Shape.of(sizes));
    }

    @Override
    public <T extends TFloating> List<Operand<T>> callAll(LayerCall<T> call) {
        int index = Batches.axis(axis, call.inputShapes().get(0));
        long size = call.inputShapes().get(0).get(index);
        return List.copyOf(call.tf()
                .unstack(call.input(), size, org.tensorflow.op.core.Unstack.axis((long) index))
                .output());
    }
}
