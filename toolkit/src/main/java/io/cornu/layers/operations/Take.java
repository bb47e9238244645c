package io.cornu.layers.operations;

import io.cornu.data.Array;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerCall;
import io.cornu.layers.LayerShapeException;
import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The places of an axis at constant indices.
 *
 * <p>Shapes: (batch, ...) to (batch, ...), with the shape of the indices in place of the axis, whose size must be known.
 *
 * <p>Source: {@code keras.ops.take}, Keras 3.15.
 *
 * @param indices whole numbers from 0, or from the end if negative
 * @param axis the axis, from 1, or negative from the end
 */
public record Take(Array indices, int axis) implements Layer {
    /**
     * Checks the indices.
     *
     * @throws IllegalArgumentException if there are none, or one is no whole number
     */
    public Take {
        Arguments.require(
                indices.size() > 0
                        && Arrays.stream(indices.toDoubles()).allMatch(index -> index == Math.rint(index)),
                "Take",
                "indices must be whole numbers",
                indices);
    }

    /**
     * Some places of an axis.
     *
     * @param axis the axis, from 1, or negative from the end
     * @param indices the places, from 0, or from the end if negative
     * @return the layer
     * @throws IllegalArgumentException if there are no indices
     */
    public static Take of(int axis, int... indices) {
        return new Take(Array.of(indices), axis);
    }

    @Override
    public Shape outputShape(Shape input) {
        int index = Batches.axis(axis, input);
        places(input, index);
        long[] sizes = input.asArray();
        LongStream before = Arrays.stream(sizes, 0, index);
        LongStream after = Arrays.stream(sizes, index + 1, sizes.length);
        LongStream taken = Arrays.stream(indices.shape().asArray());
        return Shape.of(LongStream.concat(LongStream.concat(before, taken), after).toArray());
    }

    private int[] places(Shape input, int index) {
        long size = Batches.known(input, index);
        int[] places = Arrays.stream(indices.toDoubles())
                .mapToInt(place -> (int) (place < 0 ? place + size : place))
                .toArray();
        if (Arrays.stream(places).anyMatch(place -> place < 0 || place >= size)) {
            throw new LayerShapeException(
                    "expected indices along axis " + axis + " from " + -size + " to " + (size - 1) + ", received "
                            + Arrays.toString(indices.toDoubles()) + " for " + Shapes.text(input),
                    "Choose others.");
        }
        return places;
    }

    @Override
    public <T extends TFloating> Operand<T> call(LayerCall<T> call) {
        Ops tf = call.tf();
        Shape input = call.inputShapes().get(0);
        int index = Batches.axis(axis, input);
        return tf.gather(
                call.input(),
                tf.reshape(
                        tf.constant(places(input, index)),
                        tf.constant(indices.shape().asArray())),
                tf.constant(index));
    }
}
